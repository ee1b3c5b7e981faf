/* `data` in Lua: tables from CSV files, and the published numbers. */
#include <math.h>
#include <string.h>

#include "base/file.h"
#include "base/memory.h"
#include "data/csv.h"
#include "data/numbers.h"
#include "data/published.h"
#include "lua/ceiling.h"
#include "lua/glue.h"
#include "lua/path.h"

#define DWL_TABLE "table of data"

/* The table comes first: a pointer to the box is one to it. */
typedef struct table_box {
    dw_table *table;
    size_t charged; /* see dwl_charge */
} table_box;

static table_box *push_table(lua_State *L)
{
    table_box *box = lua_newuserdatauv(L, sizeof *box, 0);
    *box = (table_box){ 0 };
    luaL_setmetatable(L, DWL_TABLE);
    return box;
}

/* The table at the top is the result. */
static int charge_table(lua_State *L, table_box *box)
{
    size_t bytes = dw_table_weigh(box->table);
    dwl_charge(L, bytes);
    box->charged = bytes;
    return 1;
}

static dw_table *self(lua_State *L)
{
    dw_table **slot = dwl_self(L, DWL_TABLE);
    if (!*slot) luaL_error(L, "the table is closed");
    return *slot;
}

dw_table *dwl_to_table(lua_State *L, int index)
{
    dw_table **slot = luaL_testudata(L, index, DWL_TABLE);
    return slot ? *slot : NULL;
}

static int table_gc(lua_State *L)
{
    table_box *box = luaL_checkudata(L, 1, DWL_TABLE);
    dw_table_free(box->table);
    dwl_discharge(L, box->charged);
    *box = (table_box){ 0 };
    return 0;
}

typedef struct name_arguments {
    const char *name;
} name_arguments;

static const dw_option path_options[] = {
    { "path", DW_TEXT, offsetof(name_arguments, name), .flags = DW_REQUIRED,
      .doc = "a file below the script's own folder" },
    { 0 },
};

typedef struct published_arguments {
    const char *name;
    struct published_rows {
        bool memory;
    } rows;
} published_arguments;

static const dw_option published_rows_options[] = {
    { "memory", DW_BOOLEAN, offsetof(struct published_rows, memory),
      .doc = "with the rows of kind `memory`, which nobody has read again in their source" },
    { 0 },
};

static const dw_option published_options[] = {
    { "name", DW_TEXT, offsetof(published_arguments, name), .flags = DW_REQUIRED,
      .doc = "which table; `dunwu list` shows all" },
    { "options", DW_GROUP, offsetof(published_arguments, rows), .group = published_rows_options,
      .doc = "which rows" },
    { 0 },
};

static const dw_option column_options[] = {
    { "column", DW_TEXT, offsetof(name_arguments, name), .flags = DW_REQUIRED,
      .doc = "name of a column" },
    { 0 },
};

static int data_csv(lua_State *L)
{
    name_arguments a;
    dwl_arguments(L, &a);
    dwl_input *input = dwl_open_input(L, a.name);
    dw_buffer *text = dwl_push_buffer(L);
    dw_error err;
    if (dw_stream_read(input->stream, input->path, DW_CSV_BYTES, text, &err)) dwl_raise(L, &err);
    dwl_close_input(input);
    table_box *box = push_table(L);
    if (dw_table_parse(input->path, text->text ? text->text : "", text->length, &box->table, &err))
        return dwl_raise(L, &err);
    dw_buffer_free(text);
    return charge_table(L, box);
}

typedef struct numbers_arguments {
    const char *path;
    struct numbers_shape {
        const char *type;
        int64_t columns;
    } shape;
} numbers_arguments;

static const dw_option numbers_shape_options[] = {
    { "type", DW_CHOICE, offsetof(struct numbers_shape, type), .choices = dw_number_type_names,
      .doc = "what each number is in the file" },
    { "columns", DW_INTEGER, offsetof(struct numbers_shape, columns), .def = 1, .min = 1,
      .max = DWL_MOST_ELEMENTS, .doc = "numbers of a row; 1: no matrix but a plain array" },
    { 0 },
};

static const dw_option numbers_options[] = {
    { "path", DW_TEXT, offsetof(numbers_arguments, path), .flags = DW_REQUIRED,
      .doc = "a file below the script's own folder" },
    { "options", DW_GROUP, offsetof(numbers_arguments, shape), .group = numbers_shape_options,
      .doc = "what is in it" },
    { 0 },
};

static int data_numbers(lua_State *L)
{
    numbers_arguments a = { 0 };
    dwl_arguments(L, &a);
    dwl_input *input = dwl_open_input(L, a.path);
    dw_number_type type = dw_number_type_of(a.shape.type);
    size_t n, columns = (size_t)a.shape.columns;
    dw_error err;
    if (dw_numbers_count(input->stream, input->path, type, &n, &err)) return dwl_raise(L, &err);
    if (n % columns != 0)
        return dwl_error(L, "'%s' has %zu numbers, which do not fill rows of %zu", input->path, n,
                         columns);
    bool is_matrix = columns > 1;
    dw_array *out =
        dwl_push_unset_array(L, is_matrix ? n / columns : 1, is_matrix ? columns : n, is_matrix);
    if (dw_numbers_read(input->stream, input->path, type, out->at, n, &err))
        return dwl_raise(L, &err);
    dwl_close_input(input);
    return 1;
}

static int data_published(lua_State *L)
{
    published_arguments a = { 0 };
    dwl_arguments(L, &a);
    const char *folder = lua_pushfstring(L, "%s/core/data/published", dwl_run_of(L)->home);
    dw_error err;
    table_box *box = push_table(L);
    if (dw_published(folder, a.name, a.rows.memory, &box->table, &err)) return dwl_raise(L, &err);
    return charge_table(L, box);
}

static void push_column(lua_State *L, const dw_table *table, const dw_column *column)
{
    if (!column->is_text) {
        dwl_push_series(L, column->numbers, table->rows);
        return;
    }
    lua_createtable(L, (int)table->rows, 0);
    for (size_t i = 0; i < table->rows; i++) {
        lua_pushstring(L, column->texts[i]);
        lua_rawseti(L, -2, (lua_Integer)(i + 1));
    }
}

/* Upvalue 1: the methods. */
static int table_index(lua_State *L)
{
    const dw_table *table = self(L);
    if (lua_type(L, 2) != LUA_TSTRING)
        return luaL_error(L, "a table of data has named columns, as in t.params");
    lua_pushvalue(L, 2);
    if (lua_rawget(L, lua_upvalueindex(1)) != LUA_TNIL) return 1;
    size_t column;
    dw_error err;
    if (dw_table_need(table, lua_tostring(L, 2), &column, &err))
        return luaL_error(L, "%s", err.text);
    push_column(L, table, &table->columns[column]);
    return 1;
}

static int table_newindex(lua_State *L)
{
    return luaL_error(L,
                      "a table of data cannot be changed: '%s' (take the column, as in "
                      "local x = t.NAME)",
                      luaL_tolstring(L, 2, NULL));
}

static int table_len(lua_State *L)
{
    lua_pushinteger(L, (lua_Integer)self(L)->rows);
    return 1;
}

static void read_condition(lua_State *L, dw_where *where)
{
    if (lua_type(L, -2) != LUA_TSTRING) dwl_error(L, "takes { column = value, ... }");
    *where = (dw_where){ .column = lua_tostring(L, -2) };
    if (lua_type(L, -1) == LUA_TSTRING)
        where->text = lua_tostring(L, -1); /* kept alive by the table of conditions */
    else if (lua_type(L, -1) == LUA_TNUMBER)
        where->number = lua_tonumber(L, -1);
    else
        dwl_error(L, "'%s' must equal a text or a number, got a %s", where->column,
                  luaL_typename(L, -1));
}

static int table_filter(lua_State *L)
{
    const dw_table *table = self(L);
    if (lua_gettop(L) != 2 || !lua_istable(L, 2))
        return dwl_error(L, "takes one table { column = value, ... }");
    size_t count = 0, n = 0;
    for (lua_pushnil(L); lua_next(L, 2); lua_pop(L, 1)) count++;
    dw_where *conditions = lua_newuserdatauv(L, (count + 1) * sizeof *conditions, 0);
    for (lua_pushnil(L); lua_next(L, 2); lua_pop(L, 1)) read_condition(L, &conditions[n++]);
    dw_error err;
    table_box *box = push_table(L);
    if (dw_table_filter(table, conditions, n, &box->table, &err)) return dwl_raise(L, &err);
    return charge_table(L, box);
}

static int table_names(lua_State *L)
{
    const dw_table *table = self(L);
    dwl_arguments(L, NULL);
    lua_createtable(L, (int)table->column_count, 0);
    for (size_t i = 0; i < table->column_count; i++) {
        lua_pushstring(L, table->columns[i].name);
        lua_rawseti(L, -2, (lua_Integer)(i + 1));
    }
    return 1;
}

static int table_unique(lua_State *L)
{
    const dw_table *table = self(L);
    name_arguments a;
    dwl_arguments(L, &a);
    size_t column;
    dw_error err;
    if (dw_table_need(table, a.name, &column, &err)) return dwl_raise(L, &err);
    const dw_column *from = &table->columns[column];
    if (!from->is_text) return dwl_error(L, "the column '%s' holds numbers", a.name);
    lua_newtable(L); /* list */
    lua_newtable(L); /* list seen */
    lua_Integer n = 0;
    for (size_t i = 0; i < table->rows; i++) {
        if (lua_getfield(L, -1, from->texts[i]) == LUA_TNIL) {
            lua_pushboolean(L, true);
            lua_setfield(L, -3, from->texts[i]);
            lua_pushstring(L, from->texts[i]);
            lua_rawseti(L, -4, ++n);
        }
        lua_pop(L, 1);
    }
    lua_pop(L, 1);
    return 1;
}

static int table_tostring(lua_State *L)
{
    const dw_table *table = self(L);
    dw_buffer *text = dwl_push_buffer(L);
    dw_buffer_format(text, "table of %zu rows:", table->rows);
    for (size_t i = 0; i < table->column_count; i++)
        dw_buffer_format(text, "%s %s", i ? "," : "", table->columns[i].name);
    dwl_buffer_to_string(L, text);
    return 1;
}

static const dwl_function functions[] = {
    { "csv", data_csv, DWL_POSITIONAL, path_options, .returns = "a table of data",
      .doc = "reads a CSV file in UTF-8: the first row names the columns; a column of numbers "
             "becomes an array (empty cells and NA are NaN), any other a list of texts",
      .example = "local t = data.csv \"scores.csv\"\nprint(t.accuracy:mean())" },
    { "numbers", data_numbers, DWL_POSITIONAL, numbers_options,
      .returns = "an array, or a matrix when there are columns",
      .doc = "reads a file of bare numbers, as NumPy's tofile writes them",
      .example = "local p = data.numbers(\"points.f64\", { columns = 2 })\n"
                 "print(p:column(1):mean())" },
    { "published", data_published, DWL_POSITIONAL, published_options, .returns = "a table of data",
      .doc = "a table of published numbers with its sources; accuracies are in 0..1; `kind` tells "
             "how a number was read: exact (printed), approx (from the marks of a figure, with the "
             "reading error `err`), derived (computed from exact ones), definition, pointer",
      .example = "local t = data.published(\"chain_of_thought\"):filter{ family = \"PaLM\" }" },
    { 0 },
};

const dwl_library dwl_data_library = {
    "data",
    "Tables: CSV files, files of bare numbers, and the published numbers that come with dunwu.",
    functions
};

static const dwl_function methods[] = {
    { "filter", table_filter, DWL_METHOD, NULL, .usage = "t:filter{ column = value, ... }",
      .returns = "a table of data", .doc = "the rows in which every named column has that value",
      .example = "t:filter{ family = \"LaMDA\", prompting = \"standard\" }" },
    { "names", table_names, DWL_METHOD, NULL, .returns = "a list of texts",
      .doc = "the names of the columns" },
    { "unique", table_unique, DWL_METHOD, column_options, .returns = "a list of texts",
      .doc = "the different texts of a column, in the order in which they first stand" },
    { 0 },
};

const dwl_library dwl_table_methods = { DWL_TABLE, "t.NAME is a column, #t the number of rows.",
                                        methods };

void dwl_open_data(lua_State *L)
{
    luaL_newmetatable(L, DWL_TABLE);
    lua_newtable(L);
    for (const dwl_function *method = methods; method->name; method++) {
        dwl_push_function(L, &dwl_table_methods, method);
        lua_setfield(L, -2, method->name);
    }
    lua_pushcclosure(L, table_index, 1);
    lua_setfield(L, -2, "__index");
    static const luaL_Reg meta[] = { { "__gc", table_gc },
                                     { "__close", table_gc },
                                     { "__len", table_len },
                                     { "__newindex", table_newindex },
                                     { "__tostring", table_tostring },
                                     { NULL, NULL } };
    luaL_setfuncs(L, meta, 0);
    lua_pushboolean(L, false);
    lua_setfield(L, -2, "__metatable");
    lua_pop(L, 1);
    dwl_push_library(L, &dwl_data_library);
    lua_setglobal(L, "data");
}
