/* `sim.ability` in Lua. */
#include "sim/ability.h"

#include <math.h>

#include "lua/glue.h"

static void push_ability(lua_State *L, const dw_ability *ability)
{
    dw_ability *kept = lua_newuserdatauv(L, sizeof *kept, 1); /* user value: its points */
    *kept = *ability;
    luaL_setmetatable(L, DWL_ABILITY);
}

static int ability_logistic(lua_State *L)
{
    dw_ability ability = { .kind = DW_LOGISTIC };
    dwl_arguments(L, &ability);
    push_ability(L, &ability);
    return 1;
}

static int ability_power_law(lua_State *L)
{
    dw_ability ability = { .kind = DW_POWER_LAW };
    dwl_arguments(L, &ability);
    push_ability(L, &ability);
    return 1;
}

/* Reads one pair of the table and puts it at its place among the sizes before it. */
static void insert_step(lua_State *L, double *x, double *p, size_t n)
{
    if (lua_type(L, -2) != LUA_TNUMBER || lua_type(L, -1) != LUA_TNUMBER)
        dwl_error(L, "takes sizes and chances, as in { [1e8] = 0.2, [1e10] = 0.7 }");
    double size = lua_tonumber(L, -2), chance = lua_tonumber(L, -1);
    if (!(size > 0 && isfinite(size))) dwl_error(L, "sizes must be above 0, got %g", size);
    if (!(chance >= 0 && chance <= 1))
        dwl_error(L, "chances must be in 0..1, got %g at size %g", chance, size);
    size_t i = n;
    for (; i > 0 && x[i - 1] > size; i--) x[i] = x[i - 1], p[i] = p[i - 1];
    x[i] = size;
    p[i] = chance;
}

static int ability_steps(lua_State *L)
{
    if (lua_gettop(L) != 1 || !lua_istable(L, 1))
        return dwl_error(L, "takes one table { [size] = chance, ... }");
    size_t count = 0, n = 0;
    for (lua_pushnil(L); lua_next(L, 1); lua_pop(L, 1)) count++;
    if (count == 0) return dwl_error(L, "the table is empty; at least one size is needed");
    double *x = lua_newuserdatauv(L, 2 * count * sizeof *x, 0), *p = x + count;
    for (lua_pushnil(L); lua_next(L, 1); lua_pop(L, 1)) insert_step(L, x, p, n++);
    push_ability(L, &(dw_ability){ .kind = DW_STEPS, .x = x, .p = p, .n = n });
    lua_pushvalue(L, -2);
    lua_setiuservalue(L, -2, 1);
    return 1;
}

/* ability(N): the chance at one size, or at each of an array. */
static int ability_call(lua_State *L)
{
    const dw_ability *ability = luaL_checkudata(L, 1, DWL_ABILITY);
    if (lua_type(L, 2) == LUA_TNUMBER) {
        double size = lua_tonumber(L, 2), p;
        dw_error err;
        if (dw_ability_evaluate(ability, (dw_series){ .at = &size, .n = 1 }, &p, &err))
            return luaL_error(L, "ability: %s", err.text);
        return lua_pushnumber(L, p), 1;
    }
    if (!lua_istable(L, 2) && !dwl_to_array(L, 2))
        return luaL_error(L, "an ability is called with a size or an array of sizes, not a %s",
                          luaL_typename(L, 2));
    dw_series size = dwl_read_series(L, 2, "ability", "size");
    dw_array *p = dwl_push_array(L, 1, size.n, false);
    dw_error err;
    if (dw_ability_evaluate(ability, size, p->at, &err))
        return luaL_error(L, "ability: %s", err.text);
    return 1;
}

static int ability_tostring(lua_State *L)
{
    const dw_ability *ability = luaL_checkudata(L, 1, DWL_ABILITY);
    dw_buffer *text = dwl_push_buffer(L);
    dw_ability_describe(ability, text);
    dwl_buffer_to_string(L, text);
    return 1;
}

/* Calls the script's function at every size. */
static void evaluate_function(lua_State *L, int function, const char *who, const char *name,
                              dw_series size, dw_ability *out)
{
    dw_array *p = dwl_push_array(L, 1, size.n, false);
    for (size_t i = 0; i < size.n; i++) {
        lua_pushvalue(L, function);
        lua_pushnumber(L, size.at[i]);
        lua_call(L, 1, 1);
        if (lua_type(L, -1) != LUA_TNUMBER) {
            char at[32];
            dw_text_number(size.at[i], at);
            luaL_error(L, "%s: '%s' must return a number, got a %s at size %s", who, name,
                       luaL_typename(L, -1), at);
        }
        p->at[i] = lua_tonumber(L, -1);
        lua_pop(L, 1);
    }
    *out = (dw_ability){ .kind = DW_VALUES, .p = p->at, .n = size.n };
}

static void check_values(lua_State *L, const char *who, const char *name, dw_series size,
                         const dw_ability *ability)
{
    char got[32], at[32];
    if (size.at && ability->n != size.n)
        luaL_error(L, "%s: '%s' has %d value%s for %d size%s", who, name, (int)ability->n,
                   ability->n == 1 ? "" : "s", (int)size.n, size.n == 1 ? "" : "s");
    for (size_t i = 0; i < ability->n; i++) {
        if (ability->p[i] >= 0 && ability->p[i] <= 1) continue;
        dw_text_number(ability->p[i], got);
        dw_text_number(size.at ? size.at[i] : 0, at);
        luaL_error(L, "%s: '%s' must be in 0..1, got %s%s%s", who, name, got,
                   size.at ? " at size " : "", size.at ? at : "");
    }
}

/* { midpoint = 1e9 } alone is no list of chances. */
static void refuse_options(lua_State *L, int index, const char *who, const char *name)
{
    static const char *const kinds[][2] = { { "midpoint", "logistic" }, { "scale", "power_law" } };
    for (size_t i = 0; lua_istable(L, index) && i < 2; i++) {
        lua_pushstring(L, kinds[i][0]);
        lua_rawget(L, index);
        if (!lua_isnil(L, -1))
            luaL_error(L,
                       "%s: '%s' has the field '%s': write sim.ability.%s { %s = ... } to make an "
                       "ability of it",
                       who, name, kinds[i][0], kinds[i][1], kinds[i][0]);
        lua_pop(L, 1);
    }
}

void dwl_read_ability(lua_State *L, int index, const char *who, const char *name, dw_series size,
                      dw_ability *out)
{
    static const double anywhere = 1;
    const dw_ability *given = luaL_testudata(L, index, DWL_ABILITY);
    if (given) {
        *out = *given;
    } else if (lua_type(L, index) == LUA_TNUMBER) {
        double *p = lua_newuserdatauv(L, sizeof *p, 0);
        *p = lua_tonumber(L, index);
        *out = (dw_ability){ .kind = DW_STEPS, .x = &anywhere, .p = p, .n = 1 };
        check_values(L, who, name, (dw_series){ 0 }, out);
    } else if (lua_isfunction(L, index)) {
        evaluate_function(L, index, who, name, size, out);
        check_values(L, who, name, size, out);
    } else if (lua_istable(L, index) || dwl_to_array(L, index)) {
        refuse_options(L, index, who, name);
        dw_series p = dwl_read_series(L, index, who, name);
        *out = (dw_ability){ .kind = DW_VALUES, .p = p.at, .n = p.n };
        check_values(L, who, name, size, out);
    } else {
        luaL_error(L,
                   "%s: '%s' must be an ability (sim.ability.logistic{...}, a number, an array of "
                   "p, or a function N -> p), got a %s",
                   who, name, luaL_typename(L, index));
    }
}

static const dwl_function functions[] = {
    { "logistic", ability_logistic, DWL_NAMED, dw_ability_logistic_options, .returns = "an ability",
      .doc = "a skill that grows in an S over log N",
      .formula = "floor + (ceiling - floor) / (1 + exp(-slope (log10 N - log10 midpoint)))",
      .example = "sim.ability.logistic{ midpoint = 1e9, slope = 1.5 }" },
    { "power_law", ability_power_law, DWL_NAMED, dw_ability_power_law_options,
      .returns = "an ability",
      .doc = "the chance that one token is right when the loss per token is a power law",
      .formula = "exp(-(scale / N)^exponent)",
      .source = "Schaeffer et al. 2023, eq. 1-2; Kaplan et al. 2020",
      .example = "sim.ability.power_law{ scale = 1e8, exponent = 0.5 }" },
    { "steps", ability_steps, DWL_FREE, NULL, .usage = "sim.ability.steps{ [size] = chance, ... }",
      .returns = "an ability",
      .doc = "given points, linear in log N between them and constant outside",
      .example = "sim.ability.steps{ [1e8] = 0.2, [1e10] = 0.7 }" },
    { 0 },
};

const dwl_library dwl_ability_library = {
    "sim.ability",
    "How a skill grows with size. The result is called with a size: ability(1e9). Wherever an "
    "ability is asked for, a number, an array with a chance for each size, or a function of N will "
    "do.",
    functions
};

static const dwl_function no_methods[] = { { 0 } };
static const dwl_library kind = { DWL_ABILITY, NULL, no_methods };

void dwl_open_ability(lua_State *L)
{
    dwl_new_kind(L, &kind);
    lua_pushcfunction(L, ability_call);
    lua_setfield(L, -2, "__call");
    lua_pushcfunction(L, ability_tostring);
    lua_setfield(L, -2, "__tostring");
    lua_pop(L, 1);
    dwl_push_library(L, &dwl_ability_library);
}
