/* Tests of counts in Lua. */
#include <math.h>
#include <string.h>

#include "lua/stats_test.h"
#include "stats/htest_counts.h"

#define COUNT(type, field, ...)                                                                    \
    {                                                                                              \
#        field, DW_INTEGER, offsetof(type, field), .min = 0, .max = 0x1p50, __VA_ARGS__            \
    }

static int answer(lua_State *L, dw_status status, const dw_error *err, const dw_test *test,
                  const dwl_question *asked)
{
    if (status) return dwl_raise(L, err);
    dwl_push_test(L, test, asked, -1);
    return dwl_close_test(L);
}

/* ---- binomial ---- */

typedef struct binomial_arguments {
    int64_t k, n;
    double p;
    dwl_question question;
} binomial_arguments;

const dw_option dwl_test_binomial_options[] = {
    COUNT(binomial_arguments, k, .flags = DW_REQUIRED, .doc = "successes"),
    COUNT(binomial_arguments, n, .flags = DW_REQUIRED, .doc = "trials, at least 1"),
    { "p", DW_NUMBER, offsetof(binomial_arguments, p), .def = 0.5, .min = 0, .max = 1,
      .doc = "the chance of success to be tested" },
    { "", DW_LIST, offsetof(binomial_arguments, question), .group = dwl_question_options },
    { 0 },
};

int dwl_test_binomial(lua_State *L)
{
    binomial_arguments a;
    dw_test test;
    dw_error err;
    dwl_arguments(L, &a);
    dw_status status =
        dw_binomial_test((double)a.k, (double)a.n, a.p, dwl_question_of(&a.question), &test, &err);
    return answer(L, status, &err, &test, &a.question);
}

/* ---- tables ---- */

typedef struct table {
    const double *at;
    size_t rows, columns;
} table;

static table read_rows(lua_State *L, int index)
{
    table out = { .rows = lua_rawlen(L, index) };
    double *at = NULL;
    const char *who = dwl_who(L);
    luaL_checkstack(L, 3 * (int)fmin(1000, (double)out.rows) + 16, "table");
    if (out.rows == 0) dwl_error(L, "'table' is empty");
    if (out.rows > 1000) dwl_error(L, "'table' has %d rows; at most 1000", (int)out.rows);
    for (size_t i = 0; i < out.rows; i++) {
        lua_rawgeti(L, index, (lua_Integer)i + 1);
        if (!lua_istable(L, -1) && !dwl_to_array(L, -1))
            dwl_error(L, "'table' must be a list of rows, but element %d is a %s", (int)i + 1,
                      luaL_typename(L, -1));
        dw_series row = dwl_read_series(L, lua_gettop(L), who, "table");
        if (i == 0) {
            out.columns = row.n;
            out.at = at = lua_newuserdatauv(L, (out.rows * row.n + 1) * sizeof *at, 0);
        }
        if (row.n != out.columns)
            dwl_error(L, "'table' is not rectangular: row 1 has %d counts, row %d has %d",
                      (int)out.columns, (int)i + 1, (int)row.n);
        if (row.n) memcpy(at + i * row.n, row.at, row.n * sizeof *at);
    }
    return out;
}

/* A matrix, or a list of rows; what it is made of stays on the stack. */
static table read_table(lua_State *L, int index)
{
    const dw_array *array = dwl_to_array(L, index);
    if (array && array->is_matrix) return (table){ array->at, array->rows, array->columns };
    if (array || !lua_istable(L, index))
        dwl_error(L, "'table' must be a matrix or a list of rows, got a %s",
                  array ? "one-dimensional array" : luaL_typename(L, index));
    return read_rows(L, index);
}

typedef struct chi_square_arguments {
    dw_series counts, p;
    int table;
    bool yates;
    dwl_question question;
} chi_square_arguments;

const dw_option dwl_test_chi_square_options[] = {
    { "counts", DW_SERIES, offsetof(chi_square_arguments, counts), .flags = DW_GAPS | DW_INFINITE,
      .doc = "goodness of fit: how often each outcome was seen" },
    { "p", DW_SERIES, offsetof(chi_square_arguments, p), .flags = DW_GAPS | DW_INFINITE,
      .doc = "with counts: the chance of each, summing to 1; all the same by default" },
    { "table", DW_ANY, offsetof(chi_square_arguments, table),
      .doc = "independence: a matrix of counts, or a list of rows" },
    { "yates", DW_BOOLEAN, offsetof(chi_square_arguments, yates), .def = 0,
      .doc = "continuity correction of a 2x2 table" },
    { "", DW_LIST, offsetof(chi_square_arguments, question), .group = dwl_level_options },
    { 0 },
};

int dwl_test_chi_square(lua_State *L)
{
    chi_square_arguments a = { .question = { .alternative = NULL } };
    dw_test test;
    dw_error err;
    dwl_arguments(L, &a);
    if ((a.table != 0) == (a.counts.at != NULL))
        return dwl_error(L, "takes either counts = { ... } or table = {{ ... }, { ... }}");
    if (a.table && a.p.at) return dwl_error(L, "'p' goes with counts, not with a table");
    if (!a.table && a.yates) return dwl_error(L, "'yates' goes with a 2x2 table");
    if (a.p.at && a.p.n != a.counts.n)
        return dwl_error(L, "'counts' has %d elements, 'p' has %d", (int)a.counts.n, (int)a.p.n);
    dw_status status;
    if (a.table) {
        table t = read_table(L, a.table);
        status =
            dw_chi_square_table(t.at, t.rows, t.columns, a.yates, a.question.level, &test, &err);
    } else {
        status = dw_chi_square_fit(a.counts.at, a.p.at, a.counts.n, a.question.level, &test, &err);
    }
    return answer(L, status, &err, &test, &a.question);
}

typedef struct fisher_arguments {
    int table;
    dwl_question question;
} fisher_arguments;

const dw_option dwl_test_fisher_options[] = {
    { "table", DW_ANY, offsetof(fisher_arguments, table), .flags = DW_REQUIRED,
      .doc = "{{a, b}, {c, d}}, or a 2x2 matrix" },
    { "", DW_LIST, offsetof(fisher_arguments, question), .group = dwl_question_options },
    { 0 },
};

int dwl_test_fisher(lua_State *L)
{
    fisher_arguments a;
    dw_test test;
    dw_error err;
    dwl_arguments(L, &a);
    table t = read_table(L, a.table);
    if (t.rows != 2 || t.columns != 2)
        return dwl_error(L, "the table must be 2x2, got %dx%d", (int)t.rows, (int)t.columns);
    dw_status status = dw_fisher(t.at, dwl_question_of(&a.question), &test, &err);
    return answer(L, status, &err, &test, &a.question);
}

/* ---- McNemar ---- */

typedef struct mcnemar_arguments {
    int64_t first, second;
    dw_series x, y;
    const char *method;
    dwl_question question;
} mcnemar_arguments;

static const char *const mcnemar_methods[] = { "exact", "chi_square", "chi_square_plain", NULL };

const dw_option dwl_test_mcnemar_options[] = {
    COUNT(mcnemar_arguments, first, .flags = DW_OPTIONAL, .doc = "pairs right in the first only"),
    COUNT(mcnemar_arguments, second, .flags = DW_OPTIONAL, .doc = "pairs right in the second only"),
    { "x", DW_SERIES, offsetof(mcnemar_arguments, x), .min = 0, .max = 1,
      .doc = "instead: 1 (right) or 0 for each question, of the first" },
    { "y", DW_SERIES, offsetof(mcnemar_arguments, y), .min = 0, .max = 1, .doc = "of the second" },
    { "method", DW_CHOICE, offsetof(mcnemar_arguments, method), .choices = mcnemar_methods,
      .doc = "chi_square has a continuity correction, chi_square_plain has none" },
    { "", DW_LIST, offsetof(mcnemar_arguments, question), .group = dwl_question_options },
    { 0 },
};

static void count_pairs(lua_State *L, mcnemar_arguments *a)
{
    if (a->x.n != a->y.n)
        dwl_error(L, "pairs need equal lengths: x has %d, y has %d", (int)a->x.n, (int)a->y.n);
    a->first = a->second = 0;
    for (size_t i = 0; i < a->x.n; i++) {
        double x = a->x.at[i], y = a->y.at[i];
        if ((x != 0 && x != 1) || (y != 0 && y != 1))
            dwl_error(L, "answers must be 0 or 1, pair %d is %f and %f", (int)i + 1, x, y);
        a->first += x > y;
        a->second += y > x;
    }
}

int dwl_test_mcnemar(lua_State *L)
{
    mcnemar_arguments a;
    dw_test test;
    dw_error err;
    dwl_arguments(L, &a);
    bool counts = a.first >= 0 && a.second >= 0, answers = a.x.at && a.y.at;
    if (counts == answers || (a.first >= 0) != (a.second >= 0) || !a.x.at != !a.y.at)
        return dwl_error(L, "takes either first and second, or x and y");
    if (answers) count_pairs(L, &a);
    int method = 0;
    while (strcmp(mcnemar_methods[method], a.method) != 0) method++;
    dw_status status = dw_mcnemar((double)a.first, (double)a.second, (dw_mcnemar_method)method,
                                  dwl_question_of(&a.question), &test, &err);
    return answer(L, status, &err, &test, &a.question);
}
