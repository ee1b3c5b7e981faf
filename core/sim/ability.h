/* Ability: the chance that a model of size N gets one step right, a function of N. */
#ifndef DW_SIM_ABILITY_H
#define DW_SIM_ABILITY_H

#include <stddef.h>

#include "base/option.h"
#include "base/status.h"
#include "base/text.h"

typedef enum dw_ability_kind {
    DW_LOGISTIC = 1, /* floor + (ceiling - floor) / (1 + exp(-slope (log10 N - log10 midpoint))) */
    DW_POWER_LAW,    /* exp(-(scale / N)^exponent): Schaeffer et al. 2023, eq. 1-2 */
    DW_STEPS,        /* linear in log N between given points, constant outside them */
    DW_VALUES        /* one p for each size */
} dw_ability_kind;

/* x and p are somebody else's: points of DW_STEPS with x ascending, or DW_VALUES with x NULL. */
typedef struct dw_ability {
    dw_ability_kind kind;
    double midpoint, slope, floor, ceiling;
    double scale, exponent;
    const double *x, *p;
    size_t n;
} dw_ability;

extern const dw_option dw_ability_logistic_options[], dw_ability_power_law_options[];

/* p at every size; i counts sizes for DW_VALUES. Fails when p is not in 0..1 or not finite, or when
 * DW_VALUES has another number of values than there are sizes; the message says at which N. */
dw_status dw_ability_evaluate(const dw_ability *ability, dw_series size, double *p, dw_error *err);

/* p at one N; not for DW_VALUES. */
double dw_ability_at(const dw_ability *ability, double size);

/* "logistic(midpoint = 400M, slope = 1.7)": for footers and settings. */
void dw_ability_describe(const dw_ability *ability, dw_buffer *out);

#endif
