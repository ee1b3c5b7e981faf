/* Problems of several steps: drawn step by step, answered, graded, shown. */
#include <gsl/gsl_randist.h>
#include <math.h>
#include <string.h>

#include "base/machine.h"
#include "random/lanes.h"
#include "sim/multistep.h"

int64_t dw_multistep_chunk(const dw_multistep *o)
{
    if (o->spread == 0 && o->symbols < 0) return dw_job_chunk(DW_MULTISTEP_CHUNK, o->steps);
    int64_t draws = o->symbols > 0 ? o->steps * o->steps : o->steps; /* comparing two answers */
    return dw_job_chunk_by_trial(DW_MULTISTEP_CHUNK / 8, draws);
}

/* ---- 512 problems at a time ---- */

typedef struct lane_chances {
    dw_lane_chance step, guess;
    dw_lane_stream stream;
} lane_chances;

static void start_lanes(const dw_multistep_plan *plan, size_t cell, int64_t number,
                        lane_chances *lanes)
{
    const dw_multistep *o = plan->o;
    lanes->step = dw_lane_chance_make(plan->p[cell]);
    lanes->guess = dw_lane_chance_make(o->choices > 0 ? 1 / (double)o->choices : 0);
    dw_lane_stream_start(&lanes->stream, (uint64_t)o->common.seed, dw_sim_key("multistep"), cell,
                         (uint64_t)number);
}

enum { TALLY_DIGITS = 12 }; /* binary digits of a number of steps */

/* Adds a bit to each of 512 numbers, whose binary digits lie side by side. */
static inline void tally_add(dw_lanes tally[TALLY_DIGITS], const dw_lanes *bit)
{
    dw_lanes carry = *bit;
    for (int i = 0; i < TALLY_DIGITS && dw_lanes_any(&carry); i++) {
        dw_lanes next = tally[i] & carry;
        tally[i] ^= carry;
        carry = next;
    }
}

/* *enough gets those of the numbers that are at least m. */
static void tally_reaches(const dw_lanes tally[TALLY_DIGITS], int64_t m, dw_lanes *enough)
{
    dw_lanes none = { 0 }, above = none, equal = ~none;
    for (int i = TALLY_DIGITS - 1; i >= 0; i--) {
        if (m >> i & 1) {
            equal &= tally[i];
        } else {
            above |= equal & tally[i];
            equal &= ~tally[i];
        }
    }
    *enough = above | equal;
}

DW_FOR_EACH_MACHINE
void dw_multistep_alike(const void *context, const dw_chunk *chunk, uint64_t *counts)
{
    const dw_multistep_plan *plan = context;
    const dw_multistep *o = plan->o;
    bool tallied = o->at_least >= 0;
    lane_chances lanes;
    start_lanes(plan, chunk->cell, chunk->number, &lanes);
    for (int64_t t = chunk->first; t < chunk->last; t += DW_LANE_TRIALS) {
        dw_lanes valid, right, lucky, tally[TALLY_DIGITS] = { { 0 } };
        dw_lanes_first(chunk->last - t, &valid);
        dw_lanes alive = valid;
        uint64_t survivors = 0;
        size_t stage = 0;
        for (int64_t j = 1; j <= o->steps; j++) {
            dw_lanes_draw(&lanes.stream, &lanes.step, &right);
            right &= valid;
            alive &= right;
            counts[DW_STEPS_RIGHT] += dw_lanes_count(&right);
            survivors = dw_lanes_count(&alive);
            counts[DW_PREFIXES] += survivors;
            counts[DW_PREFIX_SQUARES] += survivors * (uint64_t)(2 * j - 1);
            if (j == plan->ends[stage]) counts[DW_SURVIVORS + stage++] += survivors;
            if (tallied) tally_add(tally, &right);
        }
        dw_lanes_draw(&lanes.stream, &lanes.guess, &lucky);
        lucky &= valid & ~alive;
        counts[DW_ANSWERS] += survivors + dw_lanes_count(&lucky);
        if (!tallied) continue;
        tally_reaches(tally, o->at_least, &right);
        right &= valid;
        counts[DW_ENOUGH] += dw_lanes_count(&right);
    }
}

/* ---- One problem ---- */

typedef struct problem {
    double p;                       /* chance of a right step */
    bool right[DW_MULTISTEP_STEPS]; /* each step */
    bool solved, lucky;             /* all of them; failed, but guessed */
    uint16_t wanted[DW_MULTISTEP_SPELLED], written[DW_MULTISTEP_SPELLED];
} problem;

/* The chance of a right step in one problem. */
static double draw_ability(dw_stream *stream, double p, double spread)
{
    if (p <= 0 || p >= 1) return p;
    if (spread == 1) return dw_stream_uniform(stream) < p;
    gsl_rng rng = dw_stream_gsl(stream);
    double weight = (1 - spread) / spread;
    if (!isfinite(weight)) return p; /* a spread that is all but 0 */
    return gsl_ran_beta(&rng, p * weight, (1 - p) * weight);
}

/* The right answer and what was written: a wrong step writes one of the other symbols. */
static void spell(const dw_multistep *o, dw_stream *stream, problem *out)
{
    double symbols = (double)o->symbols;
    for (int64_t j = 0; j < o->steps; j++) {
        uint16_t symbol = (uint16_t)(dw_stream_uniform(stream) * symbols);
        out->wanted[j] = out->written[j] = symbol;
        if (out->right[j]) continue;
        uint16_t other = (uint16_t)(dw_stream_uniform(stream) * (symbols - 1));
        out->written[j] = other < symbol ? other : (uint16_t)(other + 1);
    }
}

static void draw_problem(const dw_multistep_plan *plan, size_t cell, int64_t trial, problem *out)
{
    const dw_multistep *o = plan->o;
    dw_stream stream = dw_stream_make((uint64_t)o->common.seed, dw_sim_key("multistep.spread"),
                                      cell, (uint64_t)trial);
    out->p = draw_ability(&stream, plan->p[cell], o->spread);
    dw_chance step = dw_chance_make(out->p);
    out->solved = true;
    for (int64_t j = 0; j < o->steps; j++) {
        out->right[j] = dw_stream_event(&stream, step);
        out->solved = out->solved && out->right[j];
    }
    out->lucky = !out->solved && o->choices > 0 &&
                 dw_stream_event(&stream, dw_chance_make(1 / (double)o->choices));
    if (o->symbols > 0) spell(o, &stream, out);
}

/* The same problem as in dw_multistep_alike: its group's share of the stream is drawn again. */
static void redraw_lanes(const dw_multistep_plan *plan, size_t cell, int64_t trial, problem *out)
{
    const dw_multistep *o = plan->o;
    int64_t chunk = dw_multistep_chunk(o), place = trial % chunk % DW_LANE_TRIALS;
    int64_t groups = trial % chunk / DW_LANE_TRIALS;
    lane_chances lanes;
    dw_lanes event;
    start_lanes(plan, cell, trial / chunk, &lanes);
    out->p = plan->p[cell];
    for (int64_t g = 0; g <= groups; g++) {
        out->solved = true;
        for (int64_t j = 0; j < o->steps; j++) {
            dw_lanes_event(&lanes.stream, &lanes.step, &event);
            out->right[j] = event[place / 64] >> (place % 64) & 1;
            out->solved = out->solved && out->right[j];
        }
        dw_lanes_event(&lanes.stream, &lanes.guess, &event);
        out->lucky = !out->solved && (event[place / 64] >> (place % 64) & 1);
    }
}

static void redraw(const dw_multistep_plan *plan, size_t cell, int64_t trial, problem *out)
{
    bool alike = plan->o->spread == 0 && plan->o->symbols < 0;
    (alike ? redraw_lanes : draw_problem)(plan, cell, trial, out);
}

int64_t dw_multistep_distance(const uint16_t *a, const uint16_t *b, int64_t n)
{
    int64_t changed = 0;
    for (int64_t i = 0; i < n; i++) changed += a[i] != b[i];
    if (changed <= 2) return changed; /* a shift costs two */
    uint16_t row[DW_MULTISTEP_SPELLED + 1];
    for (int64_t j = 0; j <= n; j++) row[j] = (uint16_t)j;
    for (int64_t i = 1; i <= n; i++) {
        uint16_t corner = row[0];
        row[0] = (uint16_t)i;
        for (int64_t j = 1; j <= n; j++) {
            uint16_t best = (uint16_t)(corner + (a[i - 1] != b[j - 1]));
            corner = row[j];
            uint16_t longer = (uint16_t)((corner < row[j - 1] ? corner : row[j - 1]) + 1);
            row[j] = best < longer ? best : longer;
        }
    }
    return row[n];
}

static void grade(const dw_multistep_plan *plan, const problem *given, uint64_t *counts)
{
    const dw_multistep *o = plan->o;
    uint64_t right = 0, before_error = 0;
    size_t stage = 0;
    for (int64_t j = 1; j <= o->steps; j++) {
        if (given->right[j - 1]) {
            if (before_error == (uint64_t)j - 1) before_error++;
            right++;
        }
        if (j != plan->ends[stage]) continue;
        counts[DW_SURVIVORS + stage++] += before_error == (uint64_t)j;
    }
    counts[DW_ANSWERS] += given->solved || given->lucky;
    counts[DW_STEPS_RIGHT] += right;
    counts[DW_STEP_SQUARES] += right * right;
    counts[DW_PREFIXES] += before_error;
    counts[DW_PREFIX_SQUARES] += before_error * before_error;
    counts[DW_ENOUGH] += o->at_least >= 0 && right >= (uint64_t)o->at_least;
    if (o->symbols < 0) return;
    uint64_t distance = (uint64_t)dw_multistep_distance(given->wanted, given->written, o->steps);
    counts[DW_DISTANCES] += distance;
    counts[DW_DISTANCE_SQUARES] += distance * distance;
}

void dw_multistep_singly(const void *context, const dw_chunk *chunk, uint64_t *counts)
{
    const dw_multistep_plan *plan = context;
    problem one;
    for (int64_t t = chunk->first; t < chunk->last; t++) {
        draw_problem(plan, chunk->cell, t, &one);
        grade(plan, &one, counts);
    }
}

void dw_multistep_only(const void *context, const dw_chunk *chunk, uint64_t *counts)
{
    const dw_multistep_plan *plan = context;
    problem one;
    redraw(plan, chunk->cell, plan->o->only - 1, &one);
    grade(plan, &one, counts);
}

/* ---- Showing ---- */

enum { SHOWN_STEPS = 60 };

/* Steps first..last-1 as marks: + right, x wrong. */
static void show_steps(const problem *given, int64_t first, int64_t last, dw_buffer *out)
{
    for (int64_t j = first; j < last; j++) {
        if (j > first && (j - first) % SHOWN_STEPS == 0) dw_buffer_add(out, "\n ");
        dw_buffer_add(out, given->right[j] ? " +" : " x");
    }
    dw_buffer_add(out, "\n");
}

static void show_symbols(const char *name, const uint16_t *symbols, int64_t n, dw_buffer *out)
{
    dw_buffer_add(out, name);
    for (int64_t j = 0; j < n; j++) {
        if (j > 0 && j % (SHOWN_STEPS / 2) == 0) dw_buffer_add(out, "\n ");
        dw_buffer_format(out, " %u", symbols[j]);
    }
    dw_buffer_add(out, "\n");
}

static void show_chain(const dw_multistep_plan *plan, const problem *given, dw_buffer *out)
{
    const dw_multistep *o = plan->o;
    int64_t first = 0, broke = 0;
    while (broke < o->steps && given->right[broke]) broke++;
    const char *stage = NULL;
    for (size_t s = 0; s < plan->stages; s++) {
        dw_buffer_format(out, "%s:", o->stages.n ? o->stages.at[s] : "steps");
        show_steps(given, first, plan->ends[s], out);
        if (o->stages.n && broke >= first && broke < plan->ends[s]) stage = o->stages.at[s];
        first = plan->ends[s];
    }
    if (given->solved)
        dw_buffer_add(out, "no step is wrong\n");
    else
        dw_buffer_format(out, "the chain broke at step %lld%s%s\n", (long long)broke + 1,
                         stage ? ", in " : "", stage ? stage : "");
}

void dw_multistep_show(const dw_multistep_plan *plan, size_t cell, int64_t trial, dw_buffer *out)
{
    const dw_multistep *o = plan->o;
    problem one;
    redraw(plan, cell, trial, &one);
    uint64_t counts[DW_JOB_COUNTS] = { 0 };
    grade(plan, &one, counts);
    char size[32], number[32];
    dw_text_count(o->common.size.at[cell], 3, size);
    dw_text_thousands((double)(trial + 1), number);
    dw_buffer_format(out, "problem %s of size %s: %lld steps, each right with probability %.3g\n",
                     number, size, (long long)o->steps, one.p);
    show_chain(plan, &one, out);
    if (o->symbols > 0) {
        show_symbols("wanted: ", one.wanted, o->steps, out);
        show_symbols("written:", one.written, o->steps, out);
    }
    if (!one.solved && o->choices > 0)
        dw_buffer_format(out, "a guess among %lld answers\n", (long long)o->choices);
    dw_buffer_format(out, "final answer %s; %llu of %lld steps right, %llu before the first error",
                     counts[DW_ANSWERS] ? "right" : "wrong",
                     (unsigned long long)counts[DW_STEPS_RIGHT], (long long)o->steps,
                     (unsigned long long)counts[DW_PREFIXES]);
    if (o->symbols > 0)
        dw_buffer_format(out, "; Levenshtein distance %llu",
                         (unsigned long long)counts[DW_DISTANCES]);
}
