#include "stats/fit_model.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "stats/fit_design.h"

dw_status dw_fit_make(dw_fit *fit, size_t rows, size_t p, dw_error *err)
{
    *fit = (dw_fit){ .rows = rows, .p = p, .level = 0.95, .dof = NAN, .r2 = NAN };
    fit->params = dw_allocate(p, (4 + p) * sizeof(double), err);
    fit->fitted = dw_allocate(rows, 2 * sizeof(double), err);
    fit->lost = dw_allocate(p, sizeof(bool), err);
    fit->at_bound = dw_allocate(p, 1, err);
    if (!fit->params || !fit->fitted || !fit->lost || !fit->at_bound) {
        dw_fit_free(fit);
        return DW_ENOMEM;
    }
    fit->se = fit->params + p;
    fit->low = fit->se + p;
    fit->high = fit->low + p;
    fit->covariance = fit->high + p;
    fit->residuals = fit->fitted + rows;
    return DW_OK;
}

void dw_fit_free(dw_fit *fit)
{
    free(fit->params);
    free(fit->fitted);
    free(fit->lost);
    free(fit->at_bound);
    fit->params = fit->fitted = NULL;
    fit->lost = NULL;
    fit->at_bound = NULL;
}

void dw_fit_say(dw_fit *fit, const char *format, ...)
{
    size_t n = strlen(fit->message), room = sizeof fit->message;
    va_list arguments;
    if (n > 0 && n + 2 < room) {
        memcpy(fit->message + n, "; ", 3);
        n += 2;
    }
    va_start(arguments, format);
    vsnprintf(fit->message + n, room - n, format, arguments);
    va_end(arguments);
    dw_text_trim_utf8(fit->message);
}

double dw_link_apply(dw_link link, double x)
{
    if (link == DW_LINK_EXP) return exp(x);
    if (link == DW_LINK_LOGISTIC) return x < 0 ? exp(x) / (1 + exp(x)) : 1 / (1 + exp(-x));
    return x;
}

/* ---- checks ---- */

static const double largest_y = 1e99;

static dw_status check_finite(const double *x, size_t n, const char *name, dw_error *err)
{
    size_t bad = 0, first = 0;
    for (size_t i = n; i-- > 0;)
        if (!isfinite(x[i])) bad++, first = i;
    if (bad == 0) return DW_OK;
    return dw_fail(err, DW_EDOMAIN, "%s holds %zu value%s not finite, the first at point %zu", name,
                   bad, bad == 1 ? " that is" : "s that are", first + 1);
}

dw_status dw_fit_check_points(const dw_points *points, size_t p, size_t *counted, dw_error *err)
{
    size_t n = points->n, used = points->weights ? 0 : n;
    if (n == 0) return dw_fail(err, DW_EARG, "there are no points");
    dw_status status = check_finite(points->y, n, "y", err);
    for (size_t k = 0; k < points->predictors && !status; k++) {
        char name[32] = "x";
        if (points->predictors > 1) snprintf(name, sizeof name, "x[%zu]", k + 1);
        status = check_finite(points->x[k], n, name, err);
    }
    for (size_t i = 0; i < n && !status; i++)
        if (fabs(points->y[i]) > largest_y)
            status = dw_fail(err, DW_EDOMAIN, "y is too large to be squared: %g at point %zu",
                             points->y[i], i + 1);
    if (points->weights && !status) status = check_finite(points->weights, n, "weights", err);
    for (size_t i = 0; points->weights && i < n && !status; i++) {
        if (points->weights[i] < 0)
            return dw_fail(err, DW_EDOMAIN, "weights must not be negative, got %g at point %zu",
                           points->weights[i], i + 1);
        used += points->weights[i] > 0;
    }
    if (status) return status;
    if (counted) *counted = used;
    if (used >= p) return DW_OK;
    return dw_fail(err, DW_EARG, "%zu point%s%s cannot determine %zu parameters", used,
                   used == 1 ? "" : "s", used < n ? " with a weight above 0" : "", p);
}

/* ---- derivatives ---- */

/* Two steps of a parameter, apart by a distance that doubles hold exactly. */
static void choose_steps(const dw_model *model, size_t j, double b, double usual, double *up,
                         double *down)
{
    volatile double high, low;
    double h = cbrt(0x1p-52) * fmax(fabs(b), 1e-6 * fabs(usual));
    if (h == 0) h = cbrt(0x1p-52);
    high = b + h;
    low = b - h;
    if (model->upper && high > model->upper[j]) high = b;
    if (model->lower && low < model->lower[j]) low = b;
    *up = high;
    *down = low;
}

/* One difference quotient a column: from the two values at high and low into every stride-th
 * place of out; only_missing: where it is NaN so far. */
static void quotients(const double *up, const double *down, double distance, size_t n,
                      size_t stride, bool only_missing, double *out)
{
    for (size_t i = 0; i < n; i++) {
        double *place = &out[i * stride];
        if (!only_missing || isnan(*place))
            *place = isfinite(up[i]) && isfinite(down[i]) ? (up[i] - down[i]) / distance : NAN;
    }
}

static bool has_gap(const double *out, size_t n, size_t stride)
{
    for (size_t i = 0; i < n; i++)
        if (isnan(out[i * stride])) return true;
    return false;
}

/* The column of parameter j, between b[j] = high and low. */
static dw_status column(const dw_model *model, double *moved, size_t j, double high, double low,
                        const double *const *x, size_t n, double *room, bool only_missing,
                        double *out, dw_error *err)
{
    double here = moved[j];
    if (high == low) return DW_OK;
    moved[j] = high;
    dw_status status = model->value(model->context, moved, x, n, room, err);
    moved[j] = low;
    if (!status) status = model->value(model->context, moved, x, n, room + n, err);
    moved[j] = here;
    if (!status) quotients(room, room + n, high - low, n, model->parameters, only_missing, out + j);
    return status;
}

static dw_status differences(const dw_model *model, const double *b, const double *scale,
                             const double *const *x, size_t n, double *room, double *out,
                             dw_error *err)
{
    size_t p = model->parameters;
    double moved[DW_FIT_MOST_PARAMETERS];
    memcpy(moved, b, p * sizeof *b);
    dw_status status = DW_OK;
    for (size_t i = 0; i < n * p; i++) out[i] = NAN;
    for (size_t j = 0; j < p && !status; j++) {
        double high, low;
        choose_steps(model, j, b[j], scale ? scale[j] : 1, &high, &low);
        status = column(model, moved, j, high, low, x, n, room, false, out, err);
        if (status || !has_gap(out + j, n, p)) continue;
        status = column(model, moved, j, high, b[j], x, n, room, true, out, err);
        if (!status) status = column(model, moved, j, b[j], low, x, n, room, true, out, err);
    }
    for (size_t i = 0; i < n * p; i++)
        if (!isfinite(out[i])) out[i] = 0;
    return status;
}

dw_status dw_fit_jacobian(const dw_model *model, const double *b, const double *scale,
                          const double *const *x, size_t n, double *room, double *out,
                          dw_error *err)
{
    if (!model->jacobian) return differences(model, b, scale, x, n, room, out, err);
    dw_status status = model->jacobian(model->context, b, x, n, out, err);
    for (size_t i = 0; i < n * model->parameters && !status; i++)
        if (!isfinite(out[i])) out[i] = 0;
    return status;
}

/* ---- losses ---- */

void dw_fit_loss(dw_loss loss, double delta, double r, double *root, double *psi, double *second)
{
    double size = fabs(r), z = size / delta;
    *root = r;
    *psi = r;
    *second = 1;
    switch (loss) {
    case DW_LOSS_SQUARES:
        return;
    case DW_LOSS_HUBER:
        if (size <= delta) return;
        *root = sqrt(delta * (2 * size - delta));
        *psi = delta;
        *second = 0;
        break;
    case DW_LOSS_SOFT_L1: /* delta^2 (sqrt(1 + z^2) - 1) */
        *root = size * sqrt(2 / (sqrt(1 + z * z) + 1));
        *psi = size / sqrt(1 + z * z);
        *second = pow(1 + z * z, -1.5);
        break;
    case DW_LOSS_CAUCHY: /* delta^2 / 2 log(1 + z^2) */
        *root = delta * sqrt(log1p(z * z));
        *psi = size / (1 + z * z);
        *second = (1 - z * z) / ((1 + z * z) * (1 + z * z));
        break;
    }
    *root = copysign(*root, r);
    *psi = copysign(*psi, r);
}
