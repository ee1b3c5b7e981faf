/* The one reader of what a script writes: every argument and every option goes through here. */
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lua/glue.h"
#include "plot/theme.h"
#include "sim/ability.h"

static void *field(const dw_option *option, void *out)
{
    return (char *)out + option->offset;
}

static const void *field_in(const dw_option *option, const void *in)
{
    return (const char *)in + option->offset;
}

dw_buffer *dwl_push_buffer(lua_State *L)
{
    dw_buffer *buffer = lua_newuserdatauv(L, sizeof *buffer, 0);
    *buffer = (dw_buffer){ 0 };
    luaL_setmetatable(L, "dunwu.buffer");
    return buffer;
}

void dwl_buffer_to_string(lua_State *L, dw_buffer *buffer)
{
    if (buffer->failed) luaL_error(L, "not enough memory");
    lua_pushlstring(L, buffer->length ? buffer->text : "", buffer->length);
    lua_remove(L, -2);
}

/* Raises "who: 'name' must be RULE, got VALUE". */
static int refuse(lua_State *L, int index, const char *who, const dw_option *option)
{
    index = lua_absindex(L, index);
    dw_buffer *message = dwl_push_buffer(L);
    dw_buffer_format(message, "%s: '%s' must be ", who, option->name);
    dwl_describe_rule(option, message);
    dw_buffer_add(message, ", got ");
    dwl_describe_value(L, index, message);
    dwl_buffer_to_string(L, message);
    return luaL_error(L, "%s", lua_tostring(L, -1));
}

const char *dwl_who(lua_State *L)
{
    const dwl_function *function = lua_touserdata(L, lua_upvalueindex(1));
    const dwl_library *library = lua_touserdata(L, lua_upvalueindex(2));
    if (!function) return "dunwu";
    bool method = function->form == DWL_METHOD || function->form == DWL_NAMED_METHOD;
    if (!library || !library->name[0]) return function->name;
    return lua_pushfstring(L, "%s%s%s", library->name, method ? ":" : ".", function->name);
}

int dwl_error(lua_State *L, const char *format, ...)
{
    char text[512];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    dw_text_trim_utf8(text);
    return luaL_error(L, "%s: %s", dwl_who(L), text);
}

int dwl_raise(lua_State *L, const dw_error *err)
{
    return luaL_error(L, "%s: %s", dwl_who(L), err->text);
}

/* ---- values ---- */

static bool has_range(const dw_option *option)
{
    return option->min != 0 || option->max != 0;
}

static bool in_range(const dw_option *option, double x)
{
    if (isnan(x)) return option->flags & DW_GAPS;
    if (isinf(x) && !(option->flags & DW_INFINITE)) return false;
    if (!has_range(option)) return true;
    bool low = option->flags & DW_ABOVE_MIN ? x > option->min : x >= option->min;
    bool high = option->flags & DW_BELOW_MAX ? x < option->max : x <= option->max;
    return low && high;
}

static void read_number(lua_State *L, int index, const char *who, const dw_option *option,
                        void *out)
{
    if (lua_type(L, index) != LUA_TNUMBER) refuse(L, index, who, option);
    double x = lua_tonumber(L, index);
    if (!in_range(option, x)) refuse(L, index, who, option);
    if (option->kind == DW_NUMBER) {
        *(double *)field(option, out) = x;
        return;
    }
    lua_Integer whole = lua_isinteger(L, index) ? lua_tointeger(L, index) : 0;
    bool rounded = whole > (1LL << 53) || whole < -(1LL << 53); /* 2^53 + 1 is not 2^53 */
    if (x != floor(x) || fabs(x) > 0x1p53 || rounded) refuse(L, index, who, option);
    *(int64_t *)field(option, out) = (int64_t)x;
}

static const char *check_text(lua_State *L, int index, const char *who, const char *name)
{
    size_t n;
    const char *text = lua_tolstring(L, index, &n);
    if (strlen(text) != n) luaL_error(L, "%s: '%s' holds a NUL byte", who, name);
    if (dw_text_utf8_prefix(text, n) != n) luaL_error(L, "%s: '%s' is not valid UTF-8", who, name);
    return text;
}

static void read_text(lua_State *L, int index, const char *who, const dw_option *option, void *out)
{
    if (lua_type(L, index) != LUA_TSTRING) refuse(L, index, who, option);
    *(const char **)field(option, out) = check_text(L, index, who, option->name);
}

static void read_choice(lua_State *L, int index, const char *who, const dw_option *option,
                        void *out)
{
    if ((option->flags & DW_OR_BOOLEAN) && lua_isboolean(L, index)) {
        *(const char **)field(option, out) = option->choices[lua_toboolean(L, index)];
        return;
    }
    if (lua_type(L, index) != LUA_TSTRING) refuse(L, index, who, option);
    const char *given = lua_tostring(L, index);
    dw_nearest nearest = { .given = given };
    for (const char *const *choice = option->choices; *choice; choice++) {
        if (strcmp(*choice, given) == 0) {
            *(const char **)field(option, out) = *choice;
            return;
        }
        dw_nearest_offer(&nearest, *choice);
    }
    refuse(L, index, who, option);
}

static void check_element(lua_State *L, const char *who, const dw_option *option, dw_series series,
                          size_t i)
{
    double x = series.at[i];
    bool falls = (option->flags & DW_INCREASING) && i > 0 && !(x > series.at[i - 1]);
    if (in_range(option, x) && !falls) return;
    char number[32];
    dw_text_number(x, number);
    if (in_range(option, x))
        luaL_error(L, "%s: '%s' must increase, but element %d is %s", who, option->name,
                   (int)(i + 1), number);
    dw_buffer *message = dwl_push_buffer(L);
    dw_buffer_format(message, "%s: '%s' must be ", who, option->name);
    dwl_describe_rule(option, message);
    dw_buffer_format(message, ", got %s at element %zu", number, i + 1);
    if (isnan(x)) dw_buffer_add(message, " (not a number)");
    dwl_buffer_to_string(L, message);
    luaL_error(L, "%s", lua_tostring(L, -1));
}

/* Nothing to be checked in a million numbers. */
static bool takes_any(const dw_option *option)
{
    unsigned all = DW_GAPS | DW_INFINITE;
    return (option->flags & all) == all && !has_range(option) && !(option->flags & DW_INCREASING);
}

static void read_series(lua_State *L, int index, const char *who, const dw_option *option,
                        void *out)
{
    dw_series series;
    if (lua_type(L, index) == LUA_TNUMBER && (option->flags & DW_OR_NUMBER)) {
        double *x = lua_newuserdatauv(L, sizeof *x, 0);
        *x = lua_tonumber(L, index);
        series = (dw_series){ .at = x, .n = 1, .scalar = true };
    } else if (lua_istable(L, index) || dwl_to_array(L, index)) {
        series = dwl_read_series(L, index, who, option->name);
    } else {
        refuse(L, index, who, option);
        return;
    }
    if (series.n == 0 && !(option->flags & DW_MAYBE_EMPTY))
        luaL_error(L, "%s: '%s' is empty; at least one number is needed", who, option->name);
    for (size_t i = 0; i < series.n && !takes_any(option); i++)
        check_element(L, who, option, series, i);
    *(dw_series *)field(option, out) = series;
}

static void read_texts(lua_State *L, int index, const char *who, const dw_option *option, void *out)
{
    if (!lua_istable(L, index)) refuse(L, index, who, option);
    size_t n = lua_rawlen(L, index);
    if (n == 0 && !(option->flags & DW_MAYBE_EMPTY))
        luaL_error(L, "%s: '%s' is empty; at least one text is needed", who, option->name);
    const char **texts = lua_newuserdatauv(L, (n + 1) * sizeof *texts, 0);
    for (size_t i = 0; i < n; i++) {
        lua_rawgeti(L, index, (lua_Integer)(i + 1));
        if (lua_type(L, -1) != LUA_TSTRING)
            luaL_error(L, "%s: '%s' must be a list of texts, but element %d is a %s", who,
                       option->name, (int)(i + 1), luaL_typename(L, -1));
        texts[i] = check_text(L, -1, who, option->name); /* kept alive by the table */
        lua_pop(L, 1);
    }
    *(dw_texts *)field(option, out) = (dw_texts){ .at = texts, .n = n };
}

static void read_theme(lua_State *L, int index, const char *who, const dw_option *option, void *out)
{
    const dw_theme *theme = luaL_testudata(L, index, DWL_THEME);
    if (!theme && lua_type(L, index) == LUA_TSTRING) theme = dw_theme_find(lua_tostring(L, index));
    if (!theme) refuse(L, index, who, option);
    *(const dw_theme **)field(option, out) = theme;
}

/* The series option named size of the list that is being read: a function N -> p is evaluated
 * at it. */
static dw_series size_in(const dw_option *list, void *out)
{
    for (const dw_option *option = list; option && option->name; option++)
        if (option->kind == DW_SERIES && strcmp(option->name, "size") == 0)
            return *(dw_series *)field(option, out);
    return (dw_series){ 0 };
}

static void read_any(lua_State *L, int index, const char *who, const dw_option *option,
                     const dw_option *list, void *out)
{
    index = lua_absindex(L, index);
    switch (option->kind) {
    case DW_NUMBER:
    case DW_INTEGER:
        read_number(L, index, who, option, out);
        break;
    case DW_BOOLEAN:
        if (!lua_isboolean(L, index)) refuse(L, index, who, option);
        *(bool *)field(option, out) = lua_toboolean(L, index);
        break;
    case DW_TEXT:
        read_text(L, index, who, option, out);
        break;
    case DW_CHOICE:
        read_choice(L, index, who, option, out);
        break;
    case DW_SERIES:
        read_series(L, index, who, option, out);
        break;
    case DW_TEXTS:
        read_texts(L, index, who, option, out);
        break;
    case DW_ABILITY:
        dwl_read_ability(L, index, who, option->name, size_in(list, out), field(option, out));
        break;
    case DW_THEME:
        read_theme(L, index, who, option, out);
        break;
    case DW_GROUP:
        if (!lua_istable(L, index)) refuse(L, index, who, option);
        dwl_read_table(L, index, lua_pushfstring(L, "%s: %s", who, option->name), option->group,
                       field(option, out));
        break;
    case DW_FUNCTION:
        if (!lua_isfunction(L, index)) refuse(L, index, who, option); /* fall through */
    case DW_ANY:
        *(int *)field(option, out) = index;
        break;
    case DW_LIST:
        break; /* has no value of its own */
    }
}

void dwl_read_value(lua_State *L, int index, const char *who, const dw_option *option, void *out)
{
    read_any(L, index, who, option, NULL, out);
}

bool dwl_default_value(lua_State *L, const dw_option *option, void *out)
{
    void *at = field(option, out);
    bool optional = option->flags & DW_OPTIONAL;
    switch (option->kind) {
    case DW_NUMBER:
        *(double *)at = optional ? NAN : option->def;
        break;
    case DW_INTEGER:
        *(int64_t *)at = optional                  ? -1
                         : option->flags & DW_SEED ? dwl_run_of(L)->seed
                                                   : (int64_t)option->def;
        break;
    case DW_BOOLEAN:
        *(bool *)at = option->def != 0;
        break;
    case DW_TEXT:
        *(const char **)at = option->text;
        break;
    case DW_CHOICE:
        *(const char **)at = optional ? NULL : dwl_default_choice(L, option);
        break;
    case DW_SERIES:
        *(dw_series *)at = (dw_series){ 0 };
        break;
    case DW_TEXTS:
        *(dw_texts *)at = (dw_texts){ 0 };
        break;
    case DW_THEME:
        *(const dw_theme **)at = NULL;
        break;
    case DW_ABILITY:
        if (option->preset) *(dw_ability *)at = *(const dw_ability *)option->preset;
        break;
    case DW_GROUP:
    case DW_LIST:
        for (const dw_option *inner = option->group; inner->name; inner++)
            if (!(inner->flags & DW_REQUIRED)) dwl_default_value(L, inner, at);
        break;
    case DW_FUNCTION:
    case DW_ANY:
        *(int *)at = 0;
        break;
    }
    return !(option->flags & DW_REQUIRED);
}

static void use_default(lua_State *L, const char *who, const dw_option *option, void *out)
{
    if (dwl_default_value(L, option, out)) return;
    dw_buffer *message = dwl_push_buffer(L);
    dw_buffer_format(message, "%s: '%s' is missing: ", who, option->name);
    dwl_describe_rule(option, message);
    if (option->doc) dw_buffer_format(message, " (%s)", option->doc);
    dwl_buffer_to_string(L, message);
    luaL_error(L, "%s", lua_tostring(L, -1));
}

/* ---- tables and argument lists ---- */

static bool in_list(const dw_option *list, const char *name)
{
    for (const dw_option *option = list; option->name; option++)
        if (option->kind == DW_LIST ? in_list(option->group, name)
                                    : strcmp(option->name, name) == 0)
            return true;
    return false;
}

static void offer_names(dw_nearest *nearest, const dw_option *list)
{
    for (const dw_option *option = list; option->name; option++)
        if (option->kind == DW_LIST)
            offer_names(nearest, option->group);
        else
            dw_nearest_offer(nearest, option->name);
}

static void list_names(dw_buffer *out, const dw_option *list, const char *comma)
{
    for (const dw_option *option = list; option->name; option++, comma = ",")
        if (option->kind == DW_LIST)
            list_names(out, option->group, comma);
        else
            dw_buffer_format(out, "%s '%s'", comma, option->name);
}

static void refuse_name(lua_State *L, const char *who, const dw_option *list, const char *given)
{
    dw_nearest nearest = { .given = given };
    char hint[96];
    offer_names(&nearest, list);
    if (nearest.best)
        luaL_error(L, "%s: unknown option '%s'%s", who, given, dw_nearest_hint(&nearest, hint));
    dw_buffer *message = dwl_push_buffer(L);
    dw_buffer_format(message, "%s: unknown option '%.60s'; there are", who, given);
    list_names(message, list, "");
    dwl_buffer_to_string(L, message);
    luaL_error(L, "%s", lua_tostring(L, -1));
}

static void check_names(lua_State *L, int index, const char *who, const dw_option *list)
{
    const char *name, *unknown = NULL; /* of several the same one in each run */
    for (lua_pushnil(L); lua_next(L, index);) {
        lua_pop(L, 1); /* key */
        if (lua_type(L, -1) != LUA_TSTRING)
            luaL_error(L, "%s: options have names, as in { %s = ... }, but a value stands alone",
                       who, list->name ? list->name : "name");
        name = lua_tostring(L, -1);
        if (!in_list(list, name) && (!unknown || strcmp(name, unknown) < 0)) unknown = name;
    }
    if (unknown) refuse_name(L, who, list, unknown);
}

static void read_fields(lua_State *L, int index, const char *who, const dw_option *list, void *out)
{
    for (const dw_option *option = list; option->name; option++) {
        luaL_checkstack(L, 16, who);
        if (option->kind == DW_LIST) {
            read_fields(L, index, who, option->group, field(option, out));
            continue;
        }
        lua_pushstring(L, option->name);
        if (lua_rawget(L, index) == LUA_TNIL)
            use_default(L, who, option, out);
        else
            read_any(L, -1, who, option, list, out); /* the value, and what it pushed, stay */
    }
}

void dwl_read_table(lua_State *L, int index, const char *who, const dw_option *list, void *out)
{
    index = lua_absindex(L, index);
    check_names(L, index, who, list);
    read_fields(L, index, who, list, out);
}

static void read_positional(lua_State *L, int first, int given, const char *who,
                            const dw_option *list, void *out)
{
    int count = 0;
    for (const dw_option *option = list; option && option->name; option++) count++;
    if (given > count)
        luaL_error(L, "%s: takes %s%d argument%s, got %d", who, count ? "at most " : "", count,
                   count == 1 ? "" : "s", given);
    for (int i = 0; i < count; i++) {
        luaL_checkstack(L, 16, who);
        if (i >= given || lua_isnil(L, first + i))
            use_default(L, who, &list[i], out);
        else
            read_any(L, first + i, who, &list[i], list, out);
    }
}

void dwl_arguments(lua_State *L, void *out)
{
    const dwl_function *function = lua_touserdata(L, lua_upvalueindex(1));
    bool method = function->form == DWL_METHOD || function->form == DWL_NAMED_METHOD;
    bool named = function->form == DWL_NAMED || function->form == DWL_NAMED_METHOD;
    int first = method ? 2 : 1, given = lua_gettop(L);
    const char *who = dwl_who(L);
    if (!named) {
        read_positional(L, first, given - first + 1, who, function->arguments, out);
        return;
    }
    if (given > first)
        luaL_error(L, "%s: takes one table of options, got %d arguments", who, given - first + 1);
    if (given < first) {
        lua_newtable(L);
        first = lua_gettop(L);
    }
    if (!lua_istable(L, first))
        luaL_error(L, "%s: takes a table of options, as in %s { ... }, got a %s", who, who,
                   luaL_typename(L, first));
    dwl_read_table(L, first, who, function->arguments, out);
}

void dwl_push_value(lua_State *L, const dw_option *option, const void *in)
{
    const void *at = field_in(option, in);
    switch (option->kind) {
    case DW_NUMBER:
        lua_pushnumber(L, *(const double *)at);
        break;
    case DW_INTEGER:
        lua_pushinteger(L, *(const int64_t *)at);
        break;
    case DW_BOOLEAN:
        lua_pushboolean(L, *(const bool *)at);
        break;
    case DW_TEXT:
    case DW_CHOICE:
        lua_pushstring(L, *(const char *const *)at);
        break;
    case DW_SERIES: {
        const dw_series *series = at;
        if (series->at)
            dwl_push_series(L, series->at, series->n);
        else
            lua_pushnil(L);
        break;
    }
    case DW_TEXTS: {
        const dw_texts *texts = at;
        lua_createtable(L, (int)texts->n, 0);
        for (size_t i = 0; i < texts->n; i++) {
            lua_pushstring(L, texts->at[i]);
            lua_rawseti(L, -2, (lua_Integer)(i + 1));
        }
        break;
    }
    case DW_ABILITY: {
        dw_buffer *text = dwl_push_buffer(L);
        dw_ability_describe(at, text);
        dwl_buffer_to_string(L, text);
        break;
    }
    default:
        lua_pushnil(L);
    }
}
