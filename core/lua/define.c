/* sim.define: a simulator that a script declares, with the checks, the reference and the results
 * that the others have. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "lua/montecarlo.h"

enum { MOST_PARAMETERS = 64, FIXED_OPTIONS = 5, LONGEST_NAME = 40 };

typedef union value {
    double number;
    int64_t integer;
    bool boolean;
    const char *text;
} value;

/* What a call of the simulator fills; one value for each parameter. */
typedef struct defined_options {
    dw_sim_common common;
    dw_series x;
    int64_t only;
    value values[MOST_PARAMETERS];
} defined_options;

/* User value 1 keeps what it points to; 2 is { trial = , simulate = , theory = }. */
typedef struct definition {
    dwl_function function;
    dw_sim sim; /* as the reference tells of it */
    double chance;
    size_t parameters;
    dw_option options[FIXED_OPTIONS + MOST_PARAMETERS + 1];
    char names[DW_TRIALS_SCORES][64];
    const char *scores[DW_TRIALS_SCORES];
    dw_score_info infos[DW_TRIALS_SCORES + 1];
    size_t score_count;
} definition;

static char library_key, names_key;

/* ---- what a script declares ---- */

typedef struct define_arguments {
    const char *name, *title, *doc, *formula, *source;
    int params, trial, simulate, theory;
    dw_texts scores;
    double chance;
} define_arguments;

const dw_option dwl_define_options[] = {
    { "name", DW_TEXT, offsetof(define_arguments, name), .flags = DW_REQUIRED,
      .doc = "sim.NAME is then the simulator: small letters, digits, _" },
    { "trial", DW_FUNCTION, offsetof(define_arguments, trial),
      .doc = "trial(rng, x, p): one trial, as in sim.montecarlo; p has the parameters" },
    { "simulate", DW_FUNCTION, offsetof(define_arguments, simulate),
      .doc = "simulate(rng, x, p, trials), instead of trial: an array of so many scores at once, "
             "or several such arrays" },
    { "params", DW_ANY, offsetof(define_arguments, params),
      .doc = "parameters, written as in param { steps = { 8, min = 1, integer = true } }" },
    { "theory", DW_FUNCTION, offsetof(define_arguments, theory),
      .doc = "theory(x, p): the expectation of each score, where it is known" },
    { "scores", DW_TEXTS, offsetof(define_arguments, scores),
      .doc = "names of the scores; not given: score, score2, score3, ..." },
    { "chance", DW_NUMBER, offsetof(define_arguments, chance), .def = 0, .min = 0, .max = 1,
      .doc = "accuracy of a random guess, for run.chance" },
    { "title", DW_TEXT, offsetof(define_arguments, title), .doc = "what it shows, in one line" },
    { "doc", DW_TEXT, offsetof(define_arguments, doc),
      .doc = "what is drawn, answered and graded" },
    { "formula", DW_TEXT, offsetof(define_arguments, formula), .doc = "the closed form" },
    { "source", DW_TEXT, offsetof(define_arguments, source), .doc = "paper, year, equation" },
    { 0 },
};

static const dw_option fixed_options[] = {
    { "x", DW_SERIES, offsetof(defined_options, x), .flags = DW_OR_NUMBER,
      .doc = "what the model is run for; or 'size'" },
    { "size", DW_SERIES, offsetof(defined_options, common.size), .flags = DW_OR_NUMBER,
      .unit = "parameters", .doc = "the same by another name, for model sizes" },
    { "trials", DW_INTEGER, offsetof(defined_options, common.trials), .def = 100000, .min = 1,
      .max = 1e12, .doc = "trials for each x" },
    { "seed", DW_INTEGER, offsetof(defined_options, common.seed), .min = 0, .max = 0x1p53,
      .flags = DW_SEED, .doc = "same seed, same bits" },
    { "only", DW_INTEGER, offsetof(defined_options, only), .min = 1, .max = 0x1p53,
      .flags = DW_OPTIONAL, .doc = "runs this trial alone, counted over all x" },
};

static void check_name(lua_State *L, const char *name)
{
    size_t n = strlen(name);
    bool fits = n > 0 && n <= LONGEST_NAME && !isdigit((unsigned char)name[0]);
    for (size_t i = 0; i < n; i++)
        fits = fits && strchr("abcdefghijklmnopqrstuvwxyz0123456789_", name[i]);
    if (!fits)
        dwl_error(L, "'name' must be 1 to %d small letters, digits or _, got '%.60s'", LONGEST_NAME,
                  name);
    lua_rawgetp(L, LUA_REGISTRYINDEX, &library_key);
    lua_pushstring(L, name);
    if (lua_rawget(L, -2) != LUA_TNIL) dwl_error(L, "there is a sim.%s already", name);
    lua_pop(L, 2);
}

/* Pushes a copy of a table of plain values, so that the script cannot change it later. */
static void copy_table(lua_State *L, int index, int depth)
{
    index = lua_absindex(L, index);
    luaL_checkstack(L, 8, "params");
    lua_newtable(L);
    for (lua_pushnil(L); lua_next(L, index); lua_pop(L, 1)) {
        lua_pushvalue(L, -2);
        if (lua_istable(L, -2) && depth > 0)
            copy_table(L, -2, depth - 1);
        else
            lua_pushvalue(L, -2);
        lua_rawset(L, -5);
    }
}

static int by_name(const void *a, const void *b)
{
    return strcmp(((const dw_option *)a)->name, ((const dw_option *)b)->name);
}

static void check_parameter_name(lua_State *L, const char *name)
{
    bool fits = isalpha((unsigned char)name[0]) || name[0] == '_';
    for (size_t i = 0; name[i]; i++)
        fits = fits && (isalnum((unsigned char)name[i]) || name[i] == '_');
    if (!fits) dwl_error(L, "a parameter's name is letters, digits and _, got '%.60s'", name);
    for (size_t i = 0; i < FIXED_OPTIONS; i++)
        if (strcmp(name, fixed_options[i].name) == 0)
            dwl_error(L, "a parameter cannot be named '%s': every simulator has that option", name);
}

/* Reads every declaration; what it points to stays on the stack. */
static void declare_parameters(lua_State *L, definition *d, int params)
{
    dw_option *own = d->options + FIXED_OPTIONS;
    memcpy(d->options, fixed_options, sizeof fixed_options);
    if (params == 0) return;
    if (!lua_istable(L, params))
        dwl_error(L, "'params' must be a table { name = { default, ... } }, got a %s",
                  luaL_typename(L, params));
    copy_table(L, params, 2);
    int copy = lua_gettop(L);
    for (lua_pushnil(L); lua_next(L, copy);) {
        if (lua_type(L, -2) != LUA_TSTRING)
            dwl_error(L, "'params': parameters have names, as in { steps = { 8 } }");
        const char *name = lua_tostring(L, -2);
        if (d->parameters == MOST_PARAMETERS)
            dwl_error(L, "'params' has more than %d parameters", MOST_PARAMETERS);
        check_parameter_name(L, name);
        luaL_checkstack(L, 16, "params");
        dwl_declare_option(L, name, &own[d->parameters++]); /* scratch may stay on the stack */
        lua_pushstring(L, name);                            /* where the walk goes on */
    }
    qsort(own, d->parameters, sizeof *own, by_name);
    for (size_t i = 0; i < d->parameters; i++)
        own[i].offset = offsetof(defined_options, values) + i * sizeof(value);
}

static void keep_scores(lua_State *L, definition *d, dw_texts scores)
{
    dwl_check_score_names(L, scores);
    d->score_count = scores.n;
    for (size_t i = 0; i < scores.n; i++) {
        memcpy(d->names[i], scores.at[i], strlen(scores.at[i]) + 1); /* at most 63 bytes */
        d->scores[i] = d->names[i];
        d->infos[i] = (dw_score_info){ d->names[i], "mean over the trials" };
    }
}

/* ---- a call ---- */

static dw_series one_of(lua_State *L, const defined_options *o)
{
    if (!o->x.at && !o->common.size.at) dwl_error(L, "'x' is missing: an array of numbers");
    if (o->x.at && o->common.size.at) dwl_error(L, "'x' and 'size' are two names of one option");
    return o->x.at ? o->x : o->common.size;
}

/* Pushes the table p that trial, simulate and theory get. */
static int push_parameters(lua_State *L, const definition *d, const void *options)
{
    lua_createtable(L, 0, (int)d->parameters);
    for (size_t i = 0; i < d->parameters; i++) {
        const dw_option *option = &d->options[FIXED_OPTIONS + i];
        dwl_push_value(L, option, options);
        lua_setfield(L, -2, option->name);
    }
    dwl_make_strict(L, d->function.name);
    return lua_gettop(L);
}

/* Pushes a function of the definition; its index, or 0 when there is none. */
static int push_kept(lua_State *L, int functions, const char *name)
{
    if (lua_getfield(L, functions, name) == LUA_TFUNCTION) return lua_gettop(L);
    lua_pop(L, 1);
    return 0;
}

/* Upvalues: 1 and 2 as of every function, 3 the definition. Called as a metamethod: the first
 * argument is the definition itself. */
static int defined_call(lua_State *L)
{
    definition *d = lua_touserdata(L, lua_upvalueindex(3));
    dwl_end_definitions(L);
    lua_remove(L, 1);
    if (lua_gettop(L) != 1 || !lua_istable(L, 1))
        return dwl_error(L, "takes one table of options, as in sim.%s { x = ... }",
                         d->function.name);
    defined_options *o = lua_newuserdatauv(L, sizeof *o, 1); /* user value: see dwl_finish_run */
    dwl_own_run how = { .options = lua_gettop(L) };
    memset(o, 0, sizeof *o);
    dwl_read_table(L, 1, dwl_who(L), d->options, o);
    o->common.size = one_of(L, o);
    dwl_push_own_sim(L, d->function.name, d->options, sizeof *o);
    how.own = lua_gettop(L);
    lua_pushvalue(L, lua_upvalueindex(3)); /* kept with the run */
    lua_getiuservalue(L, -1, 2);
    int functions = lua_gettop(L);
    dwl_trial trial = { .key = dw_sim_key(d->function.name),
                        .x = o->common.size,
                        .trials = o->common.trials,
                        .seed = o->common.seed };
    trial.settings = push_parameters(L, d, o);
    trial.function = push_kept(L, functions, "trial");
    how.simulate = push_kept(L, functions, "simulate");
    how.theory = push_kept(L, functions, "theory");
    how.names = (dw_texts){ .at = d->scores, .n = d->score_count };
    how.only = o->only;
    how.chance = d->chance;
    dwl_run_own(L, &trial, &how);
    return 1;
}

/* ---- the reference ---- */

static void show_part(dw_buffer *text, const char *name, const char *what)
{
    if (what) dw_buffer_format(text, "\n%-9s%s", name, what);
}

static void show_option(lua_State *L, dw_buffer *text, const dw_option *option)
{
    defined_options o;
    memset(&o, 0, sizeof o);
    dw_buffer_format(text, "\n    %-14s %s%s", option->name, option->doc ? option->doc : "",
                     option->doc ? "; " : "");
    dwl_describe_rule(option, text);
    if (option->unit) dw_buffer_format(text, " (%s)", option->unit);
    if (option->kind == DW_SERIES || (option->flags & (DW_OPTIONAL | DW_SEED))) return;
    dwl_default_value(L, option, &o);
    dwl_push_value(L, option, &o);
    char number[32];
    const char *shown = luaL_tolstring(L, -1, NULL);
    if (lua_type(L, -2) == LUA_TNUMBER) dw_text_number(lua_tonumber(L, -2), number), shown = number;
    dw_buffer_format(text, "; default %s", shown);
    lua_pop(L, 2);
}

static int defined_tostring(lua_State *L)
{
    const definition *d = lua_touserdata(L, lua_upvalueindex(3));
    const dwl_function *f = &d->function;
    dw_buffer *text = dwl_push_buffer(L);
    int buffer = lua_gettop(L);
    dw_buffer_format(text, "sim.%s { x = , ... }", f->name);
    if (d->sim.title) dw_buffer_format(text, ": %s", d->sim.title);
    if (f->doc) dw_buffer_format(text, "\n         %s", f->doc);
    dw_buffer_add(text, "\noptions");
    for (const dw_option *option = d->options; option->name; option++) show_option(L, text, option);
    if (d->score_count) dw_buffer_add(text, "\nscores  ");
    for (size_t i = 0; i < d->score_count; i++)
        dw_buffer_format(text, "%s %s", i ? "," : "", d->scores[i]);
    show_part(text, "formula", f->formula);
    show_part(text, "source", f->source);
    lua_settop(L, buffer);
    dwl_buffer_to_string(L, text);
    return 1;
}

static int defined_index(lua_State *L)
{
    return dwl_error(L, "is a simulator: call it, or print it for its reference");
}

/* Whether the value at the top is a definition: they alone have these metamethods. */
static bool is_definition(lua_State *L)
{
    if (lua_type(L, -1) != LUA_TUSERDATA || luaL_getmetafield(L, -1, "__call") == LUA_TNIL)
        return false;
    bool is = lua_tocfunction(L, -1) == defined_call;
    lua_pop(L, 1);
    return is;
}

/* ---- defining ---- */

/* definition at the top: gives it a metatable of its own, whose closures know it. */
static void set_meta(lua_State *L, definition *d)
{
    static const struct {
        const char *name;
        lua_CFunction function;
    } meta[] = { { "__call", defined_call },
                 { "__tostring", defined_tostring },
                 { "__index", defined_index },
                 { "__newindex", defined_index } };
    lua_newtable(L);
    for (size_t i = 0; i < sizeof meta / sizeof *meta; i++) {
        lua_pushlightuserdata(L, &d->function);
        lua_pushlightuserdata(L, (void *)&dwl_sim_library);
        lua_pushvalue(L, -4);
        lua_pushcclosure(L, meta[i].function, 3);
        lua_setfield(L, -2, meta[i].name);
    }
    lua_pushliteral(L, "simulator");
    lua_setfield(L, -2, "__name");
    lua_pushboolean(L, false);
    lua_setfield(L, -2, "__metatable");
    lua_setmetatable(L, -2);
}

static void keep_stack(lua_State *L, int definition_at)
{
    int last = lua_gettop(L);
    lua_createtable(L, last, 0);
    for (int i = 1; i <= last; i++) {
        if (i == definition_at) continue;
        lua_pushvalue(L, i);
        lua_rawseti(L, -2, i);
    }
    lua_setiuservalue(L, definition_at, 1);
}

static void keep_function(lua_State *L, const char *name, int index)
{
    if (index == 0) return;
    lua_pushvalue(L, index);
    lua_setfield(L, -2, name);
}

static void add_to_library(lua_State *L, const char *name, int definition_at)
{
    lua_rawgetp(L, LUA_REGISTRYINDEX, &library_key);
    lua_pushstring(L, name);
    lua_pushvalue(L, definition_at);
    lua_rawset(L, -3);
    lua_rawgetp(L, LUA_REGISTRYINDEX, &names_key);
    lua_pushstring(L, name);
    lua_rawseti(L, -2, (lua_Integer)lua_rawlen(L, -2) + 1);
    lua_pop(L, 2);
}

int dwl_define(lua_State *L)
{
    define_arguments a;
    dwl_arguments(L, &a);
    if (dwl_run_of(L)->in_trial) return dwl_error(L, "cannot be called inside a trial");
    check_name(L, a.name);
    if (!a.trial == !a.simulate)
        return dwl_error(L, "needs either 'trial' or 'simulate', got %s",
                         a.trial ? "both" : "none");
    definition *d = lua_newuserdatauv(L, sizeof *d, 2);
    int at = lua_gettop(L);
    memset(d, 0, sizeof *d);
    d->function = (dwl_function){
        .name = a.name, .form = DWL_NAMED, .doc = a.doc, .formula = a.formula, .source = a.source
    };
    d->sim = (dw_sim){ .name = a.name,
                       .title = a.title,
                       .doc = a.doc,
                       .formula = a.formula,
                       .source = a.source,
                       .options = d->options,
                       .scores = d->infos };
    d->chance = a.chance;
    declare_parameters(L, d, a.params);
    keep_scores(L, d, a.scores);
    keep_stack(L, at);
    lua_settop(L, at); /* nothing of the arguments is needed above it */
    lua_newtable(L);
    keep_function(L, "trial", a.trial);
    keep_function(L, "simulate", a.simulate);
    keep_function(L, "theory", a.theory);
    lua_setiuservalue(L, at, 2);
    set_meta(L, d);
    add_to_library(L, a.name, at);
    dwl_run *run = dwl_run_of(L);
    run->defined_count++;
    if (run->defined) run->defined(run, &d->sim);
    lua_settop(L, at);
    return 1;
}

void dwl_add_defined_names(lua_State *L)
{
    lua_rawgetp(L, LUA_REGISTRYINDEX, &names_key);
    lua_Integer more = (lua_Integer)lua_rawlen(L, -1), n = (lua_Integer)lua_rawlen(L, -2);
    for (lua_Integer i = 1; i <= more; i++) {
        lua_rawgeti(L, -1, i);
        lua_rawseti(L, -3, n + i);
    }
    lua_pop(L, 1);
}

const dw_sim *dwl_defined_sim(lua_State *L, const char *name)
{
    lua_rawgetp(L, LUA_REGISTRYINDEX, &library_key);
    lua_pushstring(L, name);
    lua_rawget(L, -2);
    const definition *d = is_definition(L) ? lua_touserdata(L, -1) : NULL;
    lua_pop(L, 2);
    return d ? &d->sim : NULL;
}

void dwl_open_define(lua_State *L)
{
    lua_pushvalue(L, -1);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &library_key);
    lua_newtable(L);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &names_key);
}
