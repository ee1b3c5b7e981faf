/* The method of axes for reliability diagrams. */
#include <math.h>
#include <string.h>

#include "lua/axes.h"
#include "plot/reldiagram.h"
#include "stats/reliability.h"

static const char *const binnings[] = { "width", "mass", NULL };
static const char *const markers[] = { "circle", "square", "diamond", "none", NULL };

typedef struct reliability_arguments {
    dw_series confidence, correct, accuracy, count;
    int64_t bins;
    const char *binning;
    dw_layer_options options;
} reliability_arguments;

#define AT(field) offsetof(reliability_arguments, field)

const dw_option dwl_reliability_options[] = {
    { "confidence", DW_SERIES, AT(confidence), .min = 0, .max = 1, .flags = DW_REQUIRED | DW_GAPS,
      .doc = "of each answer, or the mean of each bin; NaN in a bin without answers" },
    { "correct", DW_SERIES, AT(correct), .min = 0, .max = 1, .flags = DW_OPTIONAL,
      .doc = "1 for each right answer, 0 for each wrong one" },
    { "accuracy", DW_SERIES, AT(accuracy), .min = 0, .max = 1, .flags = DW_OPTIONAL | DW_GAPS,
      .doc = "instead of `correct`: the share right in each bin; NaN in one without answers" },
    { "count", DW_SERIES, AT(count), .flags = DW_OPTIONAL,
      .doc = "with `accuracy`: how many answers are in each bin" },
    { "bins", DW_INTEGER, AT(bins), .def = 10, .min = 1, .max = DW_RELIABILITY_MOST,
      .doc = "how many bins; one holds low < confidence <= high" },
    { "binning", DW_CHOICE, AT(binning), .choices = binnings,
      .doc = "bins of one width, or of about as many answers" },
    { "label", DW_TEXT, AT(options.label), .doc = "name, for the legend" },
    { "color", DW_TEXT, AT(options.color), .doc = "as of a line" },
    { "marker", DW_CHOICE, AT(options.marker), .choices = markers, .doc = "shape of the marks" },
    { "width_px", DW_NUMBER, AT(options.width_px), .max = 100, .flags = DW_OPTIONAL, .unit = "px",
      .doc = "width of the whiskers on a page of 1600 x 900" },
    { "alpha", DW_NUMBER, AT(options.alpha), .max = 1, .flags = DW_OPTIONAL, .doc = "1 is opaque" },
    { 0 },
};

static dw_status measure(const reliability_arguments *a, dw_reliability *r, dw_error *err)
{
    if (a->accuracy.at)
        return dw_reliability_binned(a->confidence.at, a->accuracy.at, a->count.at, a->count.n, r,
                                     err);
    bool mass = strcmp(a->binning, "mass") == 0;
    return dw_reliability_measure(a->confidence.at, a->correct.at, a->confidence.n, (size_t)a->bins,
                                  mass ? DW_BINNING_MASS : DW_BINNING_WIDTH, r, err);
}

static void check_forms(lua_State *L, const reliability_arguments *a)
{
    bool raw = a->correct.at, binned = a->accuracy.at || a->count.at;
    if (raw == binned || (binned && !(a->accuracy.at && a->count.at)))
        dwl_error(L, "give 'correct' for each answer, or 'accuracy' and 'count' for each bin");
    if (raw) dwl_check_lengths(L, "confidence", a->confidence, "correct", a->correct);
    if (!binned) return;
    dwl_check_lengths(L, "confidence", a->confidence, "accuracy", a->accuracy);
    dwl_check_lengths(L, "confidence", a->confidence, "count", a->count);
}

int dwl_axes_reliability(lua_State *L)
{
    dw_axes *axes = dwl_axes_of(L);
    reliability_arguments a = { 0 };
    dwl_arguments(L, &a);
    check_forms(L, &a);
    dw_reliability r;
    dw_error err;
    if (measure(&a, &r, &err)) return dwl_raise(L, &err);
    const dw_gaps gaps = {
        r.bins, r.confidence, r.accuracy, r.low, r.high, r.count, r.edges, r.ece
    };
    dw_status status = dw_axes_reliability(axes, &gaps, &a.options, &err);
    dw_reliability_free(&r);
    return dwl_axes_done(L, status, &err);
}
