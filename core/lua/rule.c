/* What an option allows and what a script wrote, in words: for messages and for the reference. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "lua/glue.h"

static bool has_range(const dw_option *option)
{
    return option->min != 0 || option->max != 0;
}

/* As a script would write it: 4e8 rather than 400000000. */
static void write_bound(double x, char out[32])
{
    char mantissa[32];
    dw_text_number(x, out);
    int power = x != 0 ? (int)floor(log10(fabs(x)) + 1e-9) : 0;
    if (power < 6 || isinf(x)) return;
    dw_text_number(x / pow(10, power), mantissa);
    if (strlen(mantissa) <= 4) snprintf(out, 32, "%.8se%d", mantissa, power);
}

static void describe_range(const dw_option *option, dw_buffer *out)
{
    char low[32], high[32];
    if (!has_range(option)) return;
    write_bound(option->min, low);
    write_bound(option->max, high);
    bool above = option->flags & DW_ABOVE_MIN, below = option->flags & DW_BELOW_MAX;
    bool open_end = isinf(option->max) || option->max >= 0x1p53;
    if (isinf(option->min) && open_end) return;
    if (open_end)
        dw_buffer_format(out, above ? " above %s" : " of at least %s", low);
    else if (above && below)
        dw_buffer_format(out, " above %s and below %s", low, high);
    else if (above)
        dw_buffer_format(out, " above %s, at most %s", low, high);
    else if (below)
        dw_buffer_format(out, " of at least %s, below %s", low, high);
    else
        dw_buffer_format(out, " in %s..%s", low, high);
}

static void describe_choices(const dw_option *option, dw_buffer *out)
{
    dw_buffer_add(out, "one of");
    for (const char *const *choice = option->choices; *choice; choice++)
        dw_buffer_format(out, "%s '%s'", choice == option->choices ? "" : ",", *choice);
}

void dwl_describe_rule(const dw_option *option, dw_buffer *out)
{
    switch (option->kind) {
    case DW_NUMBER:
        dw_buffer_add(out, "a number");
        describe_range(option, out);
        break;
    case DW_INTEGER:
        dw_buffer_add(out, "a whole number");
        describe_range(option, out);
        break;
    case DW_BOOLEAN:
        dw_buffer_add(out, "true or false");
        break;
    case DW_TEXT:
        dw_buffer_add(out, "a text");
        break;
    case DW_CHOICE:
        if (option->flags & DW_OR_BOOLEAN) dw_buffer_add(out, "true or false, or ");
        describe_choices(option, out);
        break;
    case DW_SERIES:
        if (option->flags & DW_OR_NUMBER) dw_buffer_add(out, "a number or ");
        dw_buffer_add(out, "an array of numbers");
        if (has_range(option) && !(option->min == -INFINITY && option->max == INFINITY)) {
            dw_buffer_add(out, ", each");
            describe_range(option, out);
        }
        break;
    case DW_TEXTS:
        dw_buffer_add(out, "a list of texts");
        break;
    case DW_ABILITY:
        dw_buffer_add(out, "an ability: sim.ability, p values or a function");
        break;
    case DW_THEME:
        describe_choices(option, out);
        dw_buffer_add(out, " or a theme of plot.theme");
        break;
    case DW_GROUP:
        dw_buffer_add(out, "a table of options");
        break;
    case DW_FUNCTION:
        dw_buffer_add(out, "a function");
        break;
    case DW_ANY:
        dw_buffer_add(out, "a value");
        break;
    case DW_LIST:
        break;
    }
}

/* What a script wrote, in words: -3, "x", a table. */
void dwl_describe_value(lua_State *L, int index, dw_buffer *out)
{
    char number[32];
    switch (lua_type(L, index)) {
    case LUA_TNONE:
    case LUA_TNIL:
        dw_buffer_add(out, "nothing (nil)");
        break;
    case LUA_TNUMBER:
        dw_text_number(lua_tonumber(L, index), number);
        dw_buffer_add(out, number);
        break;
    case LUA_TBOOLEAN:
        dw_buffer_add(out, lua_toboolean(L, index) ? "true" : "false");
        break;
    case LUA_TSTRING:
        dw_buffer_format(out, "the text \"%.40s\"", lua_tostring(L, index));
        break;
    case LUA_TTABLE:
        dw_buffer_add(out, lua_rawlen(L, index) ? "a table" : "a table {}");
        break;
    case LUA_TUSERDATA:
        if (luaL_getmetafield(L, index, "__name") == LUA_TSTRING) {
            dw_buffer_format(out, "an object of kind '%s'", lua_tostring(L, -1));
            lua_pop(L, 1);
            break;
        } /* fall through */
    default:
        dw_buffer_format(out, "a %s", luaL_typename(L, index));
        break;
    }
}
