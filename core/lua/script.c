/* What belongs to the script itself: its parameters, its texts. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "lua/glue.h"
#include "lua/print.h"
#include "lua/require.h"

/* ---- param ---- */

/* The value of one parameter, and its declaration made of the script's table. */
typedef struct parameter {
    dw_option option;
    union {
        double number;
        int64_t integer;
        bool boolean;
        const char *text;
    } value;
} dwl_parameter;

enum { MOST_CHOICES = 64 };

static const char *const param_fields[] = { "min", "max", "integer", "choices", "doc", "unit" };

static void check_fields(lua_State *L, const char *name)
{
    for (lua_pushnil(L); lua_next(L, -2); lua_pop(L, 1)) {
        if (lua_isinteger(L, -2) && lua_tointeger(L, -2) == 1) continue;
        if (lua_type(L, -2) != LUA_TSTRING) dwl_error(L, "'%s' has more than one default", name);
        dw_nearest nearest = { .given = lua_tostring(L, -2) };
        char hint[96];
        bool known = false;
        for (size_t i = 0; i < sizeof param_fields / sizeof *param_fields; i++) {
            known = known || strcmp(nearest.given, param_fields[i]) == 0;
            dw_nearest_offer(&nearest, param_fields[i]);
        }
        if (!known)
            dwl_error(L,
                      "'%s' has the unknown field '%s'%s; there are min, max, integer, "
                      "choices, doc, unit",
                      name, nearest.given, dw_nearest_hint(&nearest, hint));
    }
}

static double bound(lua_State *L, const char *name, const char *field, double otherwise)
{
    lua_getfield(L, -1, field);
    double x = otherwise;
    if (!lua_isnil(L, -1)) {
        if (lua_type(L, -1) != LUA_TNUMBER || isnan(lua_tonumber(L, -1)))
            dwl_error(L, "'%s' of '%s' must be a number", field, name);
        x = lua_tonumber(L, -1);
    }
    lua_pop(L, 1);
    return x;
}

static const char *text_of(lua_State *L, const char *name, const char *field)
{
    int type = lua_getfield(L, -1, field);
    if (type != LUA_TNIL && type != LUA_TSTRING)
        dwl_error(L, "'%s' of '%s' must be a text", field, name);
    const char *text = lua_tostring(L, -1);
    lua_pop(L, 1); /* the declaration keeps it alive */
    return text;
}

static bool flag_of(lua_State *L, const char *name, const char *field)
{
    int type = lua_getfield(L, -1, field);
    if (type != LUA_TNIL && type != LUA_TBOOLEAN)
        dwl_error(L, "'%s' of '%s' must be true or false", field, name);
    bool flag = lua_toboolean(L, -1);
    lua_pop(L, 1);
    return flag;
}

/* The declaration at the top of the stack; leaves scratch for the choices under it. */
static void read_choices(lua_State *L, const char *name, dw_option *option)
{
    if (lua_getfield(L, -1, "choices") == LUA_TNIL) {
        lua_pop(L, 1);
        return;
    }
    if (!lua_istable(L, -1)) dwl_error(L, "'choices' of '%s' must be a list of texts", name);
    size_t n = lua_rawlen(L, -1);
    if (n < 1 || n > MOST_CHOICES)
        dwl_error(L, "'choices' of '%s' must be 1 to %d texts", name, MOST_CHOICES);
    const char **choices = lua_newuserdatauv(L, (n + 1) * sizeof *choices, 0);
    for (size_t i = 0; i < n; i++) {
        if (lua_rawgeti(L, -2, (lua_Integer)(i + 1)) != LUA_TSTRING)
            dwl_error(L, "'choices' of '%s' must be a list of texts", name);
        choices[i] = lua_tostring(L, -1);
        lua_pop(L, 1);
    }
    choices[n] = NULL;
    option->kind = DW_CHOICE;
    option->choices = choices;
    lua_insert(L, -3); /* choices declaration list */
    lua_pop(L, 1);
}

/* Of a list of choices the first is the default. */
static void put_first(const char **choices, const char *chosen)
{
    size_t at = 0;
    while (choices[at] && choices[at] != chosen) at++;
    for (; at > 0; at--) choices[at] = choices[at - 1];
    choices[0] = chosen;
}

static void declare(lua_State *L, const char *name, dwl_parameter *parameter)
{
    dw_option *option = &parameter->option;
    *option = (dw_option){ .name = name,
                           .doc = text_of(L, name, "doc"),
                           .unit = text_of(L, name, "unit") };
    switch (lua_rawgeti(L, -1, 1)) {
    case LUA_TNUMBER:
        option->kind = DW_NUMBER;
        break;
    case LUA_TBOOLEAN:
        option->kind = DW_BOOLEAN;
        break;
    case LUA_TSTRING:
        option->kind = DW_TEXT;
        break;
    default:
        dwl_error(L,
                  "'%s' needs a default first, as in { 8, min = 1 }: a number, a text, true or "
                  "false",
                  name);
    }
    lua_pop(L, 1);
    double min = bound(L, name, "min", -INFINITY), max = bound(L, name, "max", INFINITY);
    if (min > max) dwl_error(L, "'%s' has min above max", name);
    option->min = min;
    option->max = max;
    if (flag_of(L, name, "integer")) option->kind = DW_INTEGER;
    read_choices(L, name, option);
}

/* Pushes what --set wrote, as the type that the parameter has; nil when it is no such thing. */
static void push_setting(lua_State *L, const dw_option *option, const char *text)
{
    if (option->kind == DW_TEXT || option->kind == DW_CHOICE)
        lua_pushstring(L, text);
    else if (option->kind == DW_BOOLEAN && strcmp(text, "true") == 0)
        lua_pushboolean(L, true);
    else if (option->kind == DW_BOOLEAN && strcmp(text, "false") == 0)
        lua_pushboolean(L, false);
    else if (option->kind == DW_BOOLEAN || lua_stringtonumber(L, text) == 0)
        lua_pushstring(L, text);
}

/* declaration: reads its default, then --set's value over it, and leaves the value above it. */
static void read_parameter(lua_State *L, dwl_run *run, dwl_parameter *parameter)
{
    const dw_option *option = &parameter->option;
    dw_option here = *option;
    here.offset = offsetof(struct parameter, value);
    lua_rawgeti(L, -1, 1);
    dwl_read_value(L, -1, "param", &here, parameter);
    for (size_t i = 0; i < run->settings_count; i++) {
        dwl_setting *setting = &run->settings[i];
        if (strcmp(setting->name, option->name) != 0) continue;
        setting->used = true;
        push_setting(L, option, setting->value);
        run->wrong_usage = true; /* until the value has passed */
        dwl_read_value(L, -1, "--set", &here, parameter);
        run->wrong_usage = false;
        lua_remove(L, -2);
    }
    if (option->kind == DW_INTEGER) dwl_push_value(L, &here, parameter); /* 8, not 8.0 */
}

static void refuse_setting(lua_State *L, dwl_run *run, const char *given)
{
    dw_nearest nearest = { .given = given };
    for (lua_pushnil(L); lua_next(L, 1); lua_pop(L, 1))
        if (lua_type(L, -2) == LUA_TSTRING) dw_nearest_offer(&nearest, lua_tostring(L, -2));
    run->wrong_usage = true;
    if (nearest.best) luaL_error(L, "no parameter '%s'; did you mean '%s'?", given, nearest.best);
    luaL_error(L, "no parameter '%s'; 'dunwu run FILE.lua --help' lists the script's own", given);
}

static void write_default(lua_State *L, int value, dw_buffer *line)
{
    char number[32];
    bool is_number = lua_type(L, value) == LUA_TNUMBER;
    if (is_number) dw_text_count(lua_tonumber(L, value), 4, number);
    dw_buffer_format(line, "; default %s", is_number ? number : luaL_tolstring(L, value, NULL));
    if (!is_number) lua_pop(L, 1);
}

static void show_parameter(lua_State *L, const dw_option *option, int value)
{
    dw_buffer *line = dwl_push_buffer(L);
    dw_buffer_format(line, "  %-12s %s", option->name, option->doc ? option->doc : "");
    if (option->unit) dw_buffer_format(line, " (%s)", option->unit);
    dw_buffer_add(line, "; ");
    dwl_describe_rule(option, line);
    write_default(L, value, line);
    dw_buffer_add(line, "\n");
    if (line->text) dwl_write_plain(line->text, line->length, stdout);
    lua_pop(L, 1);
}

static void check_settings(lua_State *L, dwl_run *run)
{
    for (size_t i = 0; i < run->settings_count; i++) {
        lua_pushstring(L, run->settings[i].name);
        if (lua_rawget(L, 1) == LUA_TNIL) refuse_setting(L, run, run->settings[i].name);
        lua_pop(L, 1);
    }
}

static void one_parameter(lua_State *L, dwl_run *run, const char *name, int out)
{
    dwl_parameter parameter;
    if (!lua_istable(L, -1))
        dwl_error(L, "'%s' must be declared as in { 8, min = 1, doc = \"...\" }, got a %s", name,
                  luaL_typename(L, -1));
    int top = lua_gettop(L);
    check_fields(L, name);
    declare(L, name, &parameter);
    read_parameter(L, run, &parameter);
    if (run->list_parameters) show_parameter(L, &parameter.option, lua_gettop(L));
    lua_setfield(L, out, name);
    lua_settop(L, top); /* as it was, but for scratch under the declaration */
}

void dwl_declare_option(lua_State *L, const char *name, dw_option *option)
{
    dwl_parameter parameter;
    if (!lua_istable(L, -1))
        dwl_error(L, "'%s' must be declared as in { 8, min = 1, doc = \"...\" }, got a %s", name,
                  luaL_typename(L, -1));
    check_fields(L, name);
    declare(L, name, &parameter);
    dw_option here = parameter.option;
    here.offset = offsetof(struct parameter, value);
    int declaration = lua_gettop(L);
    const char *who = dwl_who(L);
    lua_rawgeti(L, declaration, 1);
    dwl_read_value(L, -1, who, &here, &parameter);
    *option = parameter.option;
    if (option->kind == DW_NUMBER) option->def = parameter.value.number;
    if (option->kind == DW_INTEGER) option->def = (double)parameter.value.integer;
    if (option->kind == DW_BOOLEAN) option->def = parameter.value.boolean;
    if (option->kind == DW_TEXT) option->text = parameter.value.text;
    if (option->kind == DW_CHOICE) put_first((const char **)option->choices, parameter.value.text);
}

/* Names in alphabetical order, so that a listing does not depend on hashing. */
static void push_sorted_names(lua_State *L)
{
    lua_getglobal(L, "table");
    lua_getfield(L, -1, "sort");
    lua_remove(L, -2);
    lua_newtable(L); /* sort names */
    lua_Integer n = 0;
    for (lua_pushnil(L); lua_next(L, 1); lua_pop(L, 1)) {
        if (lua_type(L, -2) != LUA_TSTRING) dwl_error(L, "parameters have names: steps = { 8 }");
        lua_pushvalue(L, -2);
        lua_rawseti(L, -4, ++n);
    }
    lua_pushvalue(L, -1);
    lua_insert(L, -3); /* names sort names */
    lua_call(L, 1, 0);
}

/* Pushes a value as one would write it: 8, 4e+08, light. */
static const char *push_written(lua_State *L, int index)
{
    char number[32];
    if (lua_type(L, index) != LUA_TNUMBER) return luaL_tolstring(L, index, NULL);
    dw_text_number(lua_tonumber(L, index), number);
    return lua_pushstring(L, number);
}

/* One line, however many the text has: "\\n" and "\\\\" are a newline and a backslash. */
static void add_line(dw_buffer *text, const char *name, const char *value)
{
    dw_buffer_format(text, "%s = ", name);
    for (const char *c = value; *c; c++) {
        if (*c == '\n' || *c == '\\')
            dw_buffer_add(text, *c == '\n' ? "\\n" : "\\\\");
        else
            dw_buffer_add_bytes(text, c, 1);
    }
    dw_buffer_add(text, "\n");
}

/* values at 2, sorted names at 3: "steps = 8", a line each, for the figures. */
static void remember_values(lua_State *L)
{
    dw_buffer *text = dwl_push_buffer(L);
    for (lua_Integer i = 1; lua_rawgeti(L, 3, i) == LUA_TSTRING; i++) {
        const char *name = lua_tostring(L, -1);
        lua_pushvalue(L, -1);
        lua_rawget(L, 2);
        const char *value = push_written(L, -1);
        add_line(text, name, value);
        lua_pop(L, 3);
    }
    lua_pop(L, 1);
    dwl_buffer_to_string(L, text);
    dwl_keep_parameters(L);
}

static int script_param(lua_State *L)
{
    dwl_run *run = dwl_run_of(L);
    if (lua_gettop(L) != 1 || !lua_istable(L, 1))
        return dwl_error(L, "takes one table { name = { default, ... }, ... }");
    if (run->parameters_declared) return dwl_error(L, "may be called once only in a script");
    run->parameters_declared = true;
    check_settings(L, run);
    lua_newtable(L); /* declarations values */
    push_sorted_names(L);
    for (lua_Integer i = 1; lua_rawgeti(L, 3, i) == LUA_TSTRING; i++) {
        lua_pushvalue(L, -1);
        lua_rawget(L, 1);
        one_parameter(L, run, lua_tostring(L, 4), 2);
        lua_settop(L, 3);
    }
    if (run->list_parameters) {
        run->listed_parameters = true;
        return luaL_error(L, "listed");
    }
    remember_values(L);
    lua_settop(L, 2);
    dwl_make_strict(L, "param");
    return 1;
}

/* ---- text ---- */

typedef struct text_arguments {
    const char *en, *zh_tw;
} text_arguments;

static const dw_option text_options[] = {
    { "en", DW_TEXT, offsetof(text_arguments, en), .flags = DW_REQUIRED, .doc = "English" },
    { "zh-TW", DW_TEXT, offsetof(text_arguments, zh_tw),
      .doc = "Traditional Chinese of Taiwan; not given: the English text" },
    { 0 },
};

/* text { en = ... }: the library itself is called. */
static int text_choose(lua_State *L)
{
    text_arguments a;
    lua_remove(L, 1);
    dwl_arguments(L, &a);
    bool chinese = strcmp(dwl_run_of(L)->language, "zh-TW") == 0;
    lua_pushstring(L, chinese && a.zh_tw ? a.zh_tw : a.en);
    return 1;
}

typedef struct number_arguments {
    double x;
} number_arguments;

static const dw_option number_options[] = {
    { "x", DW_NUMBER, offsetof(number_arguments, x), .flags = DW_REQUIRED, .doc = "a number" },
    { 0 },
};

static int text_count(lua_State *L)
{
    number_arguments a;
    char out[32];
    dwl_arguments(L, &a);
    dw_text_count(a.x, 3, out);
    lua_pushstring(L, out);
    return 1;
}

static int text_thousands(lua_State *L)
{
    number_arguments a;
    char out[32];
    dwl_arguments(L, &a);
    dw_text_thousands(a.x, out);
    lua_pushstring(L, out);
    return 1;
}

static const dwl_function functions[] = {
    { "param", script_param, DWL_FREE, NULL,
      .usage = "param { name = { default, min = , max = , integer = , choices = , doc = , "
               "unit = }, ... }",
      .returns = "a table with the value of each parameter",
      .doc = "declares what may be changed from outside with --set NAME=VALUE; called once, at the "
             "top of a script",
      .example = "local p = param { steps = { 8, min = 1, max = 128, integer = true, doc = "
                 "\"steps of a problem\" } }" },
    { "require", dwl_require, DWL_FREE, NULL, .usage = "require(name)",
      .returns = "what the file returns",
      .doc = "runs NAME.lua below the script's own folder, once, and gives what it returns; "
             "\"tools.count\" is tools/count.lua. With --trust it is Lua's own",
      .example = "local tools = require \"tools\"" },
    { 0 },
};

const dwl_library dwl_script_library = { "", "What belongs to the script itself.", functions };

static const dwl_function choose = {
    "text",
    text_choose,
    DWL_NAMED,
    text_options,
    .doc = "the text in the language of the run (--lang)",
};

static const dwl_function text_functions[] = {
    { "count", text_count, DWL_POSITIONAL, number_options, .returns = "a text",
      .doc = "a count of three digits as people say it: 10M, 1.5B, 175B",
      .example = "text.count(4e8) --> 400M" },
    { "thousands", text_thousands, DWL_POSITIONAL, number_options, .returns = "a text",
      .doc = "a whole number with commas", .example = "text.thousands(100000) --> 100,000" },
    { 0 },
};

const dwl_library dwl_text_library = {
    "text",
    "Texts for figures. text { en = \"model size\", [\"zh-TW\"] = \"模型大小\" } is the one in the "
    "language of the run (--lang); English where the other is not given.",
    text_functions
};

void dwl_open_script(lua_State *L)
{
    dwl_push_function(L, &dwl_script_library, &functions[0]);
    lua_setglobal(L, functions[0].name);
    const dwl_run *run = dwl_run_of(L);
    if (!run->trust && !run->in_trial) {
        dwl_push_function(L, &dwl_script_library, &functions[1]);
        lua_setglobal(L, functions[1].name);
    }
    dwl_push_library(L, &dwl_text_library);
    lua_getmetatable(L, -1);
    dwl_push_function(L, &dwl_script_library, &choose);
    lua_setfield(L, -2, "__call");
    lua_pop(L, 1);
    lua_setglobal(L, "text");
}
