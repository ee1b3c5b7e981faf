#include <gsl/gsl_randist.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "random/stream.h"
#include "sim/job.h"
#include "sim/score.h"
#include "sim/sim.h"

enum { CHUNK = 1 << 13 };

typedef struct scaling {
    dw_sim_common common;
    const char *law, *over;
    dw_series parameters, tokens, compute;
    double noise;
    double E, A, B, alpha, beta;                     /* Hoffmann */
    double N_c, alpha_N, D_c, alpha_D, C_c, alpha_C; /* Kaplan */
} scaling;

static const char *const laws[] = { "hoffmann", "kaplan", NULL };
static const char *const axes[] = { "parameters", "tokens", "compute", NULL };

#define GIVEN(field, unit_text, doc_text)                                                          \
    {                                                                                              \
#        field, DW_SERIES, offsetof(scaling, field),                                               \
            .max = INFINITY, .flags = DW_OPTIONAL | DW_OR_NUMBER | DW_ABOVE_MIN,                   \
            .unit = unit_text, .doc = doc_text                                                     \
    }
#define SCALE(field, value, unit_text, doc_text)                                                   \
    {                                                                                              \
#        field, DW_NUMBER, offsetof(scaling, field), .def = value, .min = 0, .max = 1e40,          \
                                                     .flags = DW_ABOVE_MIN, .unit = unit_text,     \
                                                     .doc = doc_text                               \
    }
#define EXPONENT(field, value, doc_text)                                                           \
    {                                                                                              \
#        field, DW_NUMBER, offsetof(scaling, field), .def = value, .min = 0, .max = 2,             \
                                                     .flags = DW_ABOVE_MIN, .doc = doc_text        \
    }

static const dw_option options[] = {
    DW_SIM_COMMON(scaling),
    { "law", DW_CHOICE, offsetof(scaling, law), .choices = laws,
      .doc = "whose law the loss follows: Hoffmann et al. 2022 or Kaplan et al. 2020" },
    { "over", DW_CHOICE, offsetof(scaling, over), .choices = axes,
      .doc = "what `size` counts: parameters N, training tokens D or training compute C" },
    GIVEN(parameters, "parameters",
          "N of each run or of all, where `size` is something else; not given: no limit, or the "
          "best for the compute"),
    GIVEN(tokens, "tokens",
          "D of each run or of all, where `size` is something else; not given: no limit, or the "
          "best for the compute"),
    GIVEN(compute, "FLOPs",
          "C of each run or of all, where `size` is something else: what it does not fix follows "
          "from C = 6 N D, which makes an IsoFLOP valley"),
    { "noise", DW_NUMBER, offsetof(scaling, noise), .def = 0.01, .min = 0, .max = 1,
      .doc = "how far one measured loss lies from the law: standard deviation of its logarithm" },
    { "E", DW_NUMBER, offsetof(scaling, E), .def = 1.69, .min = 0, .max = 1e6, .unit = "nats",
      .doc = "loss that no model gets below (hoffmann)" },
    SCALE(A, 406.4, "nats", "weight of the parameters (hoffmann)"),
    SCALE(B, 410.7, "nats", "weight of the tokens (hoffmann)"),
    EXPONENT(alpha, 0.34, "exponent of the parameters (hoffmann)"),
    EXPONENT(beta, 0.28, "exponent of the tokens (hoffmann)"),
    SCALE(N_c, 8.8e13, "parameters", "N at which L(N) is 1 nat, embeddings left out (kaplan)"),
    EXPONENT(alpha_N, 0.076, "exponent of the parameters (kaplan)"),
    SCALE(D_c, 5.4e13, "tokens", "D at which L(D) is 1 nat (kaplan)"),
    EXPONENT(alpha_D, 0.095, "exponent of the tokens (kaplan)"),
    SCALE(C_c, 2.6784e28, "FLOPs",
          "C at which L(C) is 1 nat: 3.1e8 PF-days, compute spent in the best way (kaplan)"),
    EXPONENT(alpha_C, 0.05, "exponent of the compute (kaplan)"),
    { 0 },
};

static const dw_score_info scores[] = {
    { "loss", "mean of the measured losses, nats per token" },
    { 0 },
};

enum { PARAMETERS, TOKENS, COMPUTE, BEST_PARAMETERS, BEST_TOKENS, BEST_LOSS, DEVIATION };

static const dw_extra extras[] = {
    { .name = "parameters", .doc = "N of each size; a gap: no limit" },
    { .name = "tokens", .doc = "D of each size; a gap: no limit" },
    { .name = "compute", .doc = "C of each size, FLOPs; a gap: no limit" },
    { .name = "optimal_parameters", .doc = "N that makes the most of that compute" },
    { .name = "optimal_tokens", .doc = "D that makes the most of that compute" },
    { .name = "optimal_loss", .doc = "the loss of those" },
    { .name = "sd", .doc = "standard deviation of one measured loss" },
    { 0 },
};

/* A training run. What is NAN has no limit. */
typedef struct training {
    double n, d, c;
    double best_n, best_d, best_loss; /* for c; NAN without */
    double loss;
} training;

typedef struct scaling_plan {
    const scaling *o;
    double deviation; /* of one measurement, as a share of its mean */
    double unit;      /* squares are counted in this many parts */
} scaling_plan;

/* Sums are counted in this many parts of a deviation. */
static const double sum_unit = 0x1p40;

static bool is_kaplan(const scaling *o)
{
    return strcmp(o->law, "kaplan") == 0;
}

static double hoffmann_loss(const scaling *o, double n, double d)
{
    double loss = o->E;
    if (!isnan(n)) loss += o->A * pow(n, -o->alpha);
    if (!isnan(d)) loss += o->B * pow(d, -o->beta);
    return loss;
}

/* (scale / x)^exponent, where the ratio may overflow */
static double power_of_ratio(double scale, double x, double exponent)
{
    double ratio = scale / x;
    if (isfinite(ratio) && ratio > 0) return pow(ratio, exponent);
    return pow(scale, exponent) * pow(x, -exponent);
}

static double kaplan_loss(const scaling *o, double n, double d)
{
    if (isnan(d)) return power_of_ratio(o->N_c, n, o->alpha_N);
    if (isnan(n)) return power_of_ratio(o->D_c, d, o->alpha_D);
    double sum = power_of_ratio(o->N_c, n, o->alpha_N / o->alpha_D) + o->D_c / d;
    return pow(sum, o->alpha_D);
}

static double law_loss(const scaling *o, double n, double d)
{
    return is_kaplan(o) ? kaplan_loss(o, n, d) : hoffmann_loss(o, n, d);
}

/* The least of a N^-alpha + b D^-beta on 6 N D = c. Kaplan's joint law is a power of such a sum. */
static void optimize(const scaling *o, training *t)
{
    bool kaplan = is_kaplan(o);
    double alpha = kaplan ? o->alpha_N / o->alpha_D : o->alpha, beta = kaplan ? 1 : o->beta;
    double log_a = kaplan ? alpha * log(o->N_c) : log(o->A), log_b = log(kaplan ? o->D_c : o->B);
    double log_g = (log(alpha / beta) + log_a - log_b) / (alpha + beta);
    double g = exp(log_g), share = beta / (alpha + beta);
    t->best_n = g * pow(t->c / 6, share);
    t->best_d = pow(t->c / 6, 1 - share) / g;
    t->best_loss = law_loss(o, t->best_n, t->best_d);
}

static double series_at(dw_series series, size_t i)
{
    if (!series.at) return NAN;
    return series.at[series.n == 1 ? 0 : i];
}

static training train(const scaling *o, size_t i)
{
    training t = { series_at(o->parameters, i),
                   series_at(o->tokens, i),
                   series_at(o->compute, i),
                   NAN,
                   NAN,
                   NAN,
                   NAN };
    double *axis[] = { &t.n, &t.d, &t.c };
    size_t a = 0;
    while (strcmp(axes[a], o->over) != 0) a++;
    *axis[a] = o->common.size.at[i];
    if (isnan(t.n)) t.n = t.c / (6 * t.d);
    if (isnan(t.d)) t.d = t.c / (6 * t.n);
    if (isnan(t.c)) t.c = 6 * t.n * t.d;
    if (!isnan(t.c)) optimize(o, &t);
    if (a == COMPUTE && isnan(t.n) && is_kaplan(o)) {
        t.loss = power_of_ratio(o->C_c, t.c, o->alpha_C);
    } else {
        if (a == COMPUTE && isnan(t.n)) t.n = t.best_n, t.d = t.best_d;
        t.loss = law_loss(o, t.n, t.d);
    }
    return t;
}

static dw_status check_series(const scaling *o, const char *name, dw_series series, int *given,
                              dw_error *err)
{
    if (!series.at) return DW_OK;
    ++*given;
    if (strcmp(o->over, name) == 0)
        return dw_fail(err, DW_EARG, "'%s' is what 'size' counts here; give it only there", name);
    if (series.n == 1 || series.n == o->common.size.n) return DW_OK;
    return dw_fail(err, DW_EARG, "'%s' has %zu numbers for %zu sizes", name, series.n,
                   o->common.size.n);
}

static dw_status check(const void *given_options, dw_error *err)
{
    const scaling *o = given_options;
    int given = 0;
    dw_status status = check_series(o, "parameters", o->parameters, &given, err);
    if (!status) status = check_series(o, "tokens", o->tokens, &given, err);
    if (!status) status = check_series(o, "compute", o->compute, &given, err);
    if (!status && given > 1)
        return dw_fail(err, DW_EARG,
                       "'size' and two of 'parameters', 'tokens' and 'compute' are one too many: "
                       "C = 6 N D fixes the third");
    return status;
}

/* How many deviations measurement `trial` is away from the law. The measured loss is log-normal,
 * and its mean is the law's. */
static double measure(const scaling_plan *plan, size_t cell, int64_t trial)
{
    double s = plan->o->noise;
    if (s == 0) return 0;
    dw_stream stream = dw_stream_make((uint64_t)plan->o->common.seed, dw_sim_key("scaling"), cell,
                                      (uint64_t)trial);
    gsl_rng rng = dw_stream_gsl(&stream);
    double z = gsl_ran_gaussian_ziggurat(&rng, 1);
    return expm1(s * z - s * s / 2) / plan->deviation;
}

static void work(const void *context, const dw_chunk *chunk, uint64_t *counts)
{
    const scaling_plan *plan = context;
    for (int64_t trial = chunk->first; trial < chunk->last; trial++) {
        double t = measure(plan, chunk->cell, trial);
        counts[0] += (uint64_t)llrint(t * sum_unit); /* below 0: modulo 2^64, and back at the end */
        counts[1] += (uint64_t)llrint(t * t * plan->unit);
    }
}

static void put_extras(const scaling_plan *plan, size_t i, const training *t, dw_result *result)
{
    double **extra = result->extras;
    extra[PARAMETERS][i] = t->n;
    extra[TOKENS][i] = t->d;
    extra[COMPUTE][i] = t->c;
    extra[BEST_PARAMETERS][i] = t->best_n;
    extra[BEST_TOKENS][i] = t->best_d;
    extra[BEST_LOSS][i] = t->best_loss;
    extra[DEVIATION][i] = t->loss * plan->deviation;
}

static void put_cell(const scaling_plan *plan, size_t i, const uint64_t *counts, dw_result *result)
{
    training t = train(plan->o, i);
    double n = (double)plan->o->common.trials, sum = (double)(int64_t)counts[0] / sum_unit;
    double squares = (double)counts[1] / plan->unit, scale = t.loss * plan->deviation;
    double variance = n > 1 ? fmax(0, (squares - sum * sum / n) / (n - 1)) : 1;
    dw_score *score = &result->scores[0];
    dw_score_spread(score, i, t.loss + scale * sum / n, scale * sqrt(variance), n);
    score->low[i] = fmax(0, score->low[i]);
    score->theory[i] = t.loss;
    put_extras(plan, i, &t, result);
}

static scaling_plan make_plan(const scaling *o)
{
    int bits;
    frexp((double)o->common.trials, &bits);
    return (scaling_plan){ .o = o,
                           .deviation = sqrt(expm1(o->noise * o->noise)),
                           .unit = ldexp(1, bits < 20 ? 38 : 58 - bits) };
}

static dw_status run(const void *given, dw_result *result, const dw_env *env, dw_error *err)
{
    const scaling *o = given;
    scaling_plan plan = make_plan(o);
    dw_job job = { .cells = o->common.size.n,
                   .trials = o->common.trials,
                   .chunk = CHUNK,
                   .counts = 2,
                   .work = work,
                   .context = &plan };
    for (size_t i = 0; i < job.cells; i++)
        if (!isfinite(train(o, i).loss))
            return dw_fail(err, DW_EDOMAIN, "the loss is not finite at size %g",
                           o->common.size.at[i]);
    uint64_t *totals = dw_allocate(job.cells, job.counts * sizeof *totals, err);
    dw_status status = totals ? dw_job_run(&job, totals, env, err) : DW_ENOMEM;
    for (size_t i = 0; !status && i < job.cells; i++) {
        status = dw_job_ask(env, i, job.cells, err);
        if (!status) put_cell(&plan, i, totals + i * job.counts, result);
    }
    free(totals);
    return status;
}

static void show_limit(dw_buffer *out, const char *name, double x)
{
    char count[32];
    if (isnan(x)) return;
    dw_text_count(x, 3, count);
    dw_buffer_format(out, "%s = %s\n", name, count);
}

static dw_status show(const void *given, size_t cell, int64_t trial, dw_buffer *out, dw_error *err)
{
    (void)err;
    scaling_plan plan = make_plan(given);
    training t = train(given, cell);
    double off = plan.deviation * measure(&plan, cell, trial);
    show_limit(out, "parameters", t.n);
    show_limit(out, "tokens", t.d);
    if (!isnan(t.c)) dw_buffer_format(out, "compute = %.3g FLOPs\n", t.c);
    dw_buffer_format(out, "the law: %.4f nats per token\nmeasured: %.4f (%+.2f %%)\n", t.loss,
                     t.loss * (1 + off), 100 * off);
    return DW_OK;
}

const dw_sim dw_sim_scaling = {
    .name = "scaling",
    .title = "more parameters, more data, less loss",
    .doc = "Each trial trains a model and measures its loss, which scatters about the law: "
           "log-normal, with the law as its mean. `over` says what `size` counts; one of "
           "`parameters`, `tokens` and `compute` may be fixed beside it, and the third follows "
           "from C = 6 N D. over = 'compute' alone spends it in the best way. Other constants: "
           "Kaplan's joint fit, Table 2: N_c 6.4e13, alpha_N 0.076, D_c 1.8e13, alpha_D 0.103; "
           "Besiroglu et al. 2024: E 1.8172, A 482.01, B 2085.43, alpha 0.3478, beta 0.3658.",
    .formula =
        "hoffmann: L = E + A/N^alpha + B/D^beta; best for C: N* = G (C/6)^(beta/(alpha+beta)), "
        "D* = (C/6)^(alpha/(alpha+beta)) / G, G = (alpha A/(beta B))^(1/(alpha+beta)). "
        "kaplan: L(N) = (N_c/N)^alpha_N, L(D) = (D_c/D)^alpha_D, L(C) = (C_c/C)^alpha_C, "
        "L(N,D) = ((N_c/N)^(alpha_N/alpha_D) + D_c/D)^alpha_D",
    .source = "Kaplan et al. 2020, Scaling Laws for Neural Language Models, eq. 1.1-1.5; Hoffmann "
              "et al. 2022, Training Compute-Optimal Large Language Models, eq. 2, 4 and 10",
    .example = "local run = sim.scaling { size = array.geomspace(1e8, 1e11, 16), compute = 1e21 }\n"
               "print(run.optimal_parameters[1])",
    .options = options,
    .options_size = sizeof(scaling),
    .scores = scores,
    .numbers = 1,
    .extras = extras,
    .check = check,
    .run = run,
    .show = show,
};
