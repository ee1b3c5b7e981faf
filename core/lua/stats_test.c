/* `stats.test` in Lua. */
#include "lua/stats_test.h"

#include <math.h>
#include <string.h>

#include "lua/stats.h"
#include "stats/htest_multiple.h"

#define RESULT "test"

static const char *const alternatives[] = { "two-sided", "less", "greater", NULL };

const dw_option dwl_question_options[] = {
    { "alternative", DW_CHOICE, offsetof(dwl_question, alternative), .choices = alternatives,
      .doc = "what the test looks for: a difference, or one direction of it" },
    { "level", DW_NUMBER, offsetof(dwl_question, level), .def = 0.95, .min = 0, .max = 1,
      .flags = DW_ABOVE_MIN | DW_BELOW_MAX,
      .doc = "level of the interval low..high, which has one open side when the alternative is "
             "less or greater" },
    { 0 },
};

const dw_option dwl_level_options[] = {
    { "level", DW_NUMBER, offsetof(dwl_question, level), .def = 0.95, .min = 0, .max = 1,
      .flags = DW_ABOVE_MIN | DW_BELOW_MAX, .doc = "level of the interval low..high" },
    { 0 },
};

dw_question dwl_question_of(const dwl_question *asked)
{
    dw_question question = { .alternative = DW_TWO_SIDED, .level = asked->level };
    while (asked->alternative &&
           strcmp(alternatives[question.alternative], asked->alternative) != 0)
        question.alternative++;
    return question;
}

/* ---- the answer ---- */

static void set_number(lua_State *L, const char *name, double x)
{
    lua_pushnumber(L, x);
    lua_setfield(L, -2, name);
}

static void set_text(lua_State *L, const char *name, const char *text)
{
    lua_pushstring(L, text ? text : "");
    lua_setfield(L, -2, name);
}

void dwl_push_test(lua_State *L, const dw_test *test, const dwl_question *asked, long dropped)
{
    lua_createtable(L, 0, 20);
    set_number(L, "statistic", test->statistic);
    set_number(L, "p", test->p);
    set_number(L, "dof", test->dof);
    set_number(L, "estimate", test->estimate);
    set_number(L, "low", test->low);
    set_number(L, "high", test->high);
    set_number(L, "level", asked->level);
    set_number(L, "n", test->n);
    set_number(L, "m", test->m);
    set_text(L, "statistic_name", test->statistic_name);
    set_text(L, "estimate_name", test->estimate_name);
    set_text(L, "alternative", asked->alternative ? asked->alternative : alternatives[0]);
    set_text(L, "method", test->method);
    set_text(L, "message", test->message);
    lua_pushinteger(L, dropped > 0 ? dropped : 0);
    lua_setfield(L, -2, "dropped");
}

int dwl_close_test(lua_State *L)
{
    luaL_setmetatable(L, RESULT);
    return 1;
}

static double number_in(lua_State *L, const char *field)
{
    lua_pushstring(L, field);
    lua_rawget(L, 1);
    double x = lua_type(L, -1) == LUA_TNUMBER ? lua_tonumber(L, -1) : NAN;
    lua_pop(L, 1);
    return x;
}

/* Stays on the stack. */
static const char *text_in(lua_State *L, const char *field)
{
    lua_pushstring(L, field);
    lua_rawget(L, 1);
    return lua_type(L, -1) == LUA_TSTRING ? lua_tostring(L, -1) : "";
}

static void add_estimate(lua_State *L, dw_buffer *out)
{
    double estimate = number_in(L, "estimate"), low = number_in(L, "low");
    if (isnan(estimate)) return;
    dw_buffer_format(out, "; %s %.4g", text_in(L, "estimate_name"), estimate);
    if (!isnan(low))
        dw_buffer_format(out, " [%.4g, %.4g] at level %g", low, number_in(L, "high"),
                         number_in(L, "level"));
}

static int result_tostring(lua_State *L)
{
    luaL_checktype(L, 1, LUA_TTABLE);
    lua_settop(L, 1);
    dw_buffer *text = dwl_push_buffer(L);
    double dof = number_in(L, "dof"), m = number_in(L, "m");
    dw_buffer_format(text, "%s: %s = %.4g", text_in(L, "method"), text_in(L, "statistic_name"),
                     number_in(L, "statistic"));
    if (!isnan(dof)) dw_buffer_format(text, ", dof = %.4g", dof);
    dw_buffer_format(text, ", p = %.3g (%s)", number_in(L, "p"), text_in(L, "alternative"));
    add_estimate(L, text);
    dw_buffer_format(text, "; n = %.0f", number_in(L, "n"));
    if (!isnan(m)) dw_buffer_format(text, " and %.0f", m);
    if (number_in(L, "dropped") > 0)
        dw_buffer_format(text, "; %.0f dropped", number_in(L, "dropped"));
    const char *message = text_in(L, "message");
    if (*message) dw_buffer_format(text, "; %s", message);
    lua_settop(L, 2);
    dwl_buffer_to_string(L, text);
    return 1;
}

void dwl_open_stats_test(lua_State *L)
{
    dwl_open_answer(L, RESULT, "test", result_tostring);
}

/* ---- many tests ---- */

typedef struct many_arguments {
    dw_series p;
} many_arguments;

static const dw_option many_options[] = {
    { "p", DW_SERIES, offsetof(many_arguments, p), .flags = DW_REQUIRED | DW_GAPS | DW_INFINITE,
      .doc = "the p of each test, in 0..1" },
    { 0 },
};

static int adjust(lua_State *L, dw_status (*method)(const double *, size_t, double *, dw_error *))
{
    many_arguments a;
    dw_error err;
    dwl_arguments(L, &a);
    dw_array *out = dwl_push_array(L, 1, a.p.n, false);
    if (method(a.p.at, a.p.n, out->at, &err)) return dwl_raise(L, &err);
    return 1;
}

static int test_holm(lua_State *L)
{
    return adjust(L, dw_holm);
}

static int test_benjamini_hochberg(lua_State *L)
{
    return adjust(L, dw_benjamini_hochberg);
}

static const dwl_function functions[] = {
    { "t", dwl_test_t, DWL_NAMED, dwl_test_t_options, .returns = "a test",
      .doc = "Student's t test of one mean, of two with a common variance, or of paired "
             "differences. The estimate is the mean (difference)",
      .formula = "t = (estimate - mu) / se, n - 1 or n + m - 2 degrees of freedom",
      .source = "Student 1908; Fisher 1925",
      .example = "print(stats.test.t{ x = {4.1, 3.8, 5.0}, mu = 4 })" },
    { "welch", dwl_test_welch, DWL_NAMED, dwl_test_welch_options, .returns = "a test",
      .doc = "Welch's test of two means, each sample with its own variance; the safe choice for "
             "two samples",
      .formula = "t = (mean x - mean y - mu) / sqrt(var x / n + var y / m), Satterthwaite's "
                 "degrees of freedom",
      .source = "Welch 1947", .example = "print(stats.test.welch{ x = a, y = b })" },
    { "mann_whitney", dwl_test_mann_whitney, DWL_NAMED, dwl_test_mann_whitney_options,
      .returns = "a test",
      .doc = "the rank test of two samples; the method says whether p is exact. U counts the "
             "pairs x > y, ties half. The estimate is Hodges and Lehmann's shift",
      .formula = "U = #(x > y) + #(x = y)/2; shift = median of all x - y",
      .source = "Mann and Whitney 1947; Hodges and Lehmann 1963",
      .example = "print(stats.test.mann_whitney{ x = a, y = b })" },
    { "wilcoxon", dwl_test_wilcoxon, DWL_NAMED, dwl_test_wilcoxon_options, .returns = "a test",
      .doc = "the signed-rank test of one sample, or of paired differences x - y. The estimate is "
             "the pseudomedian",
      .formula = "V = sum of ranks of |x - mu| where x > mu; pseudomedian = median of all "
                 "(x_i + x_j)/2",
      .source = "Wilcoxon 1945; Pratt 1959",
      .example = "print(stats.test.wilcoxon{ x = before, y = after })" },
    { "ks", dwl_test_ks, DWL_NAMED, dwl_test_ks_options,
      .returns = "a test; of two samples also p_exact (no ties assumed), p_conditional (given the "
                 "ties), p_limit and location of the largest gap",
      .doc = "Kolmogorov and Smirnov's test of two samples, or of one against a continuous "
             "distribution",
      .formula = "D = sup |Fx - Fy|; greater: sup Fx - Fy (x tends to be smaller)",
      .source = "Hodges 1957; Schröer and Trenkler 1995; Marsaglia, Tsang and Wang 2003; Pelz and "
                "Good 1976",
      .example = "print(stats.test.ks{ x = a, y = b })" },
    { "permutation", dwl_test_permutation, DWL_NAMED, dwl_test_permutation_options,
      .returns = "a test; also dealings and exact. The estimate is p, low..high what p the limit "
                 "of many dealings may have",
      .doc = "is a statistic large among those of the same numbers dealt at random? Every dealing "
             "is taken once when there are at most `resamples`. Two-sided: twice the smaller side",
      .formula = "p = (1 + count) / (1 + resamples), or count / dealings when exact",
      .source = "Fisher 1935; Phipson and Smyth 2010",
      .example = "stats.test.permutation{ x = a, y = b, statistic = function(x, y) return "
                 "stats.quantile(x, 0.5) - stats.quantile(y, 0.5) end }" },
    { "binomial", dwl_test_binomial, DWL_NAMED, dwl_test_binomial_options, .returns = "a test",
      .doc = "the exact test of a share. Two-sided: all outcomes no more likely than k. The "
             "interval is Clopper and Pearson's",
      .source = "Clopper and Pearson 1934",
      .example = "print(stats.test.binomial{ k = 31, n = 100, p = 0.25 })" },
    { "chi_square", dwl_test_chi_square, DWL_NAMED, dwl_test_chi_square_options,
      .returns = "a test; its message says when expected counts are below 5",
      .doc = "Pearson's test of counts against chances, or of independence in a table. The "
             "estimate is Cohen's w or Cramér's V, its interval by the noncentral distribution",
      .formula = "sum (seen - expected)^2 / expected", .source = "Pearson 1900; Yates 1934",
      .example = "print(stats.test.chi_square{ table = {{12, 5}, {7, 20}} })" },
    { "fisher", dwl_test_fisher, DWL_NAMED, dwl_test_fisher_options, .returns = "a test",
      .doc = "the exact test of a 2x2 table given its margins. Two-sided: all tables no more "
             "likely than this. The estimate is the conditional maximum likelihood of the odds "
             "ratio",
      .source = "Fisher 1935; Cornfield 1956",
      .example = "print(stats.test.fisher{ table = {{8, 2}, {1, 5}} })" },
    { "mcnemar", dwl_test_mcnemar, DWL_NAMED, dwl_test_mcnemar_options, .returns = "a test",
      .doc = "are two models equally good on the same questions? Only the pairs count in which "
             "one is right. The estimate is first / second with an exact interval",
      .formula = "exact: first of first + second is binomial with p = 1/2; chi-square: (first - "
                 "second)^2 / (first + second)",
      .source = "McNemar 1947; Edwards 1948",
      .example = "print(stats.test.mcnemar{ first = 12, second = 3 })" },
    { "holm", test_holm, DWL_POSITIONAL, many_options, .returns = "adjusted p, an array",
      .doc = "many tests: bounds the chance of any false alarm",
      .formula = "running maximum of (n - i + 1) p(i), at most 1", .source = "Holm 1979",
      .example = "stats.test.holm{0.01, 0.04, 0.03}" },
    { "benjamini_hochberg", test_benjamini_hochberg, DWL_POSITIONAL, many_options,
      .returns = "adjusted p, an array",
      .doc = "many tests, independent or positively dependent: bounds the expected share of false "
             "alarms among alarms",
      .formula = "running minimum from the largest of n p(i) / i",
      .source = "Benjamini and Hochberg 1995",
      .example = "stats.test.benjamini_hochberg{0.01, 0.04, 0.03}" },
    { 0 },
};

const dwl_library dwl_stats_test = { "stats.test", "Tests of hypotheses.", functions };

static const dwl_function none[] = { { 0 } };

const dwl_library dwl_test_result = {
    "test",
    "The result of stats.test. Fields: statistic, p, dof, estimate, low, high, level, n, m (second "
    "sample), statistic_name, estimate_name, alternative, method, message (a warning, or empty), "
    "dropped (values left out by na = \"drop\"). What a test does not have is NaN. print(test) "
    "says it in one sentence.",
    none
};
