#include "stats/fit_design.h"

#include <gsl/gsl_blas.h>
#include <gsl/gsl_linalg.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

/* A sum in two doubles. */
typedef struct twofold {
    double high, low;
} twofold;

static void add(twofold *sum, double x)
{
    double s = sum->high + x, part = s - sum->high;
    sum->low += (sum->high - (s - part)) + (x - part);
    sum->high = s;
}

static void add_product(twofold *sum, double x, double y)
{
    double product = x * y;
    add(sum, product);
    sum->low += fma(x, y, -product);
}

double dw_exact_dot(const double *x, const double *y, size_t n)
{
    twofold sum = { 0, 0 };
    for (size_t i = 0; i < n; i++) add_product(&sum, x[i], y[i]);
    return sum.high + sum.low;
}

static double root_of(const dw_design *design, size_t row)
{
    return design->root ? design->root[row] : 1;
}

/* Powers of two change no digit. */
static void scale_columns(dw_design *design, const double *at)
{
    size_t n = design->rows, p = design->columns;
    for (size_t j = 0; j < p; j++) {
        double largest = 0, square = 0;
        int power = 0;
        for (size_t i = 0; i < n; i++)
            largest = fmax(largest, fabs(root_of(design, i) * at[i * p + j]));
        for (size_t i = 0; i < n && largest > 0; i++) {
            double part = root_of(design, i) * at[i * p + j] / largest;
            square += part * part;
        }
        if (largest > 0) frexp(largest, &power);
        int more = 0;
        if (square > 0) frexp(sqrt(square), &more);
        design->scale[j] = ldexp(1, -(power + more) < -1000 ? -1000 : -(power + more));
        for (size_t i = 0; i < n; i++) design->at[i * p + j] = at[i * p + j] * design->scale[j];
    }
}

/* A column takes part in a direction that the data do not see. */
static void find_lost(dw_design *design, double tolerance)
{
    size_t p = design->columns;
    double largest = gsl_vector_get(design->singular, 0);
    design->rank = 0;
    while (design->rank < p && gsl_vector_get(design->singular, design->rank) > tolerance * largest)
        design->rank++;
    for (size_t k = design->rank; k < p; k++)
        for (size_t j = 0; j < p; j++)
            if (fabs(gsl_matrix_get(design->v, j, k)) > 1e-6) design->lost[j] = true;
}

static dw_status decompose(dw_design *design, dw_error *err)
{
    size_t n = design->rows, p = design->columns;
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < p; j++)
            gsl_matrix_set(design->qr, i, j, root_of(design, i) * design->at[i * p + j]);
    if (gsl_linalg_QR_decomp(design->qr, design->tau))
        return dw_fail(err, DW_ENUMERIC, "the design could not be decomposed");
    gsl_matrix_set_zero(design->u);
    for (size_t i = 0; i < p; i++)
        for (size_t j = i; j < p; j++)
            gsl_matrix_set(design->u, i, j, gsl_matrix_get(design->qr, i, j));
    if (gsl_linalg_SV_decomp_jacobi(design->u, design->v, design->singular))
        return dw_fail(err, DW_ENUMERIC, "the singular values of the design were not found");
    return DW_OK;
}

dw_status dw_design_make_weighted(dw_design *design, const double *at, const double *root,
                                  size_t rows, size_t columns, double tolerance, dw_error *err)
{
    size_t cells;
    *design = (dw_design){ .rows = rows, .columns = columns };
    if (columns == 0 || rows < columns)
        return dw_fail(err, DW_EARG, "%zu points cannot determine %zu parameters", rows, columns);
    if (!dw_size_multiply(rows, columns, &cells))
        return dw_fail(err, DW_ENOMEM, "%zu points of %zu parameters are too many", rows, columns);
    design->at = dw_allocate(cells, sizeof(double), err);
    design->scale = dw_allocate(columns, sizeof(double), err);
    design->lost = dw_allocate(columns, sizeof(bool), err);
    design->room = dw_allocate(rows, 4 * sizeof(double), err);
    design->qr = gsl_matrix_alloc(rows, columns);
    design->u = gsl_matrix_alloc(columns, columns);
    design->v = gsl_matrix_alloc(columns, columns);
    design->tau = gsl_vector_alloc(columns);
    design->singular = gsl_vector_alloc(columns);
    if (!design->at || !design->scale || !design->lost || !design->room || !design->qr ||
        !design->u || !design->v || !design->tau || !design->singular)
        return dw_fail(err, DW_ENOMEM, "no memory for %zu points of %zu parameters", rows, columns);
    if (root) {
        design->root = dw_allocate(rows, sizeof(double), err);
        if (!design->root) return DW_ENOMEM;
        memcpy(design->root, root, rows * sizeof *root);
    }
    scale_columns(design, at);
    dw_status status = decompose(design, err);
    if (!status) find_lost(design, tolerance);
    return status;
}

dw_status dw_design_make(dw_design *design, const double *at, size_t rows, size_t columns,
                         double tolerance, dw_error *err)
{
    return dw_design_make_weighted(design, at, NULL, rows, columns, tolerance, err);
}

void dw_design_free(dw_design *design)
{
    free(design->at);
    free(design->root);
    free(design->scale);
    free(design->lost);
    free(design->room);
    if (design->qr) gsl_matrix_free(design->qr);
    if (design->u) gsl_matrix_free(design->u);
    if (design->v) gsl_matrix_free(design->v);
    if (design->tau) gsl_vector_free(design->tau);
    if (design->singular) gsl_vector_free(design->singular);
    *design = (dw_design){ 0 };
}

/* ---- the augmented system: r + D x = b, D' r = c (Björck 1967), rows times their roots ---- */

/* What r and x leave of b and c. */
static void remainder_of(const dw_design *design, const double *b, const double *c, const double *r,
                         const double *x, double *f, double *g)
{
    size_t n = design->rows, p = design->columns;
    for (size_t i = 0; i < n; i++) {
        twofold sum = { b ? b[i] : 0, 0 };
        if (!design->root) add(&sum, -r[i]);
        for (size_t j = 0; j < p; j++) add_product(&sum, -design->at[i * p + j], x[j]);
        f[i] = sum.high + sum.low;
        if (design->root) f[i] = design->root[i] * f[i] - r[i];
    }
    for (size_t j = 0; j < p; j++) {
        twofold sum = { c ? c[j] : 0, 0 };
        for (size_t i = 0; i < n; i++)
            add_product(&sum, -design->at[i * p + j], root_of(design, i) * r[i]);
        g[j] = sum.high + sum.low;
    }
}

/* Solves the system by the QR once; f becomes the change of r, g that of x. */
static void solve_once(const dw_design *design, double *f, double *g)
{
    size_t p = design->columns;
    gsl_vector_view whole = gsl_vector_view_array(f, design->rows);
    gsl_vector_view h = gsl_vector_view_array(g, p);
    gsl_matrix_const_view r = gsl_matrix_const_submatrix(design->qr, 0, 0, p, p);
    gsl_linalg_QR_QTvec(design->qr, design->tau, &whole.vector);
    gsl_blas_dtrsv(CblasUpper, CblasTrans, CblasNonUnit, &r.matrix, &h.vector);
    for (size_t j = 0; j < p; j++) {
        double swap = f[j] - g[j];
        f[j] = g[j];
        g[j] = swap;
    }
    gsl_blas_dtrsv(CblasUpper, CblasNoTrans, CblasNonUnit, &r.matrix, &h.vector);
    gsl_linalg_QR_Qvec(design->qr, design->tau, &whole.vector);
}

enum { REFINEMENTS = 12 };

/* r[rows] and x[columns] of full rank, for scaled columns. */
static void solve_augmented(const dw_design *design, const double *b, const double *c, double *r,
                            double *x)
{
    size_t n = design->rows, p = design->columns;
    double *f = design->room, *g = f + n, before = INFINITY;
    memset(r, 0, n * sizeof *r);
    memset(x, 0, p * sizeof *x);
    for (int k = 0; k < REFINEMENTS; k++) {
        double change = 0;
        remainder_of(design, b, c, r, x, f, g);
        solve_once(design, f, g);
        for (size_t j = 0; j < p; j++)
            if (x[j] != 0 || g[j] != 0)
                change = fmax(change, fabs(g[j]) / fmax(fabs(x[j]), fabs(x[j] + g[j])));
        if (!(change < before) && k > 1) break; /* no longer shrinking: rounding is reached */
        for (size_t i = 0; i < n; i++) r[i] += f[i];
        for (size_t j = 0; j < p; j++) x[j] += g[j];
        if (k > 0) before = change;
        if (change == 0) break;
    }
}

/* ---- the two answers ---- */

/* x = V S^-1 U' first, of the singular values that count. */
static void solve_short(const dw_design *design, const double *y, double *b, double *r)
{
    size_t n = design->rows, p = design->columns;
    for (size_t i = 0; i < n; i++) r[i] = root_of(design, i) * y[i];
    gsl_vector_view whole = gsl_vector_view_array(r, n);
    gsl_linalg_QR_QTvec(design->qr, design->tau, &whole.vector);
    memset(b, 0, p * sizeof *b);
    for (size_t k = 0; k < design->rank; k++) {
        double part = 0;
        for (size_t j = 0; j < p; j++) part += gsl_matrix_get(design->u, j, k) * r[j];
        part /= gsl_vector_get(design->singular, k);
        for (size_t j = 0; j < p; j++) b[j] += gsl_matrix_get(design->v, j, k) * part;
    }
    for (size_t i = 0; i < n; i++) {
        twofold sum = { y[i], 0 };
        for (size_t j = 0; j < p; j++) add_product(&sum, -design->at[i * p + j], b[j]);
        r[i] = root_of(design, i) * (sum.high + sum.low);
    }
}

void dw_design_solve(const dw_design *design, const double *y, double *b, double *residuals)
{
    double *r = residuals ? residuals : design->room + 2 * design->rows;
    if (design->rank < design->columns)
        solve_short(design, y, b, r);
    else
        solve_augmented(design, y, NULL, r, b);
    for (size_t j = 0; j < design->columns; j++) b[j] *= design->scale[j];
}

static void short_inverse(const dw_design *design, double *inverse)
{
    size_t p = design->columns;
    for (size_t i = 0; i < p; i++)
        for (size_t j = 0; j < p; j++) {
            double sum = 0;
            for (size_t k = 0; k < design->rank; k++) {
                double s = gsl_vector_get(design->singular, k);
                sum += gsl_matrix_get(design->v, i, k) / s * (gsl_matrix_get(design->v, j, k) / s);
            }
            bool lost = design->lost[i] || design->lost[j];
            inverse[i * p + j] = lost ? (i == j ? INFINITY : NAN) : sum;
        }
}

void dw_design_inverse(const dw_design *design, double *inverse)
{
    size_t n = design->rows, p = design->columns;
    double *r = design->room + 2 * n, *c = r + n;
    if (design->rank < p) short_inverse(design, inverse);
    for (size_t j = 0; j < p && design->rank == p; j++) {
        memset(c, 0, p * sizeof *c);
        c[j] = -1;
        solve_augmented(design, NULL, c, r, inverse + j * p);
    }
    for (size_t i = 0; i < p; i++)
        for (size_t j = 0; j <= i; j++) {
            double both = 0.5 * (inverse[i * p + j] + inverse[j * p + i]);
            inverse[i * p + j] = inverse[j * p + i] = both * design->scale[i] * design->scale[j];
        }
}
