/* The counts of all trials from their joint law, without drawing each step. */
#include "random/binomial.h"
#include "random/stream.h"
#include "sim/multistep.h"

/* Trials whose first error is at step j (from 1): how many of their later steps are right, drawn as
 * so many trials with 0, 1, 2, .. of them. */
static void split(const dw_multistep *o, double p, gsl_rng *rng, int64_t j, uint64_t trials,
                  uint64_t *counts)
{
    double law[DW_MULTISTEP_SPLIT], spread = o->spread, tail = 0;
    double tails[DW_MULTISTEP_SPLIT];
    int64_t later = o->steps - j;
    dw_multistep_law(p * (1 - spread) + (double)(j - 1) * spread, (1 - p) * (1 - spread) + spread,
                     spread, later, law);
    for (int64_t i = later; i >= 0; i--) tails[i] = tail += law[i];
    for (int64_t i = 0; i <= later && trials > 0; i++) {
        bool last = i == later || law[i] >= tails[i];
        uint64_t here = last ? trials : dw_binomial_draw(rng, law[i] / tails[i], trials);
        uint64_t right = (uint64_t)(j - 1 + i);
        trials -= here;
        counts[DW_STEPS_RIGHT] += here * right;
        counts[DW_STEP_SQUARES] += here * right * right;
        if (o->at_least >= 0 && right >= (uint64_t)o->at_least) counts[DW_ENOUGH] += here;
    }
}

/* The chance that step j is right where all before it were. */
static double chance_after(const dw_multistep *o, double p, int64_t j)
{
    if (o->spread == 0 || j == 1 || p <= 0 || p >= 1) return p;
    double more = (double)(j - 1) * o->spread;
    return (p * (1 - o->spread) + more) / (1 - o->spread + more);
}

void dw_multistep_aggregate(const void *context, const dw_chunk *chunk, uint64_t *counts)
{
    const dw_multistep_plan *plan = context;
    const dw_multistep *o = plan->o;
    double p = plan->p[chunk->cell];
    dw_stream stream =
        dw_stream_make((uint64_t)o->common.seed, dw_sim_key("multistep.aggregate"), chunk->cell, 0);
    gsl_rng rng = dw_stream_gsl(&stream);
    uint64_t alive = (uint64_t)o->common.trials, steps = (uint64_t)o->steps, later = 0;
    bool splits = o->spread > 0 || o->at_least >= 0;
    size_t stage = 0;
    for (int64_t j = 1; j <= o->steps && alive > 0; j++) {
        uint64_t next = dw_binomial_draw(&rng, chance_after(o, p, j), alive);
        if (splits && alive > next)
            split(o, p, &rng, j, alive - next, counts);
        else
            later += (alive - next) * (uint64_t)(o->steps - j);
        alive = next;
        counts[DW_PREFIXES] += alive;
        counts[DW_PREFIX_SQUARES] += alive * (uint64_t)(2 * j - 1);
        if (j == plan->ends[stage]) counts[DW_SURVIVORS + stage++] += alive;
    }
    if (splits) {
        counts[DW_STEPS_RIGHT] += alive * steps;
        counts[DW_STEP_SQUARES] += alive * steps * steps;
        counts[DW_ENOUGH] += alive;
    } else {
        counts[DW_STEPS_RIGHT] += counts[DW_PREFIXES] + dw_binomial_draw(&rng, p, later);
    }
    uint64_t failed = (uint64_t)o->common.trials - alive;
    counts[DW_ANSWERS] += alive;
    if (o->choices > 0)
        counts[DW_ANSWERS] += dw_binomial_draw(&rng, 1 / (double)o->choices, failed);
}
