/* sim.families: the models of a table of data, as options of sim.emergence. */
#include <math.h>
#include <string.h>

#include "data/table.h"
#include "lua/glue.h"

typedef struct families_arguments {
    int table;
    dw_texts names;
} families_arguments;

const dw_option dwl_families_options[] = {
    { "table", DW_ANY, offsetof(families_arguments, table), .flags = DW_REQUIRED,
      .doc = "a table of data with the columns family and params, such as data.published "
             "\"models\"; training_tokens is read where it is there" },
    { "names", DW_TEXTS, offsetof(families_arguments, names), .flags = DW_OPTIONAL,
      .doc = "which families, in this order; not given: all that have sizes" },
    { 0 },
};

typedef struct families {
    size_t rows, count, kept;
    char *const *family;           /* of each row */
    const double *params, *tokens; /* of each row; tokens may be NULL */
    const char **names;            /* of the families: count of them */
    double *size, *number, *data;  /* of the rows that are kept: N, family from 1, tokens */
} families;

static const dw_column *column_of(lua_State *L, const dw_table *table, const char *name, bool text)
{
    size_t column;
    dw_error err;
    if (dw_table_need(table, name, &column, &err)) dwl_raise(L, &err);
    if (table->columns[column].is_text != text)
        dwl_error(L, "the column '%s' holds %s", name, text ? "numbers" : "texts");
    return &table->columns[column];
}

static bool has_size(const families *f, size_t row)
{
    return f->params[row] > 0 && isfinite(f->params[row]);
}

static bool is_named(const families *f, const char *name)
{
    for (size_t i = 0; i < f->count; i++)
        if (strcmp(f->names[i], name) == 0) return true;
    return false;
}

/* The given names, or all in the order of the table. */
static void list_names(lua_State *L, const dw_texts *given, families *f)
{
    for (size_t i = 0; i < given->n; i++) {
        if (is_named(f, given->at[i])) dwl_error(L, "the family '%s' is named twice", given->at[i]);
        f->names[f->count++] = given->at[i];
    }
    for (size_t row = 0; given->n == 0 && row < f->rows; row++)
        if (has_size(f, row) && !is_named(f, f->family[row])) f->names[f->count++] = f->family[row];
    if (f->count == 0) dwl_error(L, "the table has no sizes");
}

/* Family after family, each in the order of the table. */
static void collect(lua_State *L, families *f)
{
    for (size_t i = 0; i < f->count; i++) {
        size_t before = f->kept;
        for (size_t row = 0; row < f->rows; row++) {
            if (!has_size(f, row) || strcmp(f->family[row], f->names[i]) != 0) continue;
            f->size[f->kept] = f->params[row];
            f->data[f->kept] = f->tokens ? f->tokens[row] : NAN;
            f->number[f->kept++] = (double)(i + 1);
        }
        if (f->kept == before) dwl_error(L, "the table has no sizes of '%s'", f->names[i]);
    }
}

/* Pushes { size = , family = , families = , tokens = }, tokens only where all are known. */
static void push_options(lua_State *L, const families *f)
{
    bool known = true;
    for (size_t i = 0; i < f->kept; i++) known &= f->data[i] > 0 && isfinite(f->data[i]);
    lua_createtable(L, 0, 4);
    dwl_push_series(L, f->size, f->kept);
    lua_setfield(L, -2, "size");
    dwl_push_series(L, f->number, f->kept);
    lua_setfield(L, -2, "family");
    if (known) dwl_push_series(L, f->data, f->kept);
    if (known) lua_setfield(L, -2, "tokens");
    lua_createtable(L, (int)f->count, 0);
    for (size_t i = 0; i < f->count; i++) {
        lua_pushstring(L, f->names[i]);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    lua_setfield(L, -2, "families");
}

int dwl_sim_families(lua_State *L)
{
    families_arguments a = { 0 };
    dwl_arguments(L, &a);
    const dw_table *table = dwl_to_table(L, a.table);
    if (!table)
        dwl_error(L, "'table' must be a table of data, got a %s", luaL_typename(L, a.table));
    families f = { .rows = table->rows };
    f.family = column_of(L, table, "family", true)->texts;
    f.params = column_of(L, table, "params", false)->numbers;
    if (dw_table_column(table, "training_tokens") >= 0)
        f.tokens = column_of(L, table, "training_tokens", false)->numbers;
    f.names = lua_newuserdatauv(L, (f.rows + a.names.n + 1) * sizeof *f.names, 0);
    f.size = lua_newuserdatauv(L, (3 * f.rows + 1) * sizeof *f.size, 0);
    f.number = f.size + f.rows;
    f.data = f.number + f.rows;
    list_names(L, &a.names, &f);
    collect(L, &f);
    push_options(L, &f);
    return 1;
}
