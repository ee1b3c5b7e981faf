/* A linear least-squares problem, solved by QR of the design itself: the normal equations would
 * lose twice the digits. Solutions are refined with residuals of doubled precision. */
#ifndef DW_STATS_FIT_DESIGN_H
#define DW_STATS_FIT_DESIGN_H

#include <gsl/gsl_matrix.h>
#include <gsl/gsl_vector.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/status.h"

typedef struct dw_design {
    size_t rows, columns, rank;
    bool *lost;         /* columns whose coefficient the data do not determine */
    double *at, *scale; /* the design, columns scaled by powers of two; those powers */
    double *root;       /* what each row counts times; NULL: once */
    double *room;
    gsl_matrix *qr, *u, *v;
    gsl_vector *tau, *singular;
} dw_design;

/* Takes a copy of a design (row-major, rows >= columns >= 1, finite). Singular values of the
 * scaled columns below tolerance times the largest count as zero; then rank < columns, and the
 * columns that take part are `lost`. Free with dw_design_free, also after a failure. */
dw_status dw_design_make(dw_design *design, const double *at, size_t rows, size_t columns,
                         double tolerance, dw_error *err);
/* The same of a problem whose rows, and the y given later, are to be multiplied by root[rows]
 * (square roots of weights): they are kept apart, since rounded products would lose the digits in
 * which the rows differ. */
dw_status dw_design_make_weighted(dw_design *design, const double *at, const double *root,
                                  size_t rows, size_t columns, double tolerance, dw_error *err);
void dw_design_free(dw_design *design);

/* The coefficients b[columns] for which the sum of squares of y - design b is least, and the
 * residuals[rows] (may be NULL), each times its root. With rank < columns: the shortest such b of
 * scaled columns. */
void dw_design_solve(const dw_design *design, const double *y, double *b, double *residuals);

/* Fills inverse[columns * columns] with (D'D)^-1; rows and columns of lost ones are infinite on
 * the diagonal and NaN beside it. */
void dw_design_inverse(const dw_design *design, double *inverse);

/* The sum of x[i] * y[i], in doubled precision. */
double dw_exact_dot(const double *x, const double *y, size_t n);

#endif
