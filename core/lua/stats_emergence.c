/* `stats` in Lua: how a score grows with size, and whether it jumps. */
#include <math.h>

#include "lua/stats.h"
#include "stats/breakthrough.h"
#include "stats/onset.h"

typedef struct arguments {
    dw_ladder_input in;
    double chance;
    struct growth_how {
        dw_series trials, se;
        int64_t resamples, seed;
        double level;
        const char *na;
    } how;
} arguments;

static const char *const na_choices[] = { "error", "drop", NULL };

#define NUMBERS (DW_GAPS | DW_INFINITE | DW_MAYBE_EMPTY)
#define HOW(type, at)                                                                              \
    { "resamples", DW_INTEGER, offsetof(type, at resamples), .def = 1000,                          \
      .min = 20,   .max = 1e6, .doc = "of the bootstrap" },                                        \
        { "level",                                                                                 \
          DW_NUMBER,                                                                               \
          offsetof(type, at level),                                                                \
          .def = 0.95,                                                                             \
          .min = 0.5,                                                                              \
          .max = 1,                                                                                \
          .flags = DW_BELOW_MAX,                                                                   \
          .doc = "confidence level; tests are made at 1 - level" },                                \
        { "seed",        DW_INTEGER,       offsetof(type, at seed),                                \
          .max = 0x1p53, .flags = DW_SEED, .doc = "same seed, same bits" },                        \
        { "na", DW_CHOICE, offsetof(type, at na), .choices = na_choices,                           \
          .doc = "NaN and infinities: an error, or their points are left out and counted" },       \
    {                                                                                              \
        0                                                                                          \
    }
#define NOISE(type, at)                                                                            \
    { "trials",                                                                                    \
      DW_SERIES,                                                                                   \
      offsetof(type, at trials),                                                                   \
      .flags = NUMBERS | DW_OR_NUMBER,                                                             \
      .unit = "questions",                                                                         \
      .doc = "asked at each size; scores are then shares of right answers" },                      \
    {                                                                                              \
        "se", DW_SERIES, offsetof(type, at se),                                                    \
            .flags = NUMBERS | DW_OR_NUMBER,                                                       \
            .doc = "standard error of each score, for scores that are no counts"                   \
    }
#define SIZE(type, at)                                                                             \
    {                                                                                              \
        "size", DW_SERIES, offsetof(type, at size), .flags = DW_REQUIRED | NUMBERS,                \
                                                    .unit = "parameters",                          \
                                                    .doc = "model sizes in any order, above 0"     \
    }

static const dw_option growth_inner[] = { NOISE(struct growth_how, ), HOW(struct growth_how, ) };

static const dw_option growth_options[] = {
    SIZE(arguments, in.),
    { "score", DW_SERIES, offsetof(arguments, in.score), .flags = DW_REQUIRED | NUMBERS,
      .doc = "of each size" },
    { "options", DW_GROUP, offsetof(arguments, how), .group = growth_inner, .doc = "how" },
    { 0 },
};

#define COUNTED                                                                                    \
    SIZE(arguments, in.), { "correct",                                                             \
                            DW_SERIES,                                                             \
                            offsetof(arguments, in.correct),                                       \
                            .flags = NUMBERS,                                                      \
                            .unit = "answers",                                                     \
                            .doc = "right answers of the trials; or give score" },                 \
        { "score", DW_SERIES, offsetof(arguments, in.score), .flags = NUMBERS,                     \
          .doc = "in place of correct: with trials a share of right answers, with se any score" }, \
        NOISE(arguments, in.)

static const dw_option onset_options[] = {
    COUNTED,
    { "chance", DW_NUMBER, offsetof(arguments, chance), .min = 0, .max = 1,
      .flags = DW_REQUIRED | DW_BELOW_MAX, .doc = "score of a random guess" },
    HOW(arguments, how.),
};

/* ---- a ladder that a Lua error frees ---- */

typedef struct ladder_box {
    dw_ladder ladder;
    double *room;
} ladder_box;

static char box_key;

static int box_gc(lua_State *L)
{
    ladder_box *box = lua_touserdata(L, 1);
    dw_ladder_free(&box->ladder);
    return 0;
}

static dw_ladder *push_ladder(lua_State *L, const arguments *a, size_t least)
{
    ladder_box *box = lua_newuserdatauv(L, sizeof *box, 0);
    *box = (ladder_box){ 0 };
    if (lua_rawgetp(L, LUA_REGISTRYINDEX, &box_key) != LUA_TTABLE) {
        lua_pop(L, 1);
        lua_newtable(L);
        lua_pushcfunction(L, box_gc);
        lua_setfield(L, -2, "__gc");
        lua_pushvalue(L, -1);
        lua_rawsetp(L, LUA_REGISTRYINDEX, &box_key);
    }
    lua_setmetatable(L, -2);
    dw_error err;
    if (dw_ladder_make(&box->ladder, &a->in, *a->how.na == 'd', least, &err)) dwl_raise(L, &err);
    return &box->ladder;
}

static dw_resampling resampling(lua_State *L, const arguments *a)
{
    return (dw_resampling){ .resamples = a->how.resamples,
                            .seed = (uint64_t)a->how.seed,
                            .level = a->how.level,
                            .env = &dwl_run_of(L)->env };
}

/* ---- linearity, breakthrough ---- */

static int growth(lua_State *L, dw_growth_number which)
{
    arguments a;
    dwl_arguments(L, &a);
    a.in.trials = a.how.trials;
    a.in.se = a.how.se;
    a.in.correct = (dw_series){ 0 };
    dw_ladder *ladder = push_ladder(L, &a, 2);
    dw_resampling how = resampling(L, &a);
    dw_interval interval = { NAN, NAN };
    double value = 0;
    dw_error err;
    dw_status status = dw_growth(ladder, which, &value, &err);
    if (!status && dw_ladder_has_noise(ladder))
        status = dw_growth_interval(ladder, which, &how, &interval, &err);
    if (status) return dwl_raise(L, &err);
    lua_pushnumber(L, value);
    if (dw_ladder_has_noise(ladder)) {
        lua_pushnumber(L, interval.low);
        lua_pushnumber(L, interval.high);
    } else {
        lua_pushnil(L);
        lua_pushnil(L);
    }
    if (*a.how.na != 'd') return 3;
    lua_pushinteger(L, (lua_Integer)ladder->dropped);
    return 4;
}

static int stats_linearity(lua_State *L)
{
    return growth(L, DW_LINEARITY);
}

static int stats_breakthrough(lua_State *L)
{
    return growth(L, DW_BREAKTHROUGHNESS);
}

/* ---- onset ---- */

static void set_number(lua_State *L, const char *name, double value)
{
    lua_pushnumber(L, value);
    lua_setfield(L, -2, name);
}

static int stats_onset(lua_State *L)
{
    arguments a;
    dwl_arguments(L, &a);
    dw_ladder *ladder = push_ladder(L, &a, 2);
    dw_resampling how = resampling(L, &a);
    dw_array *p = dwl_push_array(L, 1, ladder->n, false);
    dw_array *holm = dwl_push_array(L, 1, ladder->n, false);
    int arrays = lua_gettop(L) - 1;
    dw_onset onset = { .p = p->at, .holm = holm->at };
    dw_error err;
    if (dw_onset_find(&onset, ladder, a.chance, &how, &err)) return dwl_raise(L, &err);
    if (isnan(onset.size))
        lua_pushnil(L);
    else
        lua_pushnumber(L, onset.size);
    lua_pushstring(L, onset.message);
    lua_newtable(L); /* size message more */
    set_number(L, "low", onset.low);
    set_number(L, "high", onset.high);
    set_number(L, "none", onset.none);
    set_number(L, "chance", a.chance);
    set_number(L, "level", a.how.level);
    lua_pushinteger(L, (lua_Integer)ladder->dropped);
    lua_setfield(L, -2, "dropped");
    dwl_push_series(L, ladder->size, ladder->n);
    lua_setfield(L, -2, "sizes");
    lua_pushvalue(L, arrays);
    lua_setfield(L, -2, "p_value");
    lua_pushvalue(L, arrays + 1);
    lua_setfield(L, -2, "adjusted");
    lua_pushstring(L, ladder->trials ? "exact binomial, Holm" : "normal, Holm");
    lua_setfield(L, -2, "method");
    dwl_make_strict(L, "stats.onset");
    return 3;
}

static const char big_bench[] =
    "Srivastava et al. 2022, Beyond the Imitation Game (BIG-bench), appendix on linearity and "
    "breakthroughness";

static const dwl_function functions[] = {
    { "linearity", stats_linearity, DWL_POSITIONAL, growth_options,
      .returns = "the number, and with trials or se low, high of its bootstrap interval (else nil, "
                 "nil); with na = \"drop\" also how many points were left out",
      .doc =
          "how evenly a score grows over n sizes: n - 1 when every step is the same, sqrt(n - 1) "
          "when all of it comes in one step, below 0 when the score falls. The interval is a "
          "parametric bootstrap (binomial or normal scores around those seen), reflected, for "
          "noise lowers linearity",
      .formula = "I / sqrt(mean d^2), I = sign(argmax - argmin) (max - min), d the differences of "
                 "neighbors in order of size; 0 of a flat curve",
      .source = big_bench,
      .example = "local l, low, high = stats.linearity(size, score, {trials = 200})" },
    { "breakthrough", stats_breakthrough, DWL_POSITIONAL, growth_options,
      .returns = "the number, and with trials or se low, high of its bootstrap interval (else nil, "
                 "nil); with na = \"drop\" also how many points were left out",
      .doc =
          "how much a score grows in few steps: large when most steps change nothing and one "
          "changes much. BIG-bench's median squared difference is 0 on just such curves, so it "
          "is floored at the squared standard error of a difference; that needs trials or se. The "
          "interval is a parametric bootstrap's percentiles",
      .formula = "I / sqrt(max(median d^2, v)), I = sign(argmax - argmin) (max - min), d the "
                 "differences of neighbors in order of size, v the median of their squared "
                 "standard errors; of k of n right it is the variance of Beta(k+1/2, n-k+1/2)",
      .source = big_bench,
      .example = "local b, low, high = stats.breakthrough(size, score, {trials = 200})" },
    { "onset", stats_onset, DWL_NAMED, onset_options,
      .returns = "the size or nil, a sentence, and a table: low, high (sizes; inf: beyond the "
                 "largest), none (share of resamples without an onset), sizes, p_value, adjusted, "
                 "chance, level, method, dropped",
      .doc = "the smallest size from which on every score is above chance: one-sided exact "
             "binomial tests (normal ones with se), corrected by Holm at 1 - level; the interval "
             "is of a parametric bootstrap. Counts of one size are pooled",
      .formula = "p = P(X >= k), X ~ Binomial(trials, chance); Holm: p(i) (m - i + 1), made "
                 "increasing",
      .source = "Holm 1979, A Simple Sequentially Rejective Multiple Test Procedure",
      .example = "local size, sentence = stats.onset{ size = size, correct = right, trials = 200, "
                 "chance = 0.25 }" },
    { 0 },
};

const dwl_library dwl_stats_emergence = { "stats", "How a score grows with size.", functions };
