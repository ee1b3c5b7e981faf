/* `stats` in Lua: how a score grows with size, and whether it jumps. */
#include <math.h>

#include "lua/stats.h"
#include "stats/breakthrough.h"
#include "stats/emergence.h"
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

#define CHANCE                                                                                     \
    {                                                                                              \
        "chance", DW_NUMBER, offsetof(arguments, chance),                                          \
            .min = 0, .max = 1, .flags = DW_BELOW_MAX,                                             \
            .doc = "score of a random guess, the floor of the laws"                                \
    }

static const dw_option emergence_options[] = { COUNTED, CHANCE, HOW(arguments, how.) };

static const dw_option rise_options[] = {
    COUNTED,
    CHANCE,
    { "level", DW_NUMBER, offsetof(arguments, how.level), .def = 0.95, .min = 0.5, .max = 1,
      .flags = DW_BELOW_MAX, .doc = "confidence level" },
    { "na", DW_CHOICE, offsetof(arguments, how.na), .choices = na_choices,
      .doc = "NaN and infinities: an error, or their points are left out and counted" },
    { 0 },
};

/* ---- a ladder that a Lua error frees ---- */

typedef struct ladder_box {
    dw_ladder ladder;
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

/* ---- rise width ---- */

static int stats_rise_width(lua_State *L)
{
    arguments a;
    dwl_arguments(L, &a);
    dw_ladder *ladder = push_ladder(L, &a, 4);
    dw_array *u = dwl_push_array(L, 1, ladder->n, false);
    dw_rise rise;
    dw_error err;
    dw_law_positions(ladder, u->at);
    if (dw_rise_find(&rise, ladder, u->at, a.chance, a.how.level, &err)) return dwl_raise(L, &err);
    lua_pushnumber(L, rise.decades);
    lua_pushnumber(L, rise.low);
    lua_pushnumber(L, rise.high);
    if (*a.how.na != 'd') return 3;
    lua_pushinteger(L, (lua_Integer)ladder->dropped);
    return 4;
}

/* ---- emergence ---- */

/* Sets laws.NAME of the table at the top. */
static void set_law(lua_State *L, const dw_emergence *found, dw_law_kind kind, const double *u,
                    size_t n)
{
    const dw_law_report *report = &found->laws[kind];
    if (!report->fitted) return;
    lua_newtable(L); /* laws law */
    set_number(L, "aic", report->aic);
    set_number(L, "bic", report->bic);
    set_number(L, "cv", report->cv);
    set_number(L, "log_likelihood", report->law.log_likelihood);
    set_number(L, "deviance", report->law.deviance);
    set_number(L, "parameters", (double)dw_law_parameters(kind));
    dw_array *fitted = dwl_push_array(L, 1, n, false);
    for (size_t i = 0; i < n; i++) fitted->at[i] = dw_law_mean(&report->law, u[i]);
    lua_setfield(L, -2, "fitted");
    lua_setfield(L, -2, dw_law_name(kind));
}

static void set_text(lua_State *L, const char *name, const char *text)
{
    lua_pushstring(L, text);
    lua_setfield(L, -2, name);
}

static void set_rise(lua_State *L, const dw_rise *rise)
{
    set_number(L, "decades", rise->decades);
    set_number(L, "low", rise->low);
    set_number(L, "high", rise->high);
    set_number(L, "range", rise->range);
    set_number(L, "midpoint", rise->midpoint);
    set_number(L, "ceiling", rise->ceiling);
    set_number(L, "dispersion", rise->dispersion);
}

static int show_emergence(lua_State *L)
{
    static const char *const law[] = { "flat", "line", "power_law", "logistic",
                                       "broken_power_law" };
    dw_buffer *text = dwl_push_buffer(L);
    lua_pushliteral(L, "message");
    lua_rawget(L, 1);
    dw_buffer_format(text, "%s\n%-18s %10s %10s %10s", lua_tostring(L, -1), "law", "AIC", "BIC",
                     "CV");
    lua_pop(L, 1);
    lua_pushliteral(L, "laws");
    lua_rawget(L, 1);
    for (size_t i = 0; i < sizeof law / sizeof *law && lua_istable(L, -1); i++) {
        static const char *const fields[] = { "aic", "bic", "cv" };
        lua_pushstring(L, law[i]);
        if (lua_rawget(L, -2) == LUA_TTABLE) {
            dw_buffer_format(text, "\n%-18s", law[i]);
            for (int k = 0; k < 3; k++) {
                lua_pushstring(L, fields[k]);
                lua_rawget(L, -2);
                dw_buffer_format(text, k < 2 ? " %10.1f" : " %10.3f", lua_tonumber(L, -1));
                lua_pop(L, 1);
            }
        }
        lua_pop(L, 1);
    }
    lua_pop(L, 1);
    dwl_buffer_to_string(L, text);
    return 1;
}

static int stats_emergence(lua_State *L)
{
    arguments a;
    dwl_arguments(L, &a);
    dw_ladder *ladder = push_ladder(L, &a, DW_EMERGENCE_SIZES);
    dw_resampling how = resampling(L, &a);
    dw_array *u = dwl_push_array(L, 1, ladder->n, false);
    dw_emergence found;
    dw_error err;
    if (dw_emergence_find(&found, ladder, a.chance, &how, &err)) return dwl_raise(L, &err);
    dw_law_positions(ladder, u->at);
    lua_newtable(L);
    set_text(L, "verdict", dw_verdict_name(found.verdict));
    set_text(L, "message", found.message);
    lua_pushboolean(L, found.verdict == DW_VERDICT_JUMP);
    lua_setfield(L, -2, "jump");
    set_text(L, "smooth", dw_law_name(found.smooth));
    set_text(L, "best_aic", dw_law_name(found.best_aic));
    set_text(L, "best_bic", dw_law_name(found.best_bic));
    set_text(L, "best_cv", dw_law_name(found.best_cv));
    set_number(L, "statistic", found.statistic);
    set_number(L, "p_value", found.p_value);
    set_number(L, "level", a.how.level);
    set_number(L, "chance", a.chance);
    set_number(L, "dropped", (double)ladder->dropped);
    set_text(L, "method",
             ladder->trials ? "binomial likelihood, parametric bootstrap"
                            : "normal likelihood, parametric bootstrap");
    set_rise(L, &found.rise);
    dwl_push_series(L, ladder->size, ladder->n);
    lua_setfield(L, -2, "sizes");
    lua_newtable(L);
    for (int kind = 0; kind < DW_LAWS; kind++)
        set_law(L, &found, (dw_law_kind)kind, u->at, ladder->n);
    lua_setfield(L, -2, "laws");
    dwl_make_strict(L, "stats.emergence");
    lua_getmetatable(L, -1);
    lua_pushcfunction(L, show_emergence);
    lua_setfield(L, -2, "__tostring");
    lua_pop(L, 1);
    return 1;
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
             "is of a parametric bootstrap, widened to hold the estimate. Counts of one size are "
             "pooled",
      .formula = "p = P(X >= k), X ~ Binomial(trials, chance); Holm: p(i) (m - i + 1), made "
                 "increasing",
      .source = "Holm 1979, A Simple Sequentially Rejective Multiple Test Procedure",
      .example = "local size, sentence = stats.onset{ size = size, correct = right, trials = 200, "
                 "chance = 0.25 }" },
    { "rise_width", stats_rise_width, DWL_NAMED, rise_options,
      .returns = "decades, low, high; with na = \"drop\" also how many points were left out. low "
                 "0: the sizes are too far apart to see how narrow it is; high inf: any width fits",
      .doc = "decades of size in which a fitted logistic goes from 10 % to 90 % of its rise, from "
             "chance to a ceiling. Small is sharp; a straight line over r decades has about 0.8 r. "
             "The interval is by profile likelihood, wider where scores scatter more than their "
             "trials explain",
      .formula = "2 log(9) / s of chance + (ceiling - chance) / (1 + exp(-s (log10 size - m))); "
                 "maximum likelihood, binomial (normal with se)",
      .source = "McCullagh and Nelder 1989, Generalized Linear Models, on dispersion; Venzon and "
                "Moolgavkar 1988 on profile likelihood",
      .example =
          "local decades, low, high = stats.rise_width{ size = size, correct = right, trials "
          "= 200, chance = 0.25 }" },
    { "emergence", stats_emergence, DWL_NAMED, emergence_options,
      .returns =
          "a table that print shows: verdict (flat, smooth, undecided, bend or jump), jump (true "
          "or false), message, p_value, statistic; decades, low, high, range, midpoint, ceiling, "
          "dispersion of the logistic's rise; smooth, best_aic, best_bic, best_cv (names of laws); "
          "laws.NAME of flat, line, power_law, logistic, broken_power_law (from 7 sizes on), each "
          "with aic, bic, cv, log_likelihood, deviance, parameters, fitted; sizes, level, chance, "
          "method, dropped",
      .doc = "is the jump real, at this sample size? Compares smooth laws (a straight line in log "
             "size, a power law above chance) with a logistic and a broken power law. A jump is "
             "claimed when the smooth laws are rejected (p <= 1 - level, so a smooth law is called "
             "a jump at most at that rate), AIC, BIC and leave-one-out cross-validation agree, and "
             "the interval of the 10-90 % rise is below half the range of sizes. 5 to 300 sizes",
      .formula = "statistic: (deviance of smooth - of logistic) / max(1, deviance of logistic / (n "
                 "- 3)); p = (1 + resamples of the smooth law at least as large) / (1 + "
                 "resamples); cv: mean log likelihood of a left-out size",
      .source = "Caballero et al. 2022 (broken power law); Akaike 1974; Schwarz 1978; Stone 1974; "
                "Davison and Hinkley 1997, section 4.4 (bootstrap test)",
      .example = "print(stats.emergence{ size = size, correct = right, trials = 200, chance = 0.25 "
                 "})" },
    { 0 },
};

const dwl_library dwl_stats_emergence = { "stats", "How a score grows with size.", functions };
