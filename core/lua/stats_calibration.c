/* `stats` in Lua: scores of confidences, with bootstrap intervals. */
#include <math.h>
#include <string.h>

#include "lua/stats.h"
#include "lua/stats_answers.h"
#include "stats/statistic.h"

/* ---- options ---- */

typedef struct how {
    int64_t bins, resamples, seed;
    const char *binning, *closed, *na, *method;
    double clip, level;
    bool interval;
} how;

typedef struct score_arguments {
    dw_series confidence;
    int correct;
    how options;
} score_arguments;

static const char *const sides[] = { "right", "left", NULL };
static const char *const na_choices[] = { "error", "drop", NULL };
static const char *const methods[] = { "bca", "percentile", "basic", NULL };
static const char *const gap_methods[] = { "basic", "percentile", "bca", NULL };

#define NA                                                                                         \
    {                                                                                              \
        "na", DW_CHOICE, offsetof(how, na),                                                        \
            .choices = na_choices,                                                                 \
            .doc = "NaN and infinities: an error, or such answers "                                \
                   "are left out and counted"                                                      \
    }
#define BINS                                                                                       \
    { "bins",   DW_INTEGER,          offsetof(how, bins),    .def = 15,                            \
      .min = 1, .max = DW_BINS_MOST, .doc = "number of bins" },                                    \
        { "binning", DW_CHOICE, offsetof(how, binning), .choices = dwl_binnings,                   \
          .doc = "width: bins of one width, 0..1; mass: runs of as many answers by rank (the "     \
                 "first n modulo bins have one more, equal confidences stay in the order given); " \
                 "quantile: edges at the quantiles (type 7), equal confidences share a bin; "      \
                 "distinct: one for each different confidence" },                                  \
        { "closed", DW_CHOICE, offsetof(how, closed), .choices = sides,                            \
          .doc = "right: bins are (low, high], the first one also has 0; left: [low, high), the "  \
                 "last one also has 1. Of width and quantile" },                                   \
        NA
#define RESAMPLING(choices_of_it, method_doc)                                                      \
    { "interval", DW_BOOLEAN, offsetof(how, interval),                                             \
      .doc = "also returns low and high of a bootstrap interval" },                                \
        { "resamples", DW_INTEGER, offsetof(how, resamples), .def = 1000,                          \
          .min = 10,   .max = 1e7, .doc = "of the interval" },                                     \
        { "method", DW_CHOICE, offsetof(how, method), .choices = choices_of_it,                    \
          .doc = method_doc },                                                                     \
        { "level",                                                                                 \
          DW_NUMBER,                                                                               \
          offsetof(how, level),                                                                    \
          .def = 0.95,                                                                             \
          .min = 0,                                                                                \
          .max = 1,                                                                                \
          .flags = DW_ABOVE_MIN | DW_BELOW_MAX,                                                    \
          .doc = "of the interval" },                                                              \
    {                                                                                              \
        "seed", DW_INTEGER, offsetof(how, seed), .min = 0, .max = 0x1p53, .flags = DW_SEED,        \
                                                 .doc = "of the interval; the run's by default"    \
    }

static const dw_option gap_how[] = {
    BINS,
    RESAMPLING(gap_methods,
               "of the interval. A calibration error is biased upwards, and more so in a resample; "
               "basic takes off what resampling adds and is cut to 0..1. For a gap much larger "
               "than chance makes it covers about as its level says; for a nearly calibrated model "
               "it lies too high (0 in 4 of 10 intervals of 1000 answers in 15 bins), percentile "
               "and bca more so"),
    { 0 },
};

static const dw_option plain_how[] = {
    NA,
    RESAMPLING(methods, "of the interval, as in stats.bootstrap"),
    { 0 },
};

static const dw_option log_loss_how[] = {
    { "clip", DW_NUMBER, offsetof(how, clip), .def = DW_LOG_LOSS_CLIP, .min = 0, .max = 0.5,
      .flags = DW_BELOW_MAX,
      .doc = "confidences are cut to [clip, 1 - clip]; with 0 a certain error costs infinity. "
             "2^-52 by default" },
    NA,
    RESAMPLING(methods, "of the interval, as in stats.bootstrap"),
    { 0 },
};

static const dw_option bins_how[] = { BINS, { 0 } };

#define ANSWERS(group_of_it)                                                                       \
    { "confidence", DW_SERIES, offsetof(score_arguments, confidence),                              \
      .flags = DW_REQUIRED | DW_GAPS | DW_INFINITE | DW_MAYBE_EMPTY,                               \
      .doc = "chance given to a right answer, in 0..1" },                                          \
        { "correct", DW_ANY, offsetof(score_arguments, correct), .flags = DW_REQUIRED,             \
          .doc = "1 or true for a right answer, 0 or false for a wrong one" },                     \
        { "options", DW_GROUP, offsetof(score_arguments, options), .group = group_of_it,           \
          .doc = "how" },                                                                          \
    {                                                                                              \
        0                                                                                          \
    }

static const dw_option gap_options[] = { ANSWERS(gap_how) };
static const dw_option plain_options[] = { ANSWERS(plain_how) };
static const dw_option log_loss_options[] = { ANSWERS(log_loss_how) };
static const dw_option bins_options[] = { ANSWERS(bins_how) };

static const dw_option sharpness_options[] = {
    { "confidence", DW_SERIES, offsetof(score_arguments, confidence),
      .flags = DW_REQUIRED | DW_GAPS | DW_INFINITE | DW_MAYBE_EMPTY,
      .doc = "chances given to right answers, in 0..1" },
    { "options", DW_GROUP, offsetof(score_arguments, options), .group = plain_how, .doc = "how" },
    { 0 },
};

static dw_binning_rule rule_of(const how *h)
{
    return (dw_binning_rule){ .binning = dwl_binning(h->binning),
                              .bins = (size_t)h->bins,
                              .left = *h->closed == 'l' };
}

/* ---- scores ---- */

static dwl_answers read_answers(lua_State *L, score_arguments *a)
{
    dwl_arguments(L, a);
    dw_series correct = dwl_read_correct(L, a->correct, "correct");
    return dwl_keep_answers(L, a->confidence, correct, "confidence", "correct",
                            *a->options.na == 'd');
}

static dw_bootstrap_method method_of(const char *name)
{
    size_t i = 0;
    while (strcmp(methods[i], name) != 0) i++;
    return (dw_bootstrap_method)i;
}

/* Pushes low and high, cut to 0..most. */
static void push_interval(lua_State *L, const char *name, const dwl_answers *answers,
                          const how *options, const dw_statistic_options *how_of_it, double most)
{
    const size_t ends[] = { 0, answers->n };
    dw_rows rows = { .column = { answers->confidence, answers->correct },
                     .columns = 2,
                     .strata = { .start = ends, .count = 1 } };
    const dw_bootstrap_plan plan = { .strata = rows.strata,
                                     .resamples = (size_t)options->resamples,
                                     .seed = (uint64_t)options->seed,
                                     .level = options->level,
                                     .method = method_of(options->method),
                                     .env = &dwl_run_of(L)->env };
    dw_array *replicates = dwl_push_unset_array(L, 1, plan.resamples, false);
    dw_bootstrap_result result;
    dw_error err;
    dw_ready ready;
    dw_status status = dw_ready_make(&ready, name, &rows, how_of_it, &err);
    if (!status) status = dw_bootstrap(&ready.statistic, &plan, replicates->at, &result, &err);
    dw_ready_free(&ready);
    if (status) dwl_raise(L, &err);
    lua_pop(L, 1);
    lua_pushnumber(L, fmin(fmax(result.low, 0), most));
    lua_pushnumber(L, fmin(fmax(result.high, 0), most));
}

/* value, with interval low and high, with na = "drop" how many were left out. */
static int finish(lua_State *L, const char *name, double value, const dwl_answers *answers,
                  const how *options, const dw_statistic_options *how_of_it, double most)
{
    int results = 1;
    lua_pushnumber(L, value);
    if (options->interval) {
        push_interval(L, name, answers, options, how_of_it, most);
        results += 2;
    }
    if (*options->na == 'd') {
        lua_pushinteger(L, (lua_Integer)answers->dropped);
        results++;
    }
    return results;
}

static int gap_score(lua_State *L, const char *name, size_t field)
{
    score_arguments a;
    dwl_answers answers = read_answers(L, &a);
    const dw_binning_rule rule = rule_of(&a.options);
    const dw_statistic_options how_of_it = { .bins = rule.bins,
                                             .binning = rule.binning,
                                             .left = rule.left };
    dw_reliability r;
    dw_error err;
    if (dw_reliability_by(answers.confidence, answers.correct, answers.n, &rule, &r, &err))
        return dwl_raise(L, &err);
    double value = *(const double *)((const char *)&r + field);
    dw_reliability_free(&r);
    return finish(L, name, value, &answers, &a.options, &how_of_it, 1);
}

static int stats_ece(lua_State *L)
{
    return gap_score(L, "ece", offsetof(dw_reliability, ece));
}

static int stats_ace(lua_State *L)
{
    return gap_score(L, "ace", offsetof(dw_reliability, ace));
}

static int stats_mce(lua_State *L)
{
    return gap_score(L, "mce", offsetof(dw_reliability, mce));
}

typedef dw_status (*score_of)(const double *, const double *, size_t, double *, dw_error *);

static int plain_score(lua_State *L, const char *name, score_of compute)
{
    score_arguments a;
    dwl_answers answers = read_answers(L, &a);
    const dw_statistic_options how_of_it = { .clip = 0 };
    double value;
    dw_error err;
    if (compute(answers.confidence, answers.correct, answers.n, &value, &err))
        return dwl_raise(L, &err);
    return finish(L, name, value, &answers, &a.options, &how_of_it, 1);
}

static int stats_brier(lua_State *L)
{
    return plain_score(L, "brier", dw_brier);
}

static int stats_auroc(lua_State *L)
{
    return plain_score(L, "auroc", dw_auroc);
}

static int stats_log_loss(lua_State *L)
{
    score_arguments a;
    dwl_answers answers = read_answers(L, &a);
    const dw_statistic_options how_of_it = { .clip = a.options.clip };
    double value;
    dw_error err;
    if (a.options.interval && a.options.clip == 0)
        return dwl_error(L, "clip must be above 0 for an interval");
    if (dw_log_loss(answers.confidence, answers.correct, answers.n, a.options.clip, &value, &err))
        return dwl_raise(L, &err);
    return finish(L, "log_loss", value, &answers, &a.options, &how_of_it, INFINITY);
}

static int stats_sharpness(lua_State *L)
{
    score_arguments a;
    dwl_arguments(L, &a);
    dw_array *zeros = dwl_push_array(L, 1, a.confidence.n, false);
    const dw_series wrong = { .at = zeros->at, .n = a.confidence.n };
    dwl_answers answers =
        dwl_keep_answers(L, a.confidence, wrong, "confidence", "correct", *a.options.na == 'd');
    const dw_statistic_options how_of_it = { .clip = 0 };
    double value;
    dw_error err;
    if (dw_sharpness(answers.confidence, answers.n, &value, &err)) return dwl_raise(L, &err);
    return finish(L, "sharpness", value, &answers, &a.options, &how_of_it, 1);
}

/* ---- tables ---- */

static void set_number(lua_State *L, const char *name, double x)
{
    lua_pushnumber(L, x);
    lua_setfield(L, -2, name);
}

static void set_series(lua_State *L, const char *name, const double *x, size_t n)
{
    dwl_push_series(L, x, n);
    lua_setfield(L, -2, name);
}

static void set_common(lua_State *L, const dwl_answers *answers, const how *options)
{
    lua_pushinteger(L, (lua_Integer)answers->n);
    lua_setfield(L, -2, "n");
    lua_pushinteger(L, (lua_Integer)answers->dropped);
    lua_setfield(L, -2, "dropped");
    lua_pushstring(L, options->binning);
    lua_setfield(L, -2, "binning");
}

typedef struct shelf {
    dw_reliability r;
} shelf;

static int shelf_free(lua_State *L)
{
    dw_reliability_free(&((shelf *)lua_touserdata(L, 1))->r);
    return 0;
}

/* Its memory is a userdata's, which no Lua error can leak. */
static dw_reliability *push_shelf(lua_State *L)
{
    shelf *s = lua_newuserdatauv(L, sizeof *s, 0);
    *s = (shelf){ .r = { 0 } };
    lua_createtable(L, 0, 1);
    lua_pushcfunction(L, shelf_free);
    lua_setfield(L, -2, "__gc");
    lua_setmetatable(L, -2);
    return &s->r;
}

static int stats_reliability(lua_State *L)
{
    score_arguments a;
    dwl_answers answers = read_answers(L, &a);
    const dw_binning_rule rule = rule_of(&a.options);
    dw_reliability *r = push_shelf(L);
    dw_error err;
    if (dw_reliability_by(answers.confidence, answers.correct, answers.n, &rule, r, &err))
        return dwl_raise(L, &err);
    lua_createtable(L, 0, 16);
    set_series(L, "edges", r->edges, r->bins + 1);
    set_series(L, "count", r->count, r->bins);
    set_series(L, "confidence", r->confidence, r->bins);
    set_series(L, "accuracy", r->accuracy, r->bins);
    set_series(L, "low", r->low, r->bins);
    set_series(L, "high", r->high, r->bins);
    set_series(L, "gap", r->gap, r->bins);
    set_number(L, "ece", r->ece);
    set_number(L, "ace", r->ace);
    set_number(L, "mce", r->mce);
    set_number(L, "level", 0.95);
    lua_pushinteger(L, (lua_Integer)r->bins);
    lua_setfield(L, -2, "bins");
    lua_pushliteral(L, "wilson");
    lua_setfield(L, -2, "method");
    set_common(L, &answers, &a.options);
    dwl_make_strict(L, "the result of stats.reliability");
    return 1;
}

static int stats_murphy(lua_State *L)
{
    score_arguments a;
    dwl_answers answers = read_answers(L, &a);
    const dw_binning_rule rule = rule_of(&a.options);
    dw_murphy m;
    dw_error err;
    if (dw_murphy_parts(answers.confidence, answers.correct, answers.n, &rule, &m, &err))
        return dwl_raise(L, &err);
    lua_createtable(L, 0, 12);
    set_number(L, "brier", m.brier);
    set_number(L, "reliability", m.reliability);
    set_number(L, "resolution", m.resolution);
    set_number(L, "uncertainty", m.uncertainty);
    set_number(L, "within_variance", m.within_variance);
    set_number(L, "within_covariance", m.within_covariance);
    set_common(L, &answers, &a.options);
    dwl_make_strict(L, "the result of stats.murphy");
    return 1;
}

#define SCORE                                                                                      \
    "a number; with interval also low and high; with na = \"drop\" last how many were "            \
    "left out"

static const dwl_function functions[] = {
    { "reliability", stats_reliability, DWL_POSITIONAL, bins_options,
      .returns = "a table: edges (bins + 1), and by bin count, confidence (mean), accuracy (share "
                 "right), low and high of it (Wilson, 95 %), gap = accuracy - confidence; ece, "
                 "ace, mce, n, bins, dropped. All but the count of an empty bin is NaN",
      .doc = "the bins of a reliability diagram: whether answers of confidence c are right in a "
             "share c of the cases",
      .source = "Murphy and Winkler 1977, Reliability of Subjective Probability Forecasts; Wilson "
                "1927",
      .example = "local r = stats.reliability({0.9, 0.8, 0.3, 0.6}, {1, 1, 0, 0}, {bins = 5})\n"
                 "print(r.count[5], r.accuracy[5], r.low[5], r.high[5])" },
    { "ece", stats_ece, DWL_POSITIONAL, gap_options, .returns = SCORE,
      .doc = "expected calibration error: how far confidence and accuracy lie apart in a bin, "
             "weighted by answers; 0..1. Chance alone makes it positive, the more so with few "
             "answers in a bin",
      .formula = "sum n_b/n |accuracy_b - confidence_b|",
      .source = "Naeini, Cooper and Hauskrecht 2015, Obtaining Well Calibrated Probabilities Using "
                "Bayesian Binning; Guo et al. 2017",
      .example = "stats.ece({0.9, 0.8, 0.3, 0.6}, {1, 1, 0, 0}, {bins = 10})" },
    { "ace", stats_ace, DWL_POSITIONAL, gap_options, .returns = SCORE,
      .doc = "average calibration error: the mean gap of the bins that are not empty; with binning "
             "= \"mass\" the adaptive calibration error",
      .formula = "mean of |accuracy_b - confidence_b|",
      .source = "Nixon et al. 2019, Measuring Calibration in Deep Learning",
      .example = "stats.ace({0.9, 0.8, 0.3, 0.6}, {1, 1, 0, 0}, {bins = 2, binning = \"mass\"})" },
    { "mce", stats_mce, DWL_POSITIONAL, gap_options, .returns = SCORE,
      .doc = "maximum calibration error: the largest gap of a bin. One answer alone in a bin "
             "decides it; look at the counts",
      .formula = "max |accuracy_b - confidence_b|", .source = "Naeini, Cooper and Hauskrecht 2015",
      .example = "stats.mce({0.9, 0.8, 0.3, 0.6}, {1, 1, 0, 0}, {bins = 2})" },
    { "brier", stats_brier, DWL_POSITIONAL, plain_options, .returns = SCORE,
      .doc = "the Brier score, 0..1: 0 is best, 0.25 what a confidence of 0.5 always gets",
      .formula = "mean of (confidence - correct)^2",
      .source = "Brier 1950, Verification of Forecasts Expressed in Terms of Probability",
      .example = "stats.brier({0.9, 0.8, 0.3, 0.6}, {1, 1, 0, 0})" },
    { "log_loss", stats_log_loss, DWL_POSITIONAL, log_loss_options, .returns = SCORE,
      .doc = "the logarithmic score in nats: 0 is best, ln 2 what a confidence of 0.5 always gets",
      .formula = "-mean of ln(confidence if correct, else 1 - confidence)",
      .source = "Good 1952, Rational Decisions",
      .example = "stats.log_loss({0.9, 0.8, 0.3, 0.6}, {1, 1, 0, 0})" },
    { "murphy", stats_murphy, DWL_POSITIONAL, bins_options,
      .returns = "a table: brier, reliability, resolution, uncertainty, within_variance, "
                 "within_covariance, n, dropped",
      .doc = "the parts of the Brier score: brier = reliability - resolution + uncertainty + "
             "within_variance - within_covariance. The last two are 0 with binning = \"distinct\". "
             "stats.bootstrap gives intervals of \"reliability\" and \"resolution\"",
      .formula =
          "sum n_b/n gap_b^2; sum n_b/n (accuracy_b - base)^2; base (1 - base); 1/n sum (c - "
          "c_b)^2; 2/n sum (c - c_b)(o - accuracy_b)",
      .source = "Murphy 1973, A New Vector Partition of the Probability Score; Stephenson, Coelho "
                "and Jolliffe 2008, Two Extra Components in the Brier Score Decomposition",
      .example = "local m = stats.murphy({0.9, 0.8, 0.3, 0.6}, {1, 1, 0, 0}, {bins = 2})\n"
                 "print(m.reliability, m.resolution, m.uncertainty)" },
    { "sharpness", stats_sharpness, DWL_POSITIONAL, sharpness_options, .returns = SCORE,
      .doc = "how far confidences differ among themselves: their variance, 0..0.25, whether they "
             "are right or not",
      .formula = "mean of (confidence - their mean)^2",
      .source = "Gneiting, Balabdaoui and Raftery 2007, Probabilistic Forecasts, Calibration and "
                "Sharpness",
      .example = "stats.sharpness({0.9, 0.8, 0.3, 0.6})" },
    { "auroc", stats_auroc, DWL_POSITIONAL, plain_options, .returns = SCORE,
      .doc =
          "area under the ROC curve: the chance that a right answer has a higher confidence than "
          "a wrong one, ties counting half; 0.5 tells nothing",
      .formula = "U / (right wrong), U of Mann and Whitney",
      .source = "Hanley and McNeil 1982, The Meaning and Use of the Area under a ROC Curve",
      .example = "stats.auroc({0.9, 0.8, 0.3, 0.6}, {1, 1, 0, 0})" },
    { 0 },
};

const dwl_library dwl_stats_calibration = { "stats",
                                            "Calibration: whether confidences are what they say.",
                                            functions };
