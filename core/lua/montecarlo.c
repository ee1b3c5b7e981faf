#include "lua/montecarlo.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "lua/result.h"

/* ---- a run of a script's own model ---- */

static const char *const taken[] = { "size",   "settings", "name",      "seed",    "trials",
                                     "chance", "mean",     "low",       "high",    "se",
                                     "theory", "method",   "csv",       "example", "summary",
                                     "x",      "label",    "crossings", "outcomes" };

static void check_score_names(lua_State *L, dw_texts names)
{
    if (names.n > DW_TRIALS_SCORES)
        dwl_error(L, "'scores' has %zu names; at most %d are kept", names.n, DW_TRIALS_SCORES);
    for (size_t i = 0; i < names.n; i++) {
        size_t length = strlen(names.at[i]);
        if (length == 0 || length > 63)
            dwl_error(L, "'scores' must be names of 1 to 63 bytes, got '%.80s'", names.at[i]);
        for (size_t k = 0; k < sizeof taken / sizeof *taken; k++)
            if (strcmp(names.at[i], taken[k]) == 0)
                dwl_error(L, "a score cannot be named '%s': every run has a field of that name",
                          taken[k]);
        for (size_t k = 0; k < i; k++)
            if (strcmp(names.at[i], names.at[k]) == 0)
                dwl_error(L, "two scores are named '%s'", names.at[i]);
    }
}

static void name_scores(dwl_own_sim *own, dw_texts names, size_t count)
{
    for (size_t s = 0; s < count; s++) {
        if (names.n)
            snprintf(own->names[s], sizeof own->names[s], "%s", names.at[s]);
        else if (s == 0)
            snprintf(own->names[s], sizeof own->names[s], "score");
        else
            snprintf(own->names[s], sizeof own->names[s], "score%zu", s + 1);
        own->scores[s] = (dw_score_info){ own->names[s], "mean over the trials" };
    }
    own->scores[count] = (dw_score_info){ 0 };
    own->sim.scores = own->scores;
}

/* theory(x [, settings]) for every x; nothing or nil is NAN. */
static void fill_theory(lua_State *L, const dwl_trial *trial, int theory, dw_score *scores)
{
    int base = lua_gettop(L);
    for (size_t i = 0; theory && i < trial->x.n; i++) {
        lua_pushvalue(L, theory);
        lua_pushnumber(L, trial->x.at[i]);
        if (trial->settings) lua_pushvalue(L, trial->settings);
        lua_call(L, trial->settings ? 2 : 1, (int)trial->scores);
        for (size_t s = 0; s < trial->scores; s++) {
            int at = base + 1 + (int)s;
            if (!lua_isnil(L, at) && lua_type(L, at) != LUA_TNUMBER)
                dwl_error(L, "'theory' must return a number for each score, got a %s",
                          luaL_typename(L, at));
            scores[s].theory[i] = lua_isnil(L, at) ? NAN : lua_tonumber(L, at);
        }
        lua_settop(L, base);
    }
}

/* run: every score gets an array `se`; the primary one's is run.se, too. */
static void add_errors(lua_State *L, const dwl_own_sim *own, size_t sizes, double **se)
{
    for (size_t s = 0; own->scores[s].name; s++) {
        lua_getfield(L, -1, own->scores[s].name);
        se[s] = dwl_push_array(L, 1, sizes, false)->at;
        if (s == 0) {
            lua_pushvalue(L, -1);
            lua_setfield(L, -4, "se");
        }
        lua_setfield(L, -2, "se");
        lua_pop(L, 1);
    }
}

static void fill_scores(lua_State *L, const dwl_trial *trial, const dw_tally *tallies,
                        size_t stride, dw_score *scores, double **se)
{
    dw_error err;
    for (size_t s = 0; s < trial->scores; s++) {
        bool shares = true;
        for (size_t i = 0; i < trial->x.n; i++) shares = shares && tallies[i * stride + s].shares;
        for (size_t i = 0; i < trial->x.n; i++)
            if (dw_tally_score(&tallies[i * stride + s], shares, &scores[s], se[s], i, &err))
                dwl_raise(L, &err);
    }
}

/* One trial alone: the run is of its x and of one trial. */
static dw_tally *run_only(lua_State *L, dwl_trial *trial, dw_sim_common *common, int64_t only)
{
    int64_t all;
    if (__builtin_mul_overflow(trial->trials, (int64_t)trial->x.n, &all)) all = INT64_MAX;
    if (only > all)
        dwl_error(L, "'only' is %lld, but there are %lld trials", (long long)only, (long long)all);
    dw_tally *tallies = lua_newuserdatauv(L, DW_TRIALS_SCORES * sizeof *tallies, 0);
    for (size_t s = 0; s < DW_TRIALS_SCORES; s++) tallies[s] = (dw_tally){ .shares = true };
    dwl_crew_only(L, trial, only, tallies);
    trial->x = (dw_series){ .at = trial->x.at + (only - 1) / trial->trials, .n = 1 };
    common->size = trial->x;
    common->trials = trial->trials = 1;
    return tallies;
}

void dwl_run_own(lua_State *L, dwl_trial *trial, const dwl_own_run *how)
{
    dwl_own_sim *own = lua_touserdata(L, how->own);
    dw_sim_common *common = lua_touserdata(L, how->options);
    size_t stride = 0;
    check_score_names(L, how->names);
    trial->scores = how->names.n;
    dw_tally *tallies =
        how->only > 0 ? run_only(L, trial, common, how->only) : dwl_crew_run(L, trial, &stride);
    name_scores(own, how->names, trial->scores);
    dw_score scores[DW_TRIALS_SCORES];
    double *se[DW_TRIALS_SCORES];
    memset(scores, 0, sizeof scores);
    dwl_push_run(L, &own->sim, common, scores);
    add_errors(L, own, trial->x.n, se);
    fill_scores(L, trial, tallies, stride, scores, se);
    lua_remove(L,
               -2); /* the tallies, unlike what else is on the stack, are not kept with the run */
    fill_theory(L, trial, how->theory, scores);
    dw_result result = { .scores = scores, .chance = how->chance };
    dwl_finish_run(L, &own->sim, how->options, &result);
    dwl_keep_sim(L, how->own);
    lua_getfield(L, -1, "size");
    lua_setfield(L, -2, "x");
}

/* ---- sim.montecarlo ---- */

typedef struct montecarlo {
    dw_sim_common common;
    dw_series x;
    int trial, theory;
    dw_texts scores;
    int64_t only;
    double chance;
} montecarlo;

const dw_option dwl_montecarlo_options[] = {
    { "x", DW_SERIES, offsetof(montecarlo, x), .flags = DW_OR_NUMBER,
      .doc = "what the model is run for, each of them with so many trials; or 'size'" },
    { "size", DW_SERIES, offsetof(montecarlo, common.size), .flags = DW_OR_NUMBER,
      .unit = "parameters", .doc = "the same by another name, for model sizes" },
    { "trials", DW_INTEGER, offsetof(montecarlo, common.trials), .def = 100000, .min = 1,
      .max = 1e12, .doc = "trials for each x" },
    { "seed", DW_INTEGER, offsetof(montecarlo, common.seed), .min = 0, .max = 0x1p53,
      .flags = DW_SEED, .doc = "same seed, same bits" },
    { "trial", DW_FUNCTION, offsetof(montecarlo, trial), .flags = DW_REQUIRED,
      .doc =
          "trial(rng, x): draws from rng, returns one score or several: numbers, true or false" },
    { "theory", DW_FUNCTION, offsetof(montecarlo, theory),
      .doc = "theory(x): the expectation of each score, where it is known" },
    { "scores", DW_TEXTS, offsetof(montecarlo, scores),
      .doc = "names of the scores; not given: score, score2, score3, ..." },
    { "only", DW_INTEGER, offsetof(montecarlo, only), .min = 1, .max = 0x1p53, .flags = DW_OPTIONAL,
      .doc = "runs this trial alone, where it may print; counted over all x, as an error says it" },
    { "chance", DW_NUMBER, offsetof(montecarlo, chance), .def = 0, .min = 0, .max = 1,
      .doc = "accuracy of a random guess, for run.chance" },
    { 0 },
};

static dwl_own_sim *push_own(lua_State *L)
{
    dwl_own_sim *own = lua_newuserdatauv(L, sizeof *own, 0);
    memset(own, 0, sizeof *own);
    own->sim = (dw_sim){ .name = "montecarlo",
                         .options = dwl_montecarlo_options,
                         .options_size = sizeof(montecarlo),
                         .scores = own->scores };
    return own;
}

static dw_series one_of(lua_State *L, const montecarlo *o)
{
    if (!o->x.at && !o->common.size.at) dwl_error(L, "'x' is missing: an array of numbers");
    if (o->x.at && o->common.size.at) dwl_error(L, "'x' and 'size' are two names of one option");
    return o->x.at ? o->x : o->common.size;
}

int dwl_montecarlo(lua_State *L)
{
    montecarlo o;
    dwl_arguments(L, &o);
    o.common.size = one_of(L, &o);
    montecarlo *kept = lua_newuserdatauv(L, sizeof *kept, 1); /* user value: see dwl_finish_run */
    *kept = o;
    dwl_own_run how = { .options = lua_gettop(L),
                        .own = lua_gettop(L) + 1,
                        .theory = o.theory,
                        .names = o.scores,
                        .only = o.only,
                        .chance = o.chance };
    push_own(L);
    dwl_trial trial = { .function = o.trial,
                        .key = dw_sim_key("montecarlo"),
                        .x = o.common.size,
                        .trials = o.common.trials,
                        .seed = o.common.seed };
    dwl_run_own(L, &trial, &how);
    return 1;
}
