#include "stats/rise.h"

#include <gsl/gsl_cdf.h>
#include <math.h>

enum { BISECTIONS = 24, SIZES = 4 };

dw_status dw_growth_check(const dw_ladder *ladder, double chance, size_t least, dw_error *err)
{
    if (!(chance >= 0 && chance < 1))
        return dw_fail(err, DW_EDOMAIN, "chance must be at least 0 and below 1, got %g", chance);
    if (!dw_ladder_has_noise(ladder))
        return dw_fail(err, DW_EARG,
                       "give trials or se: without them nobody knows how far chance "
                       "moves a score");
    if (ladder->n < least)
        return dw_fail(err, DW_EARG, "%zu sizes; at least %zu are needed", ladder->n, least);
    if (ladder->n > DW_LADDER_MOST)
        return dw_fail(err, DW_EARG, "%zu sizes; at most %d are allowed", ladder->n,
                       DW_LADDER_MOST);
    for (size_t i = 0; i < ladder->n; i++)
        if (!(ladder->score[i] >= 0 && ladder->score[i] <= 1))
            return dw_fail(err, DW_EDOMAIN, "scores must be in 0..1, got %g at size %g",
                           ladder->score[i], ladder->size[i]);
    for (size_t i = 0; i < ladder->n && ladder->se; i++)
        if (!(ladder->se[i] >= 1e-9))
            return dw_fail(err, DW_EDOMAIN, "se must be at least 1e-9, got %g", ladder->se[i]);
    if (!(ladder->size[ladder->n - 1] / ladder->size[0] > 1 + 1e-6))
        return dw_fail(err, DW_EDOMAIN, "all sizes are nearly the same, from %g to %g",
                       ladder->size[0], ladder->size[ladder->n - 1]);
    return DW_OK;
}

/* The steepness on one side of the best where the profile leaves its limit. */
static double profile_end(const dw_ladder *ladder, const double *u, double chance, double inside,
                          double outside, double limit)
{
    dw_law law;
    dw_law_fit_steep(&law, ladder, u, chance, outside);
    if (law.deviance <= limit) return outside;
    for (int i = 0; i < BISECTIONS; i++) {
        double middle = (inside + outside) / 2;
        dw_law_fit_steep(&law, ladder, u, chance, middle);
        if (law.deviance <= limit)
            inside = middle;
        else
            outside = middle;
    }
    return inside;
}

dw_status dw_rise_find(dw_rise *out, const dw_ladder *ladder, const double *u, double chance,
                       double level, dw_error *err)
{
    dw_status status = dw_growth_check(ladder, chance, SIZES, err);
    if (status) return status;
    dw_law *law = &out->law;
    dw_law_fit(law, DW_LAW_LOGISTIC, ladder, u, chance, ladder->n);
    if (!isfinite(law->deviance))
        return dw_fail(err, DW_ENUMERIC, "no logistic could be fitted to the scores");
    const double best = law->b[DW_LAW_STEEPNESS], most = dw_law_steepest(law);
    double dof = (double)ladder->n - 3;
    out->dispersion = fmax(law->deviance / dof, 1);
    double limit = law->deviance + out->dispersion * gsl_cdf_chisq_Pinv(level, 1);
    double steep = profile_end(ladder, u, chance, best, most, limit);
    double slow = profile_end(ladder, u, chance, best, dw_law_slowest(), limit);
    double first = log10(ladder->size[0]);
    out->range = log10(ladder->size[ladder->n - 1]) - first;
    const double rise = 2 * log(9) * out->range;
    out->decades = rise / exp(best);
    out->low = steep >= most ? 0 : rise / exp(steep);
    out->high = slow <= dw_law_slowest() ? INFINITY : rise / exp(slow);
    out->midpoint = pow(10, first + law->b[0] * out->range);
    out->ceiling = chance + (1 - chance) / (1 + exp(-law->b[2]));
    return DW_OK;
}
