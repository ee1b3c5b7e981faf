/* `stats` in Lua: maps that make confidences honest. */
#include <math.h>
#include <string.h>

#include "lua/recalibration.h"
#include "lua/stats.h"
#include "stats/calibration.h"

static double cool(const dwl_map *map, double x)
{
    return dw_temperature_apply(map->temperature, map->scores ? x : dw_logit(x, map->clip));
}

static double bend(const dwl_map *map, double x)
{
    return dw_platt_apply(&map->platt, map->scores ? x : dw_logit(x, map->clip));
}

static double step(const dwl_map *map, double x)
{
    return dw_isotonic_apply(&map->isotonic, x);
}

/* ---- the result ---- */

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

static void set_scores(lua_State *L, const char *name, double ece, double log_loss)
{
    lua_createtable(L, 0, 2);
    set_number(L, "ece", ece);
    set_number(L, "log_loss", log_loss);
    dwl_make_strict(L, name);
    lua_setfield(L, -2, name);
}

static dw_status score(const double *confidence, const double *correct, size_t n,
                       const dw_binning_rule *rule, double *ece, double *log_loss, dw_error *err)
{
    dw_reliability r;
    dw_status status = dw_reliability_by(confidence, correct, n, rule, &r, err);
    if (status) return status;
    *ece = r.ece;
    dw_reliability_free(&r);
    return dw_log_loss(confidence, correct, n, DW_LOG_LOSS_CLIP, log_loss, err);
}

/* The table is at the top. `plain` maps as nothing does: NULL when there are no confidences yet. */
static void set_before_and_after(lua_State *L, const dwl_map *map, const dwl_answers *answers,
                                 const dw_binning_rule *rule, double (*plain)(double))
{
    dw_array *c = dwl_push_unset_array(L, 1, answers->n, false);
    dw_error err;
    double ece = NAN, log_loss = NAN;
    dw_status status = DW_OK;
    for (size_t i = 0; plain && i < answers->n; i++) c->at[i] = plain(answers->confidence[i]);
    lua_insert(L, -2);
    if (plain) {
        status = score(c->at, answers->correct, answers->n, rule, &ece, &log_loss, &err);
        if (status) dwl_raise(L, &err);
        set_scores(L, "before", ece, log_loss);
    }
    for (size_t i = 0; i < answers->n; i++) c->at[i] = map->one(map, answers->confidence[i]);
    if (score(c->at, answers->correct, answers->n, rule, &ece, &log_loss, &err)) dwl_raise(L, &err);
    set_scores(L, "after", ece, log_loss);
}

static double same(double c)
{
    return c;
}

static double logistic(double x)
{
    return dw_temperature_apply(1, x);
}

/* ---- options ---- */

typedef struct fit_arguments {
    dw_series confidence, score;
    int logits, correct, labels;
    int64_t bins;
    const char *binning, *na;
    double level, clip;
    bool smooth;
} fit_arguments;

#define AT(field) offsetof(fit_arguments, field)

static const char *const na_choices[] = { "error", "drop", NULL };

#define CONFIDENCE                                                                                 \
    { "confidence", DW_SERIES, AT(confidence), .flags = DW_GAPS | DW_INFINITE | DW_MAYBE_EMPTY,    \
      .doc = "chance given to a right answer, in 0..1" },                                          \
    {                                                                                              \
        "correct", DW_ANY, AT(correct), .doc = "1 or true for a right answer, else 0 or false"     \
    }
#define COMMON                                                                                     \
    { "bins",                                                                                      \
      DW_INTEGER,                                                                                  \
      AT(bins),                                                                                    \
      .def = 15,                                                                                   \
      .min = 1,                                                                                    \
      .max = DW_BINS_MOST,                                                                         \
      .doc = "of the ECE before and after" },                                                      \
        { "binning", DW_CHOICE, AT(binning), .choices = dwl_binnings,                              \
          .doc = "of the ECE before and after, as in stats.ece" },                                 \
        { "na", DW_CHOICE, AT(na), .choices = na_choices,                                          \
          .doc = "NaN and infinities: an error, or such answers are left out and counted" },       \
    {                                                                                              \
        0                                                                                          \
    }
#define LEVEL                                                                                      \
    { "level",                                                                                     \
      DW_NUMBER,                                                                                   \
      AT(level),                                                                                   \
      .def = 0.95,                                                                                 \
      .min = 0,                                                                                    \
      .max = 1,                                                                                    \
      .flags = DW_ABOVE_MIN | DW_BELOW_MAX,                                                        \
      .doc = "confidence level of low and high" },                                                 \
    {                                                                                              \
        "clip", DW_NUMBER, AT(clip),                                                               \
            .def = DW_LOG_LOSS_CLIP, .min = 0, .max = 0.5, .flags = DW_ABOVE_MIN | DW_BELOW_MAX,   \
            .doc = "confidences are cut to [clip, 1 - clip], so that 0 and 1 have logits; "        \
                   "2^-52 by default"                                                              \
    }

static const dw_option temperature_options[] = {
    CONFIDENCE,
    { "logits", DW_ANY, AT(logits),
      .doc =
          "instead of confidence: logits of the chance to be right, or a matrix of logits with a "
          "row for each question and a column for each class (needs labels)" },
    { "labels", DW_ANY, AT(labels), .doc = "the right class of each row, 1 for the first column" },
    LEVEL,
    COMMON,
};

static const dw_option platt_options[] = {
    CONFIDENCE,
    { "score", DW_SERIES, AT(score), .flags = DW_GAPS | DW_INFINITE | DW_MAYBE_EMPTY,
      .doc = "instead of confidence: any numbers, higher for surer" },
    { "smooth", DW_BOOLEAN, AT(smooth), .def = 1,
      .doc = "Platt's targets (right + 1)/(right + 2) and 1/(wrong + 2) instead of 1 and 0" },
    LEVEL,
    COMMON,
};

static const dw_option isotonic_options[] = { CONFIDENCE, COMMON };

static dw_binning_rule rule_of(const fit_arguments *a)
{
    return (dw_binning_rule){ .binning = dwl_binning(a->binning), .bins = (size_t)a->bins };
}

/* Confidences are checked here, and turned into logits in a copy. */
static const double *push_logits(lua_State *L, const dwl_answers *answers, double clip)
{
    dw_error err;
    if (dw_answers_check(answers->confidence, answers->correct, answers->n, &err))
        dwl_raise(L, &err);
    dw_array *x = dwl_push_unset_array(L, 1, answers->n, false);
    for (size_t i = 0; i < answers->n; i++) x->at[i] = dw_logit(answers->confidence[i], clip);
    return x->at;
}

static dwl_answers read_answers(lua_State *L, const fit_arguments *a, dw_series x, const char *name)
{
    dw_series correct = dwl_read_correct(L, a->correct, "correct");
    return dwl_keep_answers(L, x, correct, name, "correct", *a->na == 'd');
}

/* ---- temperature ---- */

static void set_temperature(lua_State *L, const dw_temperature *t, double level)
{
    set_number(L, "temperature", t->temperature);
    set_number(L, "se", t->se);
    set_number(L, "low", t->low);
    set_number(L, "high", t->high);
    set_number(L, "level", level);
    lua_pushboolean(L, t->converged);
    lua_setfield(L, -2, "converged");
    lua_pushstring(L, t->message);
    lua_setfield(L, -2, "message");
}

/* The confidence of the likeliest class, and whether it is the right one; and -ln(chance of the
 * right class), cut like a log loss. */
static double judge(double temperature, const double *logits, size_t classes, double label,
                    double *room, double *confidence, double *correct)
{
    size_t most = 0;
    dw_temperature_softmax(temperature, logits, classes, room);
    for (size_t k = 1; k < classes; k++)
        if (logits[k] > logits[most]) most = k;
    *confidence = fmin(room[most], 1);
    *correct = (double)most + 1 == label;
    return -log(fmax(room[(size_t)label - 1], DW_LOG_LOSS_CLIP));
}

static void set_class_scores(lua_State *L, const char *name, double temperature,
                             const dw_array *logits, const double *labels,
                             const dw_binning_rule *rule)
{
    size_t n = logits->rows, classes = logits->columns;
    dw_array *c = dwl_push_unset_array(L, 1, n, false), *y = dwl_push_unset_array(L, 1, n, false);
    dw_array *room = dwl_push_unset_array(L, 1, classes, false);
    double loss = 0, ignored, ece = NAN;
    dw_error err;
    for (size_t i = 0; i < n; i++)
        loss += judge(temperature, logits->at + i * classes, classes, labels[i], room->at,
                      &c->at[i], &y->at[i]);
    if (score(c->at, y->at, n, rule, &ece, &ignored, &err)) dwl_raise(L, &err);
    lua_pop(L, 3);
    set_scores(L, name, ece, loss / (double)n);
}

static int temperature_of_classes(lua_State *L, const fit_arguments *a)
{
    const dw_array *logits = dwl_to_array(L, a->logits);
    if (a->labels == 0)
        return dwl_error(L, "'labels' is missing: the right class of each row of logits");
    if (a->correct) return dwl_error(L, "a matrix of logits goes with 'labels', not 'correct'");
    if (!lua_istable(L, a->labels) && !dwl_to_array(L, a->labels))
        return dwl_error(L, "'labels' must be whole numbers, got a %s",
                         luaL_typename(L, a->labels));
    dw_series labels = dwl_read_series(L, a->labels, dwl_who(L), "labels");
    if (labels.n != logits->rows)
        return dwl_error(L, "'logits' has %d rows, 'labels' has %d values", (int)logits->rows,
                         (int)labels.n);
    if (*a->na == 'd') return dwl_error(L, "'na' is for confidences and answers alone");
    dw_temperature t;
    dw_error err;
    if (dw_temperature_classes(logits->at, logits->rows, logits->columns, labels.at, a->level, &t,
                               &err))
        return dwl_raise(L, &err);
    dwl_map *map = dwl_push_map(L);
    int at = lua_gettop(L);
    map->scores = true;
    map->classes = logits->columns;
    map->temperature = t.temperature;
    const dwl_answers answers = { .n = logits->rows };
    const dw_binning_rule rule = rule_of(a);
    dwl_push_recalibration(L, at, "temperature, maximum likelihood", &answers);
    set_temperature(L, &t, a->level);
    set_class_scores(L, "before", 1, logits, labels.at, &rule);
    set_class_scores(L, "after", t.temperature, logits, labels.at, &rule);
    dwl_finish_recalibration(L);
    return 1;
}

static int stats_temperature(lua_State *L)
{
    fit_arguments a = { 0 };
    dwl_arguments(L, &a);
    if (!a.confidence.at == !a.logits)
        return dwl_error(L, "takes 'confidence' or 'logits', one of the two");
    const dw_array *matrix = a.logits ? dwl_to_array(L, a.logits) : NULL;
    if (matrix && matrix->is_matrix) return temperature_of_classes(L, &a);
    if (a.labels) return dwl_error(L, "'labels' go with a matrix of logits");
    dw_series x = a.confidence;
    if (a.logits) {
        if (!matrix && !lua_istable(L, a.logits))
            return dwl_error(L, "'logits' must be numbers or a matrix, got a %s",
                             luaL_typename(L, a.logits));
        x = dwl_read_series(L, a.logits, dwl_who(L), "logits");
    }
    dwl_answers answers = read_answers(L, &a, x, a.logits ? "logits" : "confidence");
    const double *logits = a.logits ? answers.confidence : push_logits(L, &answers, a.clip);
    dw_temperature t;
    dw_error err;
    if (dw_temperature_fit(logits, answers.correct, answers.n, a.level, &t, &err))
        return dwl_raise(L, &err);
    dwl_map *map = dwl_push_map(L);
    int at = lua_gettop(L);
    map->one = cool;
    map->scores = a.logits != 0;
    map->clip = a.clip;
    map->temperature = t.temperature;
    const dw_binning_rule rule = rule_of(&a);
    dwl_push_recalibration(L, at, "temperature, maximum likelihood", &answers);
    set_temperature(L, &t, a.level);
    set_before_and_after(L, map, &answers, &rule, a.logits ? logistic : same);
    dwl_finish_recalibration(L);
    return 1;
}

/* ---- the others ---- */

static void set_two(lua_State *L, const char *name, double slope, double intercept)
{
    lua_createtable(L, 0, 2);
    set_number(L, "slope", slope);
    set_number(L, "intercept", intercept);
    dwl_make_strict(L, name);
    lua_setfield(L, -2, name);
}

static int stats_platt(lua_State *L)
{
    fit_arguments a = { 0 };
    dwl_arguments(L, &a);
    if (!a.confidence.at == !a.score.at)
        return dwl_error(L, "takes 'confidence' or 'score', one of the two");
    bool scores = a.score.at != NULL;
    dwl_answers answers =
        read_answers(L, &a, scores ? a.score : a.confidence, scores ? "score" : "confidence");
    const double *x = scores ? answers.confidence : push_logits(L, &answers, a.clip);
    dwl_map *map = dwl_push_map(L);
    int at = lua_gettop(L);
    map->one = bend;
    map->scores = scores;
    map->clip = a.clip;
    dw_error err;
    if (dw_platt_fit(x, answers.correct, answers.n, a.smooth, a.level, &map->platt, &err))
        return dwl_raise(L, &err);
    const dw_platt *p = &map->platt;
    const dw_binning_rule rule = rule_of(&a);
    dwl_push_recalibration(
        L, at, a.smooth ? "Platt, smoothed targets" : "logistic curve, maximum likelihood",
        &answers);
    set_number(L, "slope", p->slope);
    set_number(L, "intercept", p->intercept);
    set_two(L, "se", p->slope_se, p->intercept_se);
    set_two(L, "low", p->slope_interval.low, p->intercept_interval.low);
    set_two(L, "high", p->slope_interval.high, p->intercept_interval.high);
    set_number(L, "level", a.level);
    set_before_and_after(L, map, &answers, &rule, scores ? NULL : same);
    dwl_finish_recalibration(L);
    return 1;
}

static int stats_isotonic(lua_State *L)
{
    fit_arguments a = { 0 };
    dwl_arguments(L, &a);
    if (!a.confidence.at) return dwl_error(L, "'confidence' is missing");
    dwl_answers answers = read_answers(L, &a, a.confidence, "confidence");
    dwl_map *map = dwl_push_map(L);
    int at = lua_gettop(L);
    map->one = step;
    dw_error err;
    dw_isotonic *f = &map->isotonic;
    if (dw_isotonic_fit(answers.confidence, answers.correct, answers.n, f, &err))
        return dwl_raise(L, &err);
    const dw_binning_rule rule = rule_of(&a);
    dwl_push_recalibration(L, at, "isotonic, pool adjacent violators", &answers);
    set_series(L, "from", f->from, f->blocks);
    set_series(L, "to", f->to, f->blocks);
    set_series(L, "value", f->value, f->blocks);
    set_series(L, "count", f->count, f->blocks);
    set_series(L, "low", f->low, f->blocks);
    set_series(L, "high", f->high, f->blocks);
    set_number(L, "level", 0.95);
    set_before_and_after(L, map, &answers, &rule, same);
    dwl_finish_recalibration(L);
    return 1;
}

static const dwl_function functions[] = {
    { "temperature", stats_temperature, DWL_NAMED, temperature_options,
      .usage = "stats.temperature { confidence | logits = , correct | labels = , ... }",
      .returns =
          "temperature, se, low, high (normal in ln T), level, converged, message, method, n, "
          "dropped, before, after, and the method apply",
      .doc = "one temperature that all logits are divided by, above 1 for an overconfident model. "
             "The order of answers by confidence stays. When every answer is on its right side "
             "(separated) the temperature is 0, when confidence says nothing it is infinite; "
             "converged is then false and message says so",
      .formula = "minimum of -sum ln p(right), p = softmax(logits / T); binary: p = 1/(1 + "
                 "exp(-logit(c)/T))",
      .source = "Guo, Pleiss, Sun and Weinberger 2017, On Calibration of Modern Neural Networks",
      .example = "local map = stats.temperature{ confidence = {0.99, 0.9, 0.95, 0.6, 0.97},\n"
                 "                               correct = {1, 1, 0, 0, 1} }\n"
                 "print(map.temperature, map.low, map.high, map:apply(0.9))" },
    { "platt", stats_platt, DWL_NAMED, platt_options,
      .usage = "stats.platt { confidence | score = , correct = , ... }",
      .returns =
          "slope, intercept, se, low, high (each with slope and intercept), level, method, n, "
          "dropped, before (of confidences), after, and the method apply",
      .doc = "a logistic curve of the logit of the confidence, or of any score",
      .formula = "p = 1/(1 + exp(-(slope x + intercept))), x = logit(confidence) or the score",
      .source = "Platt 1999, Probabilistic Outputs for Support Vector Machines; Lin, Lin and Weng "
                "2007",
      .example = "local map = stats.platt{ score = {2.1, 0.3, -1, 0.5, -0.2}, correct = {1, 1, 0, "
                 "0, 1} }\nprint(map.slope, map.se.slope, map:apply(1))" },
    { "isotonic", stats_isotonic, DWL_NAMED, isotonic_options,
      .usage = "stats.isotonic { confidence = , correct = , ... }",
      .returns =
          "by block from, to, value (share right), count, low and high (Wilson, 95 %, for the "
          "block as it is); level, method, n, dropped, before, after, and the method apply",
      .doc = "the best map that never falls: blocks of confidences with their share right, linear "
             "between blocks, constant beyond. It fits closely: its ECE after is near 0 on the "
             "answers it was fitted to",
      .formula = "minimum of sum (value(c) - correct)^2 over rising functions, by pooling adjacent "
                 "violators",
      .source = "Ayer et al. 1955; Zadrozny and Elkan 2002, Transforming Classifier Scores into "
                "Accurate Multiclass Probability Estimates",
      .example = "local map = stats.isotonic{ confidence = {0.2, 0.5, 0.7, 0.9}, correct = {0, 1, "
                 "0, 1} }\nprint(#map.value, map:apply(0.6))" },
    { 0 },
};

const dwl_library dwl_stats_recalibrate = { "stats",
                                            "Recalibration: maps that make confidences honest.",
                                            functions };
