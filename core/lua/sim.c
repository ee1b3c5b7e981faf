/* `sim` in Lua: one function for each simulator of the registry, all of them the same code. */
#include "sim/sim.h"

#include <math.h>
#include <string.h>

#include "lua/description.h"
#include "lua/glue.h"
#include "lua/montecarlo.h"
#include "lua/result.h"

/* Pushes the table of one score; its arrays are where the simulator will write. */
static void push_score(lua_State *L, size_t sizes, dw_score *score)
{
    static const char *const fields[] = { "mean", "low", "high", "theory" };
    double **slots[] = { &score->mean, &score->low, &score->high, &score->theory };
    lua_createtable(L, 0, 6);
    for (int i = 0; i < 4; i++) {
        dw_array *array = dwl_push_array(L, 1, sizes, false);
        *slots[i] = array->at;
        lua_setfield(L, -2, fields[i]);
    }
    for (size_t i = 0; i < sizes; i++) score->theory[i] = NAN;
}

static void push_settings(lua_State *L, const dw_sim *sim, const void *options)
{
    lua_newtable(L);
    for (const dw_option *option = sim->options; option->name; option++) {
        if (!dwl_is_given(option, options)) continue;
        dwl_push_value(L, option, options);
        lua_setfield(L, -2, option->name);
    }
    lua_pushnil(L);
    lua_setfield(L, -2, "size"); /* run.size has it */
    lua_newtable(L);             /* settings, and what may not have been given */
    for (const dw_option *option = sim->options; option->name; option++) {
        lua_pushboolean(L, true);
        lua_setfield(L, -2, option->name);
    }
    dwl_make_strict_but(L, "run.settings");
}

/* run: adds run[name] for every score and run.outcomes; fills the list for the core. */
static void add_scores(lua_State *L, const dw_sim *sim, const void *options, dw_score *scores)
{
    const dw_sim_common *common = options;
    size_t n = 0;
    for (const dw_score_info *info = sim->scores; info->name; info++, n++) {
        if (sim->graded && !sim->graded(options, n)) continue;
        push_score(L, common->size.n, &scores[n]);
        lua_pushstring(L, info->doc);
        lua_setfield(L, -2, "label");
        lua_setfield(L, -2, info->name);
    }
    size_t outcomes = sim->outcomes ? sim->outcomes(options) : 0;
    if (outcomes == 0) return;
    lua_createtable(L, (int)outcomes, 0); /* run outcomes */
    for (size_t i = 0; i < outcomes; i++) {
        char scratch[64];
        push_score(L, common->size.n, &scores[n++]); /* run outcomes score */
        lua_pushstring(L, sim->outcome_name(options, i, scratch));
        lua_setfield(L, -2, "label");
        lua_rawseti(L, -2, (lua_Integer)(i + 1));
    }
    lua_setfield(L, -2, "outcomes");
}

static size_t extra_count(const dw_sim *sim)
{
    size_t n = 0;
    while (sim->extras && sim->extras[n].name) n++;
    return n;
}

/* run: adds run[name] for every further array; fills the list for the core. */
static void add_extras(lua_State *L, const dw_sim *sim, const void *options, double **extras)
{
    const dw_sim_common *common = options;
    for (size_t e = 0; e < extra_count(sim); e++) {
        const dw_extra *info = &sim->extras[e];
        size_t columns = info->columns ? info->columns(options) : 1;
        size_t rows = info->once ? 1 : common->size.n;
        bool matrix = info->columns && !info->once;
        dw_array *array = matrix ? dwl_push_array(L, rows, columns, true)
                                 : dwl_push_array(L, 1, rows * columns, false);
        extras[e] = array->at;
        for (size_t i = 0; i < rows * columns; i++) array->at[i] = NAN;
        lua_setfield(L, -2, info->name);
    }
}

/* The score at the top has all its fields: a name that is none of them is an error from now on. */
static void finish_score(lua_State *L, const dw_score *score, const char *owner)
{
    lua_pushstring(L, score->method);
    lua_setfield(L, -2, "method");
    dwl_make_strict(L, owner);
}

static void finish_scores(lua_State *L, const dw_sim *sim, const void *options,
                          const dw_score *scores)
{
    size_t n = 0;
    int run = lua_gettop(L);
    for (const dw_score_info *info = sim->scores; info->name; info++, n++) {
        if (!scores[n].mean) continue;
        const char *owner = lua_pushfstring(L, "run.%s", info->name);
        lua_getfield(L, run, info->name);
        finish_score(L, &scores[n], owner);
        lua_settop(L, run);
    }
    size_t outcomes = sim->outcomes ? sim->outcomes(options) : 0;
    for (size_t i = 0; i < outcomes; i++) {
        lua_getfield(L, run, "outcomes");
        lua_rawgeti(L, -1, (lua_Integer)(i + 1));
        finish_score(L, &scores[n++], "an outcome");
        lua_settop(L, run);
    }
    static const char *const shortcuts[] = { "mean", "low", "high", "theory", "method" };
    lua_getfield(L, -1, sim->scores[0].name); /* run primary */
    for (size_t i = 0; i < sizeof shortcuts / sizeof *shortcuts; i++) {
        lua_getfield(L, -1, shortcuts[i]);
        lua_setfield(L, -3, shortcuts[i]);
    }
    lua_pop(L, 1);
}

static size_t score_count(const dw_sim *sim, const void *options)
{
    size_t n = sim->outcomes ? sim->outcomes(options) : 0;
    for (const dw_score_info *info = sim->scores; info->name; info++) n++;
    return n;
}

/* Declarations of the simulators as functions: made from the registry once, at open. Upvalue 1 of
 * sim_run is one of these, so the simulator is found by its name. */
static const dw_sim *called_sim(lua_State *L)
{
    const dwl_function *function = lua_touserdata(L, lua_upvalueindex(1));
    return dw_sim_find(function->name);
}

/* run: what every result carries beside its scores. */
static void add_facts(lua_State *L, const dw_sim *sim, const void *options, const dw_result *result)
{
    const dw_sim_common *common = options;
    dwl_push_series(L, common->size.at, common->size.n);
    lua_setfield(L, -2, "size");
    push_settings(L, sim, options);
    lua_setfield(L, -2, "settings");
    lua_pushstring(L, sim->name);
    lua_setfield(L, -2, "name");
    lua_pushinteger(L, common->seed);
    lua_setfield(L, -2, "seed");
    lua_pushinteger(L, result->trials ? result->trials : common->trials);
    lua_setfield(L, -2, "trials");
    lua_pushnumber(L, result->chance);
    lua_setfield(L, -2, "chance");
}

/* Reads and checks the options at index 1; they are left on the stack, with what they point to. */
static const void *read_options(lua_State *L, const dw_sim *sim)
{
    if (lua_gettop(L) != 1 || !lua_istable(L, 1))
        dwl_error(L, "takes one table of options, as in %s { size = ... }", dwl_who(L));
    void *options = lua_newuserdatauv(L, sim->options_size, 1); /* user value: see keep_options */
    memset(options, 0, sim->options_size);
    dwl_read_table(L, 1, dwl_who(L), sim->options, options);
    dw_error err;
    if (sim->check && sim->check(options, &err)) dwl_raise(L, &err);
    return options;
}

/* Keeps the options below the run at the top, with what they point to: all of the stack. */
static void keep_options(lua_State *L, int options)
{
    int last = lua_gettop(L) - 1;
    lua_createtable(L, last, 0);
    for (int i = 1; i <= last; i++) {
        lua_pushvalue(L, i);
        lua_rawseti(L, -2, i);
    }
    lua_setiuservalue(L, options, 1);
    dwl_keep_options(L, options);
}

void dwl_push_run(lua_State *L, const dw_sim *sim, const void *options, dw_score *scores)
{
    lua_newtable(L);
    add_scores(L, sim, options, scores);
}

void dwl_finish_run(lua_State *L, const dw_sim *sim, int options, const dw_result *result)
{
    const void *given = lua_touserdata(L, options);
    finish_scores(L, sim, given, result->scores);
    add_facts(L, sim, given, result);
    luaL_setmetatable(L, DWL_RESULT);
    keep_options(L, options);
}

/* A run of a million sizes has room; one whose numbers would fill the machine is refused. */
static void check_room(lua_State *L, const dw_sim *sim, const void *options, size_t scores)
{
    const dw_sim_common *common = options;
    size_t numbers = 4 * scores;
    for (size_t e = 0; e < extra_count(sim); e++)
        if (!sim->extras[e].once)
            numbers += sim->extras[e].columns ? sim->extras[e].columns(options) : 1;
    if (common->size.n > DWL_MOST_ELEMENTS / numbers)
        dwl_error(L, "'size' has %zu sizes, and a run has %zu numbers for each: at most %zu fit",
                  common->size.n, numbers, DWL_MOST_ELEMENTS / numbers);
}

static int sim_run(lua_State *L)
{
    const dw_sim *sim = called_sim(L);
    dwl_end_definitions(L);
    const void *options = read_options(L, sim);
    int options_at = 2;
    size_t count = score_count(sim, options);
    check_room(L, sim, options, count);
    double **extras = lua_newuserdatauv(L, (extra_count(sim) + 1) * sizeof *extras, 0);
    dw_score *scores = lua_newuserdatauv(L, count * sizeof *scores, 0);
    memset(scores, 0, count * sizeof *scores);
    dwl_push_run(L, sim, options, scores); /* ... run */
    add_extras(L, sim, options, extras);
    dw_result result = { .scores = scores, .extras = extras };
    dw_error err;
    if (sim->run(options, &result, &dwl_run_of(L)->env, &err)) return dwl_raise(L, &err);
    dwl_finish_run(L, sim, options_at, &result);
    return 1;
}

static int sim_list(lua_State *L)
{
    dwl_arguments(L, NULL);
    lua_newtable(L);
    for (int i = 0; dw_sims[i]; i++) {
        lua_pushstring(L, dw_sims[i]->name);
        lua_rawseti(L, -2, i + 1);
    }
    dwl_add_defined_names(L);
    return 1;
}

/* One declaration for each line of the registry. */
#define DW_SIM(name)                                                                               \
    { #name, sim_run, DWL_FREE, NULL, .usage = "sim." #name " { size = ..., ... }" },
static const dwl_function functions[] = {
#include "sim/sim_list.h"
    { "list", sim_list, DWL_POSITIONAL, NULL, .returns = "a table of names",
      .doc = "the names of all simulators" },
    { "describe", dwl_sim_describe, DWL_POSITIONAL, dwl_describe_options,
      .returns = "a table: .name .title .doc .formula .source .example; .options, a list of "
                 "{ name, type, default, min, max, required, unit, doc, rule }; .scores and "
                 ".extras, lists of { name, doc }",
      .doc = "how a simulator was declared: what `dunwu doc` prints, as a table",
      .example = "for _, o in ipairs(sim.describe(\"multistep\").options) do print(o.name, o.rule) "
                 "end" },
    { "families", dwl_sim_families, DWL_POSITIONAL, dwl_families_options,
      .returns = "options of sim.emergence: size, family, families, and tokens where all are known",
      .doc = "the models of a table of data, family after family",
      .example =
          "local options = sim.families(data.published \"models\", { \"GPT-3\", \"PaLM\" })\n"
          "options.trials = 20000\n"
          "print(sim.emergence(options))" },
    { "fit_published", dwl_fit_published, DWL_NAMED, dwl_fit_published_options,
      .returns = "fit.steps, .midpoint, .slope; fit.low and fit.high with the same fields; "
                 "fit.ability and fit.steps are options of sim.multistep; fit.accuracy at each "
                 "point; fit.open (the interval of steps reaches most_steps), .deviance or .rss, "
                 ".dof, .dispersion, .level, .summary; with `task`, steps and open are tables by "
                 "task",
      .doc = "how many steps a task has in the toy model of sim.multistep: midpoint, slope and "
             "steps fitted to published accuracies. One curve alone hardly tells many steps from "
             "few and a later midpoint: the interval says so; several tasks that share an ability, "
             "with the steps of one of them held, tell more",
      .formula = "accuracy = E + (1 - E) chance, E = p(N)^k, p logistic in log10 N, k whole; "
                 "maximum likelihood of binomial shares where questions are given, else least "
                 "squares; intervals: profile likelihood over k, Student's t with the dispersion "
                 "max(1, deviance / dof), or rss / dof",
      .source = "the model: Schaeffer et al. 2023, section 2; quasi-likelihood: McCullagh and "
                "Nelder 1989, section 4.5",
      .example =
          "local size = array.geomspace(1e8, 1e11, 8)\n"
          "local run = sim.multistep { size = size, steps = 11, trials = 2000 }\n"
          "local fit = sim.fit_published { size = size, accuracy = run.mean, questions = 2000 }\n"
          "print(fit)\n"
          "print(sim.multistep { size = size, ability = fit.ability, steps = fit.steps })" },
    { "define", dwl_define, DWL_NAMED, dwl_define_options,
      .returns = "the simulator, which is sim.NAME from then on; print it for its reference",
      .doc = "makes a simulator of the script's own: declared parameters, the same checks, the "
             "same result as the others; its runs take x (or size), trials, seed, only and the "
             "parameters",
      .example =
          "sim.define {\n"
          "  name = \"exam\", scores = { \"pass\" }, doc = \"an exam of n questions\",\n"
          "  params = { questions = { 20, min = 1, integer = true, doc = \"questions\" } },\n"
          "  trial = function(rng, x, p)\n"
          "    local right = 0\n"
          "    for _ = 1, p.questions do if rng:chance(x) then right = right + 1 end end\n"
          "    return right >= 0.6 * p.questions\n"
          "  end\n"
          "}\n"
          "print(sim.exam { x = { 0.4, 0.6, 0.8 }, questions = 50 })" },
    { "montecarlo", dwl_montecarlo, DWL_NAMED, dwl_montecarlo_options,
      .returns = "a run: run.score.mean .low .high .se .theory .method, run.score2 and so on",
      .doc = "runs a trial function of the script over all cores, for each x so many times; every "
             "trial has random numbers of its own, so the result is the same for any number of "
             "threads. What the function uses is copied to the threads: numbers, texts, tables of "
             "them, arrays, functions; none of it may be changed by a trial",
      .formula = "scores that are all 0, 1, false or true: Wilson's interval; others: Student's t",
      .example = "local run = sim.montecarlo {\n"
                 "  x = { 1, 2, 4 }, trials = 10000,\n"
                 "  trial = function(rng, x) return rng:chance(0.9 ^ x) end,\n"
                 "  theory = function(x) return 0.9 ^ x end\n"
                 "}\n"
                 "print(run)" },
    { 0 },
};
#undef DW_SIM

const dwl_library dwl_sim_library = {
    "sim",
    "Toy models of large language models. A simulator draws problems, lets a model of each size "
    "answer them, and grades the answers. Its result has run.size, .seed, .trials, .chance, "
    ".settings, and for each score run.SCORE.mean, .low, .high (95 % interval), .theory (closed "
    "form) and .method; run.mean is short for the first score's.",
    functions
};

void dwl_open_sim(lua_State *L)
{
    dwl_open_result(L);
    dwl_push_library(L, &dwl_sim_library);
    lua_pushliteral(L, "ability");
    dwl_open_ability(L);
    lua_rawset(L, -3); /* the library refuses assignments */
    dwl_open_define(L);
    lua_setglobal(L, "sim");
}
