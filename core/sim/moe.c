#include <gsl/gsl_randist.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "random/stream.h"
#include "sim/job.h"
#include "sim/routing.h"
#include "sim/score.h"
#include "sim/sim.h"

enum { MOST_EXPERTS = 512, MOST_TOKENS = 10000000 };

typedef struct moe {
    dw_sim_common common;
    const char *over, *rounding;
    int64_t experts, top, tokens;
    double capacity_factor, skew, balance_weight;
    double parameters, expert_share, credit, N_c, alpha_N;
} moe;

static const char *const axes[] = { "parameters", "experts", "tokens", "capacity_factor", NULL };
static const char *const roundings[] = { "floor", "ceil", NULL };

static const dw_option options[] = {
    DW_SIM_COMMON(moe),
    { "over", DW_CHOICE, offsetof(moe, over), .choices = axes,
      .doc = "what `size` counts, in place of the option of that name: parameters N of the dense "
             "model that was made into one of experts, experts, tokens or capacity factors" },
    { "parameters", DW_NUMBER, offsetof(moe, parameters), .def = 1e9, .max = 1e300,
      .flags = DW_ABOVE_MIN, .unit = "parameters", .doc = "N, where `size` is something else" },
    { "experts", DW_INTEGER, offsetof(moe, experts), .def = 8, .min = 1, .max = MOST_EXPERTS,
      .unit = "experts", .doc = "experts E of a layer" },
    { "top", DW_INTEGER, offsetof(moe, top), .def = 1, .min = 1, .max = 2, .unit = "experts",
      .doc = "experts each token goes to" },
    { "tokens", DW_INTEGER, offsetof(moe, tokens), .def = 1024, .min = 1, .max = MOST_TOKENS,
      .unit = "tokens", .doc = "tokens T routed together, a batch: one trial" },
    { "capacity_factor", DW_NUMBER, offsetof(moe, capacity_factor), .def = 1.25, .max = 1e6,
      .flags = DW_ABOVE_MIN,
      .doc = "an expert has room for capacity_factor top T / E tokens; the rest is dropped" },
    { "rounding", DW_CHOICE, offsetof(moe, rounding), .choices = roundings,
      .doc = "how that is made a whole number" },
    { "skew", DW_NUMBER, offsetof(moe, skew), .def = 0, .min = 0, .max = 10,
      .doc = "how unlike the experts' shares are: the router's chance for expert i is "
             "proportional to i^-skew" },
    { "balance_weight", DW_NUMBER, offsetof(moe, balance_weight), .def = 0.01, .min = 0, .max = 1e6,
      .doc = "alpha of the balance loss" },
    { "expert_share", DW_NUMBER, offsetof(moe, expert_share), .def = 2.0 / 3, .min = 0, .max = 1,
      .doc = "share of the dense model's parameters that every expert has a copy of" },
    { "credit", DW_NUMBER, offsetof(moe, credit), .def = 0.5, .min = 0, .max = 1,
      .doc = "what parameters count that are there but not active: the loss is that of a dense "
             "model of active^(1 - credit) total^credit parameters; the toy model's own" },
    { "N_c", DW_NUMBER, offsetof(moe, N_c), .def = 8.8e13, .min = 0, .max = 1e40,
      .flags = DW_ABOVE_MIN, .unit = "parameters", .doc = "N at which the loss is 1 nat" },
    { "alpha_N", DW_NUMBER, offsetof(moe, alpha_N), .def = 0.076, .min = 0, .max = 2,
      .flags = DW_ABOVE_MIN, .doc = "exponent of the parameters" },
    { 0 },
};

enum { DROPPED, IDLE, OVERFLOWING, ALL_FIT, BUSIEST, BALANCE };

static const dw_score_info scores[] = {
    { "dropped", "share of the tokens' choices that found no room" },
    { "idle", "share of places that stayed empty" },
    { "overflow", "share of experts that had to drop some" },
    { "all_fit", "share of batches in which none was dropped" },
    { "busiest", "share of all choices that went to the busiest expert" },
    { "balance", "balance loss" },
    { 0 },
};

enum { LOAD, EXPECTED_LOAD, CAPACITY, TOTAL, ACTIVE, FLOPS, LOSS };

static size_t expert_columns(const void *options);

static const dw_extra extras[] = {
    { .name = "load", .columns = expert_columns, .doc = "share of all choices by expert" },
    { .name = "load_theory", .columns = expert_columns, .doc = "the same, expected" },
    { .name = "capacity", .doc = "tokens an expert has room for" },
    { .name = "total_parameters", .doc = "of the model of experts" },
    { .name = "active_parameters", .doc = "those that work on one token" },
    { .name = "flops", .doc = "of one token forward: 2 for each active parameter" },
    { .name = "loss", .doc = "quality by the scaling law, nats per token" },
    { 0 },
};

/* What is counted of batches; the loads of experts follow. */
enum { FIT, DROP, DROP_SQUARES, OVER, OVER_SQUARES, MOST, MOST_SQUARES, LEAN, LEAN_SQUARES, LOADS };

_Static_assert((int)LOADS + (int)MOST_EXPERTS <= (int)DW_JOB_COUNTS, "a job counts all experts");

/* A layer of experts: what a size makes of the options. */
typedef struct layer {
    size_t experts;
    int top;
    double tokens, capacity, parameters;
    double chance[MOST_EXPERTS], reached[MOST_EXPERTS];
    double beyond[MOST_EXPERTS]; /* chance of the experts from i on */
    double even;                 /* expected sum of load share times chance */
    double lean;                 /* what deviations from it are counted in; 0: there are none */
} layer;

typedef struct moe_plan {
    const moe *o;
    double square_unit;
} moe_plan;

static const double sum_unit = 0x1p40;

static bool counts_by(const moe *o, const char *axis)
{
    return strcmp(o->over, axis) == 0;
}

static size_t expert_columns(const void *given)
{
    const moe *o = given;
    double most = counts_by(o, "experts") ? 0 : (double)o->experts;
    for (size_t i = 0; counts_by(o, "experts") && i < o->common.size.n; i++)
        most = fmax(most, o->common.size.at[i]);
    return (size_t)most;
}

static double capacity_of(const moe *o, const layer *l, double factor)
{
    double room = factor * l->top * l->tokens / (double)l->experts, whole = round(room);
    if (fabs(room - whole) <= 1e-12 * room) return whole; /* 1.1 * 10 is 11 */
    return strcmp(o->rounding, "ceil") == 0 ? ceil(room) : floor(room);
}

static void make_layer(const moe *o, size_t cell, layer *l)
{
    double size = o->common.size.at[cell];
    l->experts = (size_t)(counts_by(o, "experts") ? size : (double)o->experts);
    l->tokens = counts_by(o, "tokens") ? size : (double)o->tokens;
    l->parameters = counts_by(o, "parameters") ? size : o->parameters;
    l->top = (int)o->top;
    l->capacity = capacity_of(o, l, counts_by(o, "capacity_factor") ? size : o->capacity_factor);
    dw_routing_chances(l->experts, o->skew, l->chance);
    dw_routing_reached(l->experts, l->top, l->chance, l->reached);
    double sum = 0, squares = 0, cubes = 0;
    l->even = 0;
    for (size_t i = l->experts; i-- > 0;) {
        double p = l->chance[i];
        l->beyond[i] = sum += p;
        squares += p * p;
        cubes += p * p * p;
        l->even += l->reached[i] / l->top * p;
    }
    bool alike = o->skew == 0 || l->experts == (size_t)l->top;
    l->lean = alike ? 0 : sqrt(fmax(cubes - squares * squares, 1e-30) / l->tokens);
}

static dw_status check_axis(const moe *o, const char *axis, double most, dw_error *err)
{
    for (size_t i = 0; counts_by(o, axis) && i < o->common.size.n; i++) {
        double size = o->common.size.at[i];
        if (size == floor(size) && size >= 1 && size <= most) continue;
        return dw_fail(err, DW_EDOMAIN, "'size' counts %s here: whole numbers in 1..%g, got %g",
                       axis, most, size);
    }
    return DW_OK;
}

/* A token goes to different experts. */
static dw_status check_top(const moe *o, dw_error *err)
{
    double least = (double)o->experts;
    for (size_t i = 0; counts_by(o, "experts") && i < o->common.size.n; i++)
        least = i ? fmin(least, o->common.size.at[i]) : o->common.size.at[i];
    if (least >= (double)o->top) return DW_OK;
    return dw_fail(err, DW_EARG, "'top' is %lld, but there are only %g experts", (long long)o->top,
                   least);
}

static dw_status check_work(const moe *o, dw_error *err)
{
    double tokens = (double)o->tokens;
    for (size_t i = 0; counts_by(o, "tokens") && i < o->common.size.n; i++)
        tokens = fmax(tokens, o->common.size.at[i]);
    double choices = tokens * (double)o->top;
    if (choices * choices * (double)o->common.trials <= 0x1p62) return DW_OK;
    return dw_fail(err, DW_EDOMAIN, "%lld trials of %g tokens are too many",
                   (long long)o->common.trials, tokens);
}

static dw_status check(const void *given, dw_error *err)
{
    const moe *o = given;
    dw_status status = check_axis(o, "experts", MOST_EXPERTS, err);
    if (!status) status = check_axis(o, "tokens", MOST_TOKENS, err);
    for (size_t i = 0; !status && counts_by(o, "capacity_factor") && i < o->common.size.n; i++)
        if (o->common.size.at[i] > 1e6)
            status =
                dw_fail(err, DW_EDOMAIN, "'size' counts capacity factors here: at most 1e6, got %g",
                        o->common.size.at[i]);
    if (!status) status = check_top(o, err);
    return status ? status : check_work(o, err);
}

/* ---- routing ---- */

/* Shares `tokens` out among the experts but one (`not` of them: none), each token by the router's
 * chances: binomials, one expert after the other. */
static void share_out(const layer *l, gsl_rng *rng, unsigned tokens, size_t without, unsigned *load)
{
    size_t last = l->experts - 1 - (without == l->experts - 1);
    for (size_t i = 0; tokens > 0 && i < last; i++) {
        if (i == without) continue;
        double rest = l->beyond[i] - (without > i && without < l->experts ? l->chance[without] : 0);
        unsigned some = gsl_ran_binomial(rng, fmin(1, l->chance[i] / rest), tokens);
        load[i] += some;
        tokens -= some;
    }
    load[last] += tokens;
}

static void route(const moe *o, const layer *l, size_t cell, int64_t trial, unsigned *load)
{
    dw_stream stream =
        dw_stream_make((uint64_t)o->common.seed, dw_sim_key("moe"), cell, (uint64_t)trial);
    gsl_rng rng = dw_stream_gsl(&stream);
    memset(load, 0, l->experts * sizeof *load);
    share_out(l, &rng, (unsigned)l->tokens, l->experts, load);
    if (l->top == 1) return;
    unsigned first[MOST_EXPERTS];
    memcpy(first, load, l->experts * sizeof *load);
    for (size_t i = 0; i < l->experts; i++) share_out(l, &rng, first[i], i, load);
}

static void count_lean(const moe_plan *plan, const layer *l, double sum, uint64_t *counts)
{
    if (l->lean == 0) return;
    double t = (sum / (l->tokens * l->top) - l->even) / l->lean;
    counts[LEAN] += (uint64_t)llrint(t * sum_unit); /* below 0: modulo 2^64, and back at the end */
    counts[LEAN_SQUARES] += (uint64_t)llrint(t * t * plan->square_unit);
}

static void count_batch(const moe_plan *plan, const layer *l, const unsigned *load,
                        uint64_t *counts)
{
    uint64_t dropped = 0, over = 0, most = 0;
    double sum = 0;
    for (size_t i = 0; i < l->experts; i++) {
        uint64_t n = load[i];
        counts[LOADS + i] += n;
        sum += (double)n * l->chance[i];
        if (n > most) most = n;
        if ((double)n <= l->capacity) continue;
        over++;
        dropped += n - (uint64_t)l->capacity;
    }
    counts[FIT] += over == 0;
    counts[DROP] += dropped;
    counts[DROP_SQUARES] += dropped * dropped;
    counts[OVER] += over;
    counts[OVER_SQUARES] += over * over;
    counts[MOST] += most;
    counts[MOST_SQUARES] += most * most;
    count_lean(plan, l, sum, counts);
}

static void work(const void *context, const dw_chunk *chunk, uint64_t *counts)
{
    const moe_plan *plan = context;
    layer l;
    unsigned load[MOST_EXPERTS];
    make_layer(plan->o, chunk->cell, &l);
    for (int64_t trial = chunk->first; trial < chunk->last; trial++) {
        route(plan->o, &l, chunk->cell, trial, load);
        count_batch(plan, &l, load, counts);
    }
}

/* ---- results ---- */

static double as_share(double x)
{
    return fmin(1, fmax(0, x));
}

static void put_idle(const layer *l, size_t i, dw_result *result)
{
    const dw_score *dropped = &result->scores[DROPPED];
    dw_score *idle = &result->scores[IDLE];
    double places = l->capacity * (double)l->experts, choices = l->tokens * l->top;
    double each = places > 0 ? choices / places : 0, none = places > 0 ? 1 - each : 0;
    idle->method = "Student's t of the batches' scores, 95 %";
    idle->mean[i] = as_share(none + each * dropped->mean[i]);
    idle->low[i] = as_share(none + each * dropped->low[i]);
    idle->high[i] = as_share(none + each * dropped->high[i]);
}

static void put_balance(const moe_plan *plan, const layer *l, size_t i, const uint64_t *counts,
                        dw_result *result)
{
    double n = (double)plan->o->common.trials, scale = plan->o->balance_weight * (double)l->experts;
    double sum = (double)(int64_t)counts[LEAN] / sum_unit;
    double squares = (double)counts[LEAN_SQUARES] / plan->square_unit;
    double variance = n > 1 ? fmax(0, (squares - sum * sum / n) / (n - 1)) : 1;
    dw_score *balance = &result->scores[BALANCE];
    dw_score_spread(balance, i, scale * (l->even + l->lean * sum / n),
                    scale * l->lean * sqrt(variance), n);
    balance->low[i] = fmax(0, balance->low[i]);
    balance->theory[i] = scale * l->even;
}

/* What takes longest of a run of many sizes and few trials. */
typedef struct theory {
    const moe *o;
    dw_result *result;
} theory;

static dw_status put_theory(const void *context, size_t i, dw_error *err)
{
    (void)err;
    dw_result *result = ((const theory *)context)->result;
    layer layer_of_size, *l = &layer_of_size;
    make_layer(((const theory *)context)->o, i, l);
    double excess = 0, over = 0;
    dw_overflow one = { 0, 0 };
    for (size_t e = 0; e < l->experts; e++) {
        if (e == 0 || l->reached[e] != l->reached[e - 1])
            one = dw_routing_overflow(l->tokens, l->reached[e], l->capacity);
        excess += one.excess;
        over += one.chance;
    }
    double places = l->capacity * (double)l->experts, choices = l->tokens * l->top;
    double each = places > 0 ? choices / places : 0, none = places > 0 ? 1 - each : 0;
    dw_score *score = result->scores;
    score[DROPPED].theory[i] = fmin(1, excess / choices);
    score[IDLE].theory[i] = as_share(none + each * score[DROPPED].theory[i]);
    score[OVERFLOWING].theory[i] = over / (double)l->experts;
    score[ALL_FIT].theory[i] =
        l->top == 1 ? dw_routing_all_fit(l->experts, l->tokens, l->chance, l->capacity) : NAN;
    return DW_OK;
}

/* Models of any size share one layer, unless the sizes count something of it. */
static dw_status put_theories(const moe *o, dw_result *result, const dw_env *env, dw_error *err)
{
    static const int closed_forms[] = { DROPPED, IDLE, OVERFLOWING, ALL_FIT };
    theory closed = { o, result };
    bool shared = counts_by(o, "parameters");
    dw_status status = dw_job_each(shared ? 1 : o->common.size.n, put_theory, &closed, env, err);
    for (size_t s = 0; shared && !status && s < 4; s++) {
        double *all = result->scores[closed_forms[s]].theory;
        for (size_t i = 1; i < o->common.size.n; i++) all[i] = all[0];
    }
    return status;
}

static void put_size(const moe *o, const layer *l, size_t i, dw_result *result)
{
    double shared =
        1 - o->expert_share; /* shares of N: N times experts may be too large a number */
    double total = shared + o->expert_share * (double)l->experts;
    double active = shared + o->expert_share * l->top;
    double log_worth = log(l->parameters) + (1 - o->credit) * log(active) + o->credit * log(total);
    result->extras[CAPACITY][i] = l->capacity;
    result->extras[TOTAL][i] = l->parameters * total;
    result->extras[ACTIVE][i] = l->parameters * active;
    result->extras[FLOPS][i] = 2 * (l->parameters * active);
    result->extras[LOSS][i] = exp(o->alpha_N * (log(o->N_c) - log_worth));
}

static void put_loads(const moe_plan *plan, const layer *l, size_t i, const uint64_t *counts,
                      dw_result *result)
{
    size_t columns = expert_columns(plan->o);
    double all = l->tokens * l->top * (double)plan->o->common.trials;
    for (size_t e = 0; e < l->experts; e++) {
        result->extras[LOAD][i * columns + e] = (double)counts[LOADS + e] / all;
        result->extras[EXPECTED_LOAD][i * columns + e] = l->reached[e] / l->top;
    }
}

static dw_status put_cell(const moe_plan *plan, size_t i, const uint64_t *counts, dw_result *result,
                          dw_error *err)
{
    layer l;
    make_layer(plan->o, i, &l);
    double n = (double)plan->o->common.trials, choices = l.tokens * l.top;
    static const struct {
        int score, sum;
    } means[] = { { DROPPED, DROP }, { OVERFLOWING, OVER }, { BUSIEST, MOST } };
    dw_status status = dw_score_share(&result->scores[ALL_FIT], i, (double)counts[FIT], n, err);
    for (size_t m = 0; !status && m < sizeof means / sizeof *means; m++) {
        dw_score *score = &result->scores[means[m].score];
        double most = means[m].sum == OVER ? (double)l.experts : choices;
        status = dw_score_mean(score, i, (double)counts[means[m].sum],
                               (double)counts[means[m].sum + 1], n, most, err);
        score->method = "Student's t of the batches' scores, 95 %";
    }
    if (status) return status;
    put_idle(&l, i, result);
    put_balance(plan, &l, i, counts, result);
    put_loads(plan, &l, i, counts, result);
    put_size(plan->o, &l, i, result);
    return DW_OK;
}

/* How many batches go together: so few that Ctrl-C ends them soon. A binomial is some 16 draws. */
static int64_t chunk_of(const moe *o)
{
    int64_t experts = (int64_t)expert_columns(o), draws = o->top == 1 ? experts : experts * experts;
    return dw_job_chunk_by_trial(4096, 16 * draws);
}

static moe_plan make_plan(const moe *o)
{
    int bits;
    frexp((double)o->common.trials, &bits);
    return (moe_plan){ .o = o, .square_unit = ldexp(1, bits < 20 ? 38 : 58 - bits) };
}

static dw_status run(const void *given, dw_result *result, const dw_env *env, dw_error *err)
{
    const moe *o = given;
    moe_plan plan = make_plan(o);
    dw_job job = { .cells = o->common.size.n,
                   .trials = o->common.trials,
                   .chunk = chunk_of(o),
                   .counts = LOADS + expert_columns(o),
                   .work = work,
                   .context = &plan };
    uint64_t *totals = dw_allocate(job.cells, job.counts * sizeof *totals, err);
    dw_status status = totals ? dw_job_run(&job, totals, env, err) : DW_ENOMEM;
    for (size_t i = 0; !status && i < job.cells; i++) {
        status = dw_job_ask(env, i, job.cells, err);
        if (!status) status = put_cell(&plan, i, totals + i * job.counts, result, err);
    }
    if (!status) status = put_theories(o, result, env, err);
    free(totals);
    return status;
}

static dw_status show(const void *given, size_t cell, int64_t trial, dw_buffer *out, dw_error *err)
{
    (void)err;
    layer l;
    unsigned load[MOST_EXPERTS];
    make_layer(given, cell, &l);
    route(given, &l, cell, trial, load);
    dw_buffer_format(out, "%.0f tokens, room for %.0f at each of %zu experts\n", l.tokens,
                     l.capacity, l.experts);
    for (size_t i = 0; i < l.experts; i++) {
        double many = load[i] - l.capacity;
        dw_buffer_format(out, "expert %zu: %u", i + 1, load[i]);
        if (many > 0) dw_buffer_format(out, ", %.0f dropped", many);
        dw_buffer_add(out, "\n");
    }
    return DW_OK;
}

const dw_sim dw_sim_moe = {
    .name = "moe",
    .title = "large, but not all at once",
    .doc = "A trial routes a batch of tokens: each chooses an expert by the router's chances, "
           "with top = 2 a second one among the others. An expert takes capacity_factor top T / E "
           "tokens and drops the rest. Of a token all shared parameters and `top` experts are "
           "active. With skew the balance loss is above balance_weight, which is what even "
           "routing costs.",
    .formula = "r_i: chance that a token reaches expert i, 1/E without skew; load of an expert: "
               "Binomial(T, r_i); C = capacity; dropped: sum of E[(load_i - C)+] / (top T); "
               "overflow: mean of P(load_i > C); all_fit (top 1): P(no load above C), by Poisson "
               "loads given their sum; balance: balance_weight E sum of f_i p_i, f_i the share of "
               "choices, p_i the router's chance. parameters: total = N (1 - s) + E s N, active = "
               "N (1 - s) + top s N, s = expert_share; loss: (N_c / (active^(1-credit) "
               "total^credit))^alpha_N",
    .source = "Fedus, Zoph, Shazeer 2021, Switch Transformers, eq. 3-6; top 2: Shazeer et al. "
              "2017, Outrageously Large Neural Networks; all_fit: Levin 1981, eq. 1; loss: Kaplan "
              "et al. 2020, eq. 1.1",
    .example = "local run = sim.moe { size = array.linspace(0.5, 2.5, 21), over = "
               "\"capacity_factor\",\n                      experts = 64, trials = 1000 }\n"
               "print(run.dropped.mean)",
    .options = options,
    .options_size = sizeof(moe),
    .scores = scores,
    .numbers = 1 << BALANCE,
    .extras = extras,
    .check = check,
    .run = run,
    .show = show,
};
