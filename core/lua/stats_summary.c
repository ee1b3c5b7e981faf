/* `stats` in Lua: a sample in one table. */
#include "lua/stats.h"
#include "lua/stats_sample.h"
#include "stats/summary.h"

typedef struct describe_how {
    const char *na;
    double level;
} describe_how;

typedef struct describe_arguments {
    dw_series x;
    describe_how options;
} describe_arguments;

static const dw_option describe_group[] = { DWL_LEVEL(describe_how), DWL_NA(describe_how), { 0 } };

static const dw_option describe_options[] = {
    { "x", DW_SERIES, offsetof(describe_arguments, x), .flags = DWL_SAMPLE, .doc = "the sample" },
    { "options", DW_GROUP, offsetof(describe_arguments, options), .group = describe_group,
      .doc = "how" },
    { 0 },
};

#define FIELD(name)                                                                                \
    {                                                                                              \
#        name, offsetof(dw_summary, name)                                                          \
    }

static const struct {
    const char *name;
    size_t offset;
} fields[] = {
    FIELD(mean),        FIELD(se),    FIELD(low),      FIELD(high),        FIELD(level),
    FIELD(variance),    FIELD(sd),    FIELD(skewness), FIELD(skewness_se), FIELD(kurtosis),
    FIELD(kurtosis_se), FIELD(min),   FIELD(q1),       FIELD(median),      FIELD(q3),
    FIELD(max),         FIELD(range), FIELD(iqr),      FIELD(mad),
};

enum { FIELDS = sizeof fields / sizeof *fields };

static double number_of(lua_State *L, const char *name)
{
    lua_getfield(L, 1, name);
    double x = lua_tonumber(L, -1);
    lua_pop(L, 1);
    return x;
}

static int summary_tostring(lua_State *L)
{
    static const char *const shown[] = { "sd", "min", "q1", "median", "q3", "max", "mad", NULL };
    luaL_checktype(L, 1, LUA_TTABLE);
    dw_buffer *text = dwl_push_buffer(L);
    dw_buffer_format(text, "%-10s %.0f (%.0f dropped)\n", "n", number_of(L, "n"),
                     number_of(L, "dropped"));
    dw_buffer_format(text, "%-10s %.6g [%.6g, %.6g], se %.3g\n", "mean", number_of(L, "mean"),
                     number_of(L, "low"), number_of(L, "high"), number_of(L, "se"));
    for (int i = 0; shown[i]; i++)
        dw_buffer_format(text, "%-10s %.6g\n", shown[i], number_of(L, shown[i]));
    dw_buffer_format(text, "%-10s %.4g, se %.3g\n", "skewness", number_of(L, "skewness"),
                     number_of(L, "skewness_se"));
    dw_buffer_format(text, "%-10s %.4g, se %.3g\n", "kurtosis", number_of(L, "kurtosis"),
                     number_of(L, "kurtosis_se"));
    dw_buffer_format(text, "interval of the mean: Student's t, %g %%", 100 * number_of(L, "level"));
    dwl_buffer_to_string(L, text);
    return 1;
}

static int stats_describe(lua_State *L)
{
    describe_arguments a;
    dwl_arguments(L, &a);
    size_t dropped;
    dw_series x = dwl_sample_sorted(L, a.x, a.options.na, &dropped);
    dw_summary summary;
    dw_error err;
    if (dw_summarize(x.at, x.n, a.options.level, &summary, &err)) return dwl_raise(L, &err);
    lua_createtable(L, 0, FIELDS + 3);
    for (size_t i = 0; i < FIELDS; i++)
        dwl_set_number(L, fields[i].name, *(double *)((char *)&summary + fields[i].offset));
    dwl_set_count(L, "n", x.n);
    dwl_set_count(L, "dropped", dropped);
    dwl_set_text(L, "method",
                 "mean: Student's t interval; skewness, kurtosis: adjusted (Joanes and Gill 1998); "
                 "quartiles: type 7; mad: times 1.4826");
    dwl_seal_result(L, "a description", summary_tostring);
    return 1;
}

static const dwl_function functions[] = {
    { "describe", stats_describe, DWL_POSITIONAL, describe_options,
      .returns = "{ n, dropped, mean, se, low, high, level, variance, sd, skewness, skewness_se, "
                 "kurtosis, kurtosis_se, min, q1, median, q3, max, range, iqr, mad, method }",
      .doc = "a sample of at least two values in one table; print shows it. low..high is the "
             "mean's interval by Student's t; skewness and excess kurtosis are the adjusted forms; "
             "NaN stands for what so few values, or values all equal, do not have.",
      .source = "Joanes and Gill 1998; Hyndman and Fan 1996; Hampel 1974",
      .example = "print(stats.describe{1, 2, 4, 8})" },
    { 0 },
};

const dwl_library dwl_stats_summary = { "stats", "A sample in one table.", functions };
