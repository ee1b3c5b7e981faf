#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "random/stream.h"
#include "sim/ability.h"
#include "sim/addition.h"
#include "sim/job.h"
#include "sim/score.h"
#include "sim/sim.h"

enum { MOST_DIGITS = DW_ADDITION_DIGITS, CHUNK = 1 << 12, LOST = 10 };

typedef struct scratchpad {
    dw_sim_common common;
    dw_ability column, carry, line;
    int64_t digits;
    const char *leading;
} scratchpad;

static const dw_ability default_column = {
    .kind = DW_LOGISTIC, .midpoint = 1e5, .slope = 1.5, .floor = 0.1, .ceiling = 0.999
};
static const dw_ability default_carry = {
    .kind = DW_LOGISTIC, .midpoint = 1e8, .slope = 1.5, .floor = 0.1, .ceiling = 0.95
};
static const dw_ability default_line = {
    .kind = DW_LOGISTIC, .midpoint = 4e6, .slope = 3, .ceiling = 0.999
};

static const char *const leading_choices[] = { "any", "nonzero", NULL };

static const dw_option options[] = {
    DW_SIM_COMMON(scratchpad),
    { "digits", DW_INTEGER, offsetof(scratchpad, digits), .def = 8, .min = 1, .max = MOST_DIGITS,
      .unit = "digits", .doc = "digits n of each of the two numbers" },
    { "leading", DW_CHOICE, offsetof(scratchpad, leading), .choices = leading_choices,
      .doc = "the top digit of a number: any of 0..9, or never 0" },
    { "column", DW_ABILITY, offsetof(scratchpad, column), .preset = &default_column,
      .text = "sim.ability.logistic{midpoint = 1e5, slope = 1.5, floor = 0.1, ceiling = 0.999}",
      .doc = "chance a(N) that a column without carry-in goes right; on the scratchpad, any "
             "column" },
    { "carry", DW_ABILITY, offsetof(scratchpad, carry), .preset = &default_carry,
      .text = "sim.ability.logistic{midpoint = 1e8, slope = 1.5, floor = 0.1, ceiling = 0.95}",
      .doc = "chance b(N) that a column with carry-in goes right in the head; at most a(N)" },
    { "line", DW_ABILITY, offsetof(scratchpad, line), .preset = &default_line,
      .text = "sim.ability.logistic{midpoint = 4e6, slope = 3, ceiling = 0.999}",
      .doc = "chance f(N) that a line on the scratchpad is well formed" },
    { 0 },
};

enum { PAD, HEAD, PAD_DIGITS, HEAD_DIGITS, PAD_EDIT, HEAD_EDIT, SCORES };

static const dw_score_info scores[] = {
    { "scratchpad", "share of whole sums right on the scratchpad" },
    { "head", "share of whole sums right in the head" },
    { "scratchpad_digits", "share of the n columns' digits right on the scratchpad" },
    { "head_digits", "share of the n columns' digits right in the head" },
    { "scratchpad_edit", "edits from the scratchpad's answer to the sum, of n + 1 places" },
    { "head_edit", "edits from the head's answer to the sum, of n + 1 places" },
    { 0 },
};

static size_t carries_columns(const void *given)
{
    const scratchpad *o = given;
    return (size_t)o->digits + 1;
}

static const dw_extra extras[] = {
    { "carries", "in theory, the share of problems in which 0, 1, ... n columns carry",
      carries_columns, .once = true },
    { 0 },
};

/* What is counted in each cell: of each way to add, sums right, digits right, edits, and the
 * squares of the latter two. */
enum { SUM, DIGITS, DIGIT_SQUARES, EDITS, EDIT_SQUARES, COUNTS };

typedef struct scratchpad_plan {
    const scratchpad *o;
    dw_addition problem;
    double *column, *carry, *line; /* of each size */
} scratchpad_plan;

/* A number by its digits, the lowest first; LOST stands for one that cannot be read. */
typedef struct number {
    unsigned char digit[MOST_DIGITS + 1];
    size_t n;
} number;

typedef struct addition {
    number x, y, sum, head, pad;
    unsigned char carry[MOST_DIGITS + 1]; /* truly, into each column */
} addition;

/* The chances of one size: a column goes right without and with carry-in; a line is well formed. */
typedef struct adder {
    dw_chance column[2], line;
} adder;

/* ---- Problems, and how they are answered ---- */

/* Sixty random bits are a fraction whose decimal digits come out one after the other. */
static void draw_number(dw_stream *stream, const dw_addition *problem, number *out)
{
    const uint64_t mask = (1ull << 60) - 1;
    uint64_t fraction = 0;
    out->n = (size_t)problem->digits;
    for (size_t i = 0; i < out->n; i++) {
        bool top = problem->nonzero && i == out->n - 1;
        if (i % 8 == 0) fraction = dw_stream_bits(stream) >> 4;
        fraction *= top ? 9 : 10;
        out->digit[i] = (unsigned char)((fraction >> 60) + top);
        fraction &= mask;
    }
}

static void add_truly(addition *a)
{
    unsigned carry = 0;
    for (size_t i = 0; i < a->x.n; i++) {
        unsigned s = a->x.digit[i] + a->y.digit[i] + carry;
        a->carry[i] = (unsigned char)carry;
        a->sum.digit[i] = (unsigned char)(s % 10);
        carry = s >= 10;
    }
    a->carry[a->x.n] = (unsigned char)carry;
    a->sum.n = a->x.n;
    if (carry) a->sum.digit[a->sum.n++] = 1;
}

/* A column that goes right works from the carry that is held. A wrong one writes one of the nine
 * wrong digits, or none that can be read, and passes on the wrong carry. */
static void add_by(const adder *who, bool on_pad, dw_stream *stream, const addition *a, number *out)
{
    unsigned held = 0;
    for (size_t i = 0; i < a->x.n; i++) {
        unsigned s = a->x.digit[i] + a->y.digit[i] + held;
        bool formed = !on_pad || dw_stream_event(stream, who->line);
        bool right = dw_stream_event(stream, who->column[on_pad ? 0 : a->carry[i]]);
        unsigned digit = s % 10, carry = s >= 10;
        if (!right) digit = (a->sum.digit[i] + 1 + (unsigned)(dw_stream_uniform(stream) * 9)) % 10;
        if (!formed) digit = LOST;
        held = right && formed ? carry : 1u - a->carry[i + 1];
        out->digit[i] = (unsigned char)digit;
    }
    out->n = a->x.n;
    if (held) out->digit[out->n++] = 1;
}

static adder adder_of(const scratchpad_plan *plan, size_t cell)
{
    return (
        adder){ .column = { dw_chance_make(plan->column[cell]), dw_chance_make(plan->carry[cell]) },
                .line = dw_chance_make(plan->line[cell]) };
}

static void draw(const scratchpad_plan *plan, const adder *who, size_t cell, int64_t trial,
                 addition *a)
{
    dw_stream stream = dw_stream_make((uint64_t)plan->o->common.seed, dw_sim_key("scratchpad"),
                                      cell, (uint64_t)trial);
    draw_number(&stream, &plan->problem, &a->x);
    draw_number(&stream, &plan->problem, &a->y);
    add_truly(a);
    add_by(who, false, &stream, a, &a->head);
    add_by(who, true, &stream, a, &a->pad);
}

/* ---- Grading ---- */

static unsigned least(unsigned a, unsigned b, unsigned c)
{
    unsigned d = a < b ? a : b;
    return c < d ? c : d;
}

/* Levenshtein's distance: digits put in, left out or exchanged. */
static unsigned edits(const number *a, const number *b)
{
    unsigned row[MOST_DIGITS + 2];
    for (size_t j = 0; j <= b->n; j++) row[j] = (unsigned)j;
    for (size_t i = 1; i <= a->n; i++) {
        unsigned corner = row[0];
        row[0] = (unsigned)i;
        for (size_t j = 1; j <= b->n; j++) {
            unsigned above = row[j];
            row[j] =
                least(above + 1, row[j - 1] + 1, corner + (a->digit[i - 1] != b->digit[j - 1]));
            corner = above;
        }
    }
    return row[b->n];
}

static void grade(const addition *a, const number *answer, uint64_t *counts)
{
    uint64_t right = 0;
    for (size_t i = 0; i < a->x.n; i++) right += answer->digit[i] == a->sum.digit[i];
    bool whole = right == a->x.n && answer->n == a->sum.n;
    uint64_t distance = whole ? 0 : edits(answer, &a->sum);
    counts[SUM] += whole;
    counts[DIGITS] += right;
    counts[DIGIT_SQUARES] += right * right;
    counts[EDITS] += distance;
    counts[EDIT_SQUARES] += distance * distance;
}

static void work(const void *context, const dw_chunk *chunk, uint64_t *counts)
{
    const scratchpad_plan *plan = context;
    adder who = adder_of(plan, chunk->cell);
    for (int64_t t = chunk->first; t < chunk->last; t++) {
        addition a;
        draw(plan, &who, chunk->cell, t, &a);
        grade(&a, &a.pad, counts);
        grade(&a, &a.head, counts + COUNTS);
    }
}

/* ---- Scores ---- */

/* way 0: the scratchpad, 1: the head. */
static dw_status put_way(const scratchpad_plan *plan, size_t i, size_t way, const uint64_t *counts,
                         dw_score *score, dw_error *err)
{
    double n = (double)plan->o->common.trials, k = (double)plan->o->digits;
    dw_status status = dw_score_share(&score[PAD + way], i, (double)counts[SUM], n, err);
    if (!status)
        status = dw_score_mean(&score[PAD_DIGITS + way], i, (double)counts[DIGITS],
                               (double)counts[DIGIT_SQUARES], n, k, err);
    if (!status)
        status = dw_score_mean(&score[PAD_EDIT + way], i, (double)counts[EDITS],
                               (double)counts[EDIT_SQUARES], n, k + 1, err);
    double written = plan->column[i] * plan->line[i];
    dw_addition_right theory =
        way == 0 ? dw_addition_theory(&plan->problem, written, written)
                 : dw_addition_theory(&plan->problem, plan->column[i], plan->carry[i]);
    score[PAD + way].theory[i] = theory.sum;
    score[PAD_DIGITS + way].theory[i] = theory.digits;
    score[PAD_EDIT + way].theory[i] = NAN;
    return status;
}

static dw_status simulate(const scratchpad_plan *plan, uint64_t *totals, dw_result *result,
                          const dw_env *env, dw_error *err)
{
    const scratchpad *o = plan->o;
    dw_job job = { .cells = o->common.size.n,
                   .trials = o->common.trials,
                   .chunk = dw_job_chunk_by_trial(CHUNK, 4 * (o->digits + 4) * (o->digits + 4)),
                   .counts = 2 * COUNTS,
                   .draws = 8 * (double)o->digits,
                   .work = work,
                   .context = plan };
    dw_status status = dw_job_run(&job, totals, env, err);
    for (size_t i = 0; !status && i < job.cells; i++) {
        status = dw_job_ask(env, i, job.cells, err);
        for (size_t way = 0; !status && way < 2; way++)
            status = put_way(plan, i, way, totals + (2 * i + way) * COUNTS, result->scores, err);
    }
    return status;
}

static dw_status check_abilities(const scratchpad_plan *plan, dw_error *err)
{
    const double *size = plan->o->common.size.at;
    for (size_t i = 0; i < plan->o->common.size.n; i++)
        if (plan->carry[i] > plan->column[i])
            return dw_fail(err, DW_EDOMAIN,
                           "'carry' must be at most 'column', got %g and %g at size %g",
                           plan->carry[i], plan->column[i], size[i]);
    return DW_OK;
}

/* The caller frees plan->column. */
static dw_status make_plan(const scratchpad *o, scratchpad_plan *plan, dw_error *err)
{
    dw_series size = o->common.size;
    *plan = (scratchpad_plan){ .o = o };
    plan->problem =
        (dw_addition){ .digits = o->digits, .nonzero = strcmp(o->leading, "nonzero") == 0 };
    plan->column = dw_allocate(size.n, 3 * sizeof *plan->column, err);
    if (!plan->column) return DW_ENOMEM;
    plan->carry = plan->column + size.n;
    plan->line = plan->carry + size.n;
    dw_status status = dw_ability_evaluate(&o->column, size, plan->column, err);
    if (!status) status = dw_ability_evaluate(&o->carry, size, plan->carry, err);
    if (!status) status = dw_ability_evaluate(&o->line, size, plan->line, err);
    return status ? status : check_abilities(plan, err);
}

static dw_status run(const void *given, dw_result *result, const dw_env *env, dw_error *err)
{
    const scratchpad *o = given;
    scratchpad_plan plan;
    dw_status status = make_plan(o, &plan, err);
    uint64_t *totals = NULL;
    if (!status) totals = dw_allocate(o->common.size.n, 2 * COUNTS * sizeof *totals, err);
    if (!status) status = totals ? simulate(&plan, totals, result, env, err) : DW_ENOMEM;
    if (!status) dw_addition_carries(&plan.problem, result->extras[0]);
    free(totals);
    free(plan.column);
    return status;
}

/* ---- An example ---- */

/* A line of n + 1 places, the highest digit first. */
static void write_number(const char *label, const number *x, size_t n, dw_buffer *out)
{
    dw_buffer_format(out, "%12s  ", label);
    for (size_t i = n + 1; i-- > 0;) {
        char digit = i >= x->n ? ' ' : x->digit[i] == LOST ? '?' : (char)('0' + x->digit[i]);
        dw_buffer_add_bytes(out, &digit, 1);
    }
}

/* The same, with a mark under each place where the answer is unlike the sum. */
static void write_answer(const char *label, const addition *a, const number *answer, dw_buffer *out)
{
    bool wrong = false;
    write_number(label, answer, a->x.n, out);
    for (size_t i = 0; i <= a->x.n; i++)
        wrong |= (i < answer->n) != (i < a->sum.n) ||
                 (i < answer->n && answer->digit[i] != a->sum.digit[i]);
    dw_buffer_add(out, wrong ? "  wrong\n              " : "  right");
    for (size_t i = a->x.n + 1; wrong && i-- > 0;) {
        bool both = i < answer->n && i < a->sum.n;
        bool same = both ? answer->digit[i] == a->sum.digit[i] : i >= answer->n && i >= a->sum.n;
        dw_buffer_add(out, same ? " " : "^");
    }
}

static void tell(const addition *a, dw_buffer *out)
{
    number carry = { .n = a->x.n + 1 };
    memcpy(carry.digit, a->carry, carry.n);
    const struct {
        const char *label;
        const number *number;
    } lines[] = { { "carries", &carry }, { "", &a->x }, { "+", &a->y }, { "sum", &a->sum } };
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        write_number(lines[i].label, lines[i].number, a->x.n, out);
        dw_buffer_add(out, "\n");
    }
    write_answer("in the head", a, &a->head, out);
    dw_buffer_add(out, "\n");
    write_answer("scratchpad", a, &a->pad, out);
}

static dw_status show(const void *given, size_t cell, int64_t trial, dw_buffer *out, dw_error *err)
{
    scratchpad_plan plan;
    dw_status status = make_plan(given, &plan, err);
    if (!status) {
        addition a;
        adder who = adder_of(&plan, cell);
        char size[32];
        draw(&plan, &who, cell, trial, &a);
        dw_text_count(plan.o->common.size.at[cell], 3, size);
        dw_buffer_format(out, "problem %lld, a model of %s parameters\n", (long long)trial + 1,
                         size);
        tell(&a, out);
    }
    free(plan.column);
    return status;
}

const dw_sim dw_sim_scratchpad = {
    .name = "scratchpad",
    .title = "adding on a whiteboard: written carries help whoever can write lines",
    .doc = "Two random numbers of n digits are added, column by column from the right. In the "
           "head a column goes right with a(N), one with a true carry-in with b(N). On the "
           "scratchpad the carry is written: every column goes right with a(N), but its line is "
           "well formed only with f(N). A column that goes right works from the carry that is "
           "held, be that right or wrong; a wrong one (or a line that is not well formed) has a "
           "wrong digit and passes on the wrong carry. The last carry is written without a further "
           "slip. Graded by the whole sum, the digits of the n columns, and the edit distance.",
    .formula = "whole sum: E[a^(columns without carry-in) b^(columns with)] by the chain over the "
               "true carry; digits: by the chain over (true carry, held carry); scratchpad: the "
               "same with a = b = a f. Edit distance: simulated only.",
    .source = "Nye et al. 2021, Show Your Work: Scratchpads for Intermediate Computation with "
              "Language Models; carries: Holte 1997, Carries, Combinatorics, and an Amazing Matrix",
    .example = "local run = sim.scratchpad { size = array.geomspace(1e6, 1e9, 16), digits = 8 }\n"
               "print(run:example(1))",
    .options = options,
    .options_size = sizeof(scratchpad),
    .scores = scores,
    .extras = extras,
    .crossing = { "scratchpad", "head" },
    .run = run,
    .show = show,
};
