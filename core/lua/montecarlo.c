#include "lua/montecarlo.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "lua/result.h"
#include "lua/rng.h"

/* ---- a run of a script's own model ---- */

static const char *const taken[] = { "size",   "settings", "name",      "seed",    "trials",
                                     "chance", "mean",     "low",       "high",    "se",
                                     "theory", "method",   "csv",       "example", "summary",
                                     "x",      "label",    "crossings", "outcomes" };

void dwl_check_score_names(lua_State *L, dw_texts names)
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

/* Adds the scores of one x, at the top of the stack, to a tally. */
static void add_at_once(lua_State *L, const dwl_trial *trial, size_t cell, int score,
                        dw_tally *tally)
{
    char x[32];
    dw_text_number(trial->x.at[cell], x);
    if (!lua_istable(L, -1) && !dwl_to_array(L, -1))
        dwl_error(L,
                  "'simulate' must return an array for each score, got a %s as score %d at "
                  "x = %s",
                  luaL_typename(L, -1), score, x);
    int at = lua_gettop(L);
    dw_series given = dwl_read_series(L, at, dwl_who(L), "simulate");
    if (given.n != (size_t)trial->trials)
        dwl_error(L, "'simulate' must return %lld scores, got %zu as score %d at x = %s",
                  (long long)trial->trials, given.n, score, x);
    for (size_t i = 0; i < given.n; i++) {
        if (!(fabs(given.at[i]) <= 1e150)) {
            char got[32];
            dw_text_number(given.at[i], got);
            dwl_error(L,
                      "scores must be numbers in -1e150..1e150, got %s as element %zu of score "
                      "%d at x = %s",
                      got, i + 1, score, x);
        }
        dw_tally_add(tally, given.at[i]);
    }
}

/* wanted = 0: as many as the first x has. */
static void check_score_count(lua_State *L, size_t given, size_t wanted)
{
    if (given == 0) dwl_error(L, "'simulate' returned nothing; an array for each score is needed");
    if (given > DW_TRIALS_SCORES)
        dwl_error(L, "'simulate' returned %zu scores; at most %d are kept", given,
                  DW_TRIALS_SCORES);
    if (wanted && given != wanted)
        dwl_error(L, "'simulate' returned %zu score%s, not %zu", given, given == 1 ? "" : "s",
                  wanted);
}

/* Calls the script's function, whose four arguments are above it; an error tells of which x. */
static void call_at_once(lua_State *L, const dwl_trial *trial, double x)
{
    if (lua_pcall(L, 4, LUA_MULTRET, 0) == LUA_OK) return;
    char at[32];
    dw_text_number(x, at);
    if (lua_type(L, -1) == LUA_TSTRING)
        luaL_error(L, "%s: %s (x = %s, seed %I)", dwl_who(L), lua_tostring(L, -1), at,
                   (LUAI_UACINT)trial->seed);
    lua_error(L);
}

/* All trials of each x by one call of the script's function, in this state. */
static dw_tally *run_at_once(lua_State *L, dwl_trial *trial, const dwl_own_run *how, size_t *stride)
{
    dwl_check_tally_room(L, trial->x.n, DW_TRIALS_SCORES, trial->scores ? trial->scores : 1);
    dw_tally *tallies = lua_newuserdatauv(L, trial->x.n * DW_TRIALS_SCORES * sizeof *tallies, 0);
    int base = lua_gettop(L);
    if (how->only > 0) dwl_error(L, "'only' needs a 'trial', and this simulator has 'simulate'");
    dw_stream *stream = dwl_push_rng(L);
    *stride = DW_TRIALS_SCORES;
    for (size_t i = 0; i < trial->x.n; i++) {
        *stream = dw_stream_make((uint64_t)trial->seed, trial->key, i, 0);
        lua_pushvalue(L, how->simulate);
        lua_pushvalue(L, base + 1);
        lua_pushnumber(L, trial->x.at[i]);
        lua_pushvalue(L, trial->settings);
        lua_pushinteger(L, trial->trials);
        call_at_once(L, trial, trial->x.at[i]);
        size_t given = (size_t)(lua_gettop(L) - base - 1);
        check_score_count(L, given, trial->scores);
        trial->scores = given;
        for (size_t s = 0; s < given; s++) {
            tallies[i * *stride + s] = (dw_tally){ .shares = true };
            lua_pushvalue(L, base + 2 + (int)s);
            add_at_once(L, trial, i, (int)s + 1, &tallies[i * *stride + s]);
            lua_settop(L, base + 1 + (int)given);
        }
        lua_settop(L, base + 1);
    }
    lua_settop(L, base);
    return tallies;
}

dwl_own_sim *dwl_push_own_sim(lua_State *L, const char *name, const dw_option *options,
                              size_t options_size)
{
    dwl_own_sim *own = lua_newuserdatauv(L, sizeof *own, 0);
    memset(own, 0, sizeof *own);
    own->sim = (dw_sim){
        .name = name, .options = options, .options_size = options_size, .scores = own->scores
    };
    return own;
}

void dwl_run_own(lua_State *L, dwl_trial *trial, const dwl_own_run *how)
{
    dwl_own_sim *own = lua_touserdata(L, how->own);
    dw_sim_common *common = lua_touserdata(L, how->options);
    size_t stride = 0;
    dwl_check_score_names(L, how->names);
    trial->scores = how->names.n;
    name_scores(own, how->names, trial->scores); /* the list is the script's: it may change */
    dw_tally *tallies;
    if (how->simulate)
        tallies = run_at_once(L, trial, how, &stride);
    else if (how->only > 0)
        tallies = run_only(L, trial, common, how->only);
    else
        tallies = dwl_crew_run(L, trial, &stride);
    if (how->names.n == 0) name_scores(own, how->names, trial->scores);
    dw_score scores[DW_TRIALS_SCORES];
    double *se[DW_TRIALS_SCORES];
    memset(scores, 0, sizeof scores);
    dwl_push_run(L, &own->sim, common, scores);
    add_errors(L, own, trial->x.n, se);
    fill_scores(L, trial, tallies, stride, scores, se);
    lua_remove(L, -2); /* the tallies: what is on the stack is kept as long as the run */
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

static dw_series one_of(lua_State *L, const montecarlo *o)
{
    if (!o->x.at && !o->common.size.at) dwl_error(L, "'x' is missing: an array of numbers");
    if (o->x.at && o->common.size.at) dwl_error(L, "'x' and 'size' are two names of one option");
    return o->x.at ? o->x : o->common.size;
}

int dwl_montecarlo(lua_State *L)
{
    montecarlo o;
    dwl_end_definitions(L);
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
    dwl_push_own_sim(L, "montecarlo", dwl_montecarlo_options, sizeof *kept);
    dwl_trial trial = { .function = o.trial,
                        .key = dw_sim_key("montecarlo"),
                        .x = o.common.size,
                        .trials = o.common.trials,
                        .seed = o.common.seed };
    dwl_run_own(L, &trial, &how);
    return 1;
}
