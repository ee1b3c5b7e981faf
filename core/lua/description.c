/* sim.describe: the declarations as tables, for scripts that walk over them. */
#include "lua/description.h"

#include <math.h>
#include <string.h>

#include "lua/montecarlo.h"

const dw_sim *dwl_sim_of(const dwl_library *library, const dwl_function *function)
{
    return library == &dwl_sim_library ? dw_sim_find(function->name) : NULL;
}

/* table: sets a field, unless there is nothing to say. */
static void set_text(lua_State *L, const char *name, const char *text)
{
    if (!text) return;
    lua_pushstring(L, text);
    lua_setfield(L, -2, name);
}

static void set_flag(lua_State *L, const char *name, bool is_so)
{
    if (!is_so) return;
    lua_pushboolean(L, true);
    lua_setfield(L, -2, name);
}

/* 8, not 8.0, of an option that takes whole numbers. */
static void set_number(lua_State *L, const char *name, const dw_option *option, double x)
{
    if (option->kind == DW_INTEGER && fabs(x) <= 0x1p53)
        lua_pushinteger(L, (lua_Integer)x);
    else
        lua_pushnumber(L, x);
    lua_setfield(L, -2, name);
}

/* What a script may write; as the words of param and of the manual. */
static const char *type_of(const dw_option *option)
{
    static const char *const types[] = {
        [DW_NUMBER] = "number",     [DW_INTEGER] = "integer", [DW_BOOLEAN] = "boolean",
        [DW_TEXT] = "text",         [DW_CHOICE] = "choice",   [DW_SERIES] = "array",
        [DW_TEXTS] = "texts",       [DW_ABILITY] = "ability", [DW_GROUP] = "options",
        [DW_FUNCTION] = "function", [DW_THEME] = "theme",     [DW_ANY] = "value"
    };
    return types[option->kind];
}

const char *dwl_default_choice(lua_State *L, const dw_option *option)
{
    const char *language = dwl_run_of(L)->language;
    for (size_t i = 0; option->flags & DW_LANGUAGE && language && option->choices[i]; i++)
        if (strcmp(option->choices[i], language) == 0) return option->choices[i];
    return option->choices[0];
}

static void set_default(lua_State *L, const dw_option *option)
{
    if (option->flags & (DW_REQUIRED | DW_OPTIONAL | DW_SEED | DW_LANGUAGE)) return;
    switch (option->kind) {
    case DW_NUMBER:
    case DW_INTEGER:
        set_number(L, "default", option, option->def);
        break;
    case DW_BOOLEAN:
        lua_pushboolean(L, option->def != 0);
        lua_setfield(L, -2, "default");
        break;
    case DW_CHOICE:
        set_text(L, "default", option->choices[0]);
        break;
    default:
        set_text(L, "default", option->text);
        break;
    }
}

static void set_range(lua_State *L, const dw_option *option)
{
    bool counts = option->kind == DW_NUMBER || option->kind == DW_INTEGER;
    if (!counts && option->kind != DW_SERIES) return;
    bool has_range = option->min != 0 || option->max != 0;
    set_number(L, "min", option, has_range ? option->min : -INFINITY);
    set_number(L, "max", option, has_range ? option->max : INFINITY);
    set_flag(L, "above_min", option->flags & DW_ABOVE_MIN);
    set_flag(L, "below_max", option->flags & DW_BELOW_MAX);
    set_flag(L, "infinite", option->flags & DW_INFINITE);
    set_flag(L, "gaps", option->flags & DW_GAPS);
    set_flag(L, "or_number", option->flags & DW_OR_NUMBER);
}

static void set_choices(lua_State *L, const dw_option *option)
{
    if (option->kind != DW_CHOICE) return;
    lua_newtable(L);
    for (lua_Integer i = 0; option->choices[i]; i++) {
        lua_pushstring(L, option->choices[i]);
        lua_rawseti(L, -2, i + 1);
    }
    lua_setfield(L, -2, "choices");
}

static void set_rule(lua_State *L, const dw_option *option)
{
    dw_buffer *rule = dwl_push_buffer(L);
    dwl_describe_rule(option, rule);
    dwl_buffer_to_string(L, rule);
    lua_setfield(L, -2, "rule");
}

/* list: adds a table for each option, after the n that it has; how many it has then. */
static lua_Integer add_options(lua_State *L, const dw_option *list, lua_Integer n)
{
    luaL_checkstack(L, 8, "sim.describe");
    for (const dw_option *option = list; option && option->name; option++) {
        if (option->kind == DW_LIST) {
            n = add_options(L, option->group, n);
            continue;
        }
        lua_newtable(L); /* list option */
        set_text(L, "name", option->name);
        set_text(L, "type", type_of(option));
        set_flag(L, "required", option->flags & DW_REQUIRED);
        set_flag(L, "maybe_empty", option->flags & DW_MAYBE_EMPTY);
        set_default(L, option);
        set_range(L, option);
        set_choices(L, option);
        set_rule(L, option);
        set_text(L, "unit", option->unit);
        set_text(L, "doc", option->doc);
        if (option->kind == DW_GROUP) {
            lua_newtable(L);
            add_options(L, option->group, 0);
            lua_setfield(L, -2, "options");
        }
        lua_rawseti(L, -2, ++n);
    }
    return n;
}

static void set_options(lua_State *L, const dw_option *list)
{
    lua_newtable(L);
    add_options(L, list, 0);
    lua_setfield(L, -2, "options");
}

/* The scores, then what else the run has: { name =, doc = } each. */
static void set_scores(lua_State *L, const dw_sim *sim)
{
    lua_newtable(L);
    for (const dw_score_info *score = sim->scores; score->name; score++) {
        lua_newtable(L);
        set_text(L, "name", score->name);
        set_text(L, "doc", score->doc);
        lua_rawseti(L, -2, score - sim->scores + 1);
    }
    lua_setfield(L, -2, "scores");
    lua_newtable(L);
    for (const dw_extra *extra = sim->extras; extra && extra->name; extra++) {
        lua_newtable(L);
        set_text(L, "name", extra->name);
        set_text(L, "doc", extra->doc);
        lua_rawseti(L, -2, extra - sim->extras + 1);
    }
    lua_setfield(L, -2, "extras");
}

static void push_sim(lua_State *L, const dw_sim *sim)
{
    lua_newtable(L);
    lua_pushfstring(L, "sim.%s", sim->name);
    lua_setfield(L, -2, "name");
    set_text(L, "title", sim->title);
    set_text(L, "doc", sim->doc);
    set_text(L, "formula", sim->formula);
    set_text(L, "source", sim->source);
    set_text(L, "example", sim->example);
    set_flag(L, "simulator", true);
    set_options(L, sim->options);
    set_scores(L, sim);
}

static void push_function(lua_State *L, const dwl_library *library, const dwl_function *function)
{
    lua_newtable(L);
    lua_pushfstring(L, "%s.%s", library->name, function->name);
    lua_setfield(L, -2, "name");
    set_text(L, "doc", function->doc);
    set_text(L, "returns", function->returns);
    set_text(L, "formula", function->formula);
    set_text(L, "source", function->source);
    set_text(L, "example", function->example);
    set_flag(L, "named", function->form == DWL_NAMED);
    set_options(L, function->arguments);
}

/* ---- sim.describe ---- */

typedef struct describe_arguments {
    const char *name;
} describe_arguments;

const dw_option dwl_describe_options[] = {
    { "name", DW_TEXT, offsetof(describe_arguments, name), .flags = DW_REQUIRED,
      .doc = "a simulator or another function of sim, such as \"multistep\", \"montecarlo\" or "
             "\"ability.logistic\"" },
    { 0 },
};

static bool push_of_library(lua_State *L, const dwl_library *library, const char *name,
                            dw_nearest *nearest)
{
    for (const dwl_function *function = library->functions; function->name; function++) {
        dw_nearest_offer(nearest, function->name);
        if (strcmp(function->name, name) != 0) continue;
        const dw_sim *sim = dwl_sim_of(library, function);
        if (sim)
            push_sim(L, sim);
        else
            push_function(L, library, function);
        return true;
    }
    return false;
}

int dwl_sim_describe(lua_State *L)
{
    describe_arguments a;
    dwl_arguments(L, &a);
    static const char prefix[] = "ability.";
    bool ability = strncmp(a.name, prefix, strlen(prefix)) == 0;
    const char *name = ability ? a.name + strlen(prefix) : a.name;
    dw_nearest nearest = { .given = name };
    char hint[96];
    const dwl_library *library = ability ? &dwl_ability_library : &dwl_sim_library;
    if (push_of_library(L, library, name, &nearest)) return 1;
    const dw_sim *defined = ability ? NULL : dwl_defined_sim(L, name);
    if (!defined)
        return dwl_error(L, "there is no %s.%.80s%s", library->name, name,
                         dw_nearest_hint(&nearest, hint));
    push_sim(L, defined);
    return 1;
}
