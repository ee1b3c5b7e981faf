#include <gsl/gsl_integration.h>
#include <gsl/gsl_randist.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "random/stream.h"
#include "sim/job.h"
#include "sim/score.h"
#include "sim/sim.h"
#include "stats/distribution_tail.h"

#define MOST_TOKENS 1e100 /* theory counts skills up to those met once in so many tokens */

enum { CHUNK = 1 << 12, MOST_WATCHED = 16, NODES = 32, SUMMED = 1 << 13 };

typedef struct quanta {
    dw_sim_common common;
    const char *over;
    double alpha, skills, cost;
    dw_series learned, parameters, tokens, watch;
    int64_t tau;
    double loss_unlearned, loss_learned, right, guess;
} quanta;

static const char *const axes[] = { "parameters", "tokens", NULL };

static const dw_option options[] = {
    DW_SIM_COMMON(quanta),
    { "over", DW_CHOICE, offsetof(quanta, over), .choices = axes,
      .doc = "what `size` counts: parameters N or training tokens D" },
    { "alpha", DW_NUMBER, offsetof(quanta, alpha), .def = 0.5, .min = 0.01, .max = 10,
      .doc = "exponent of the power law: skill j is needed by a share of j^-(1 + alpha) of the "
             "tokens" },
    { "skills", DW_NUMBER, offsetof(quanta, skills), .def = 1e6, .min = 1, .max = INFINITY,
      .flags = DW_INFINITE, .unit = "skills",
      .doc = "how many skills J there are; math.huge: no last one" },
    { "cost", DW_NUMBER, offsetof(quanta, cost), .def = 1e6, .max = INFINITY, .flags = DW_ABOVE_MIN,
      .unit = "parameters",
      .doc = "what one skill takes: a model of size N has room for the first N / cost" },
    { "learned", DW_SERIES, offsetof(quanta, learned), .min = 0, .max = INFINITY,
      .flags = DW_OPTIONAL | DW_OR_NUMBER | DW_INFINITE, .unit = "skills",
      .doc = "how many skills n(N) each size has room for, in place of N / cost" },
    { "parameters", DW_SERIES, offsetof(quanta, parameters), .max = INFINITY,
      .flags = DW_OPTIONAL | DW_OR_NUMBER | DW_ABOVE_MIN, .unit = "parameters",
      .doc = "N of each model or of all, where `size` is tokens; not given: room for all" },
    { "tokens", DW_SERIES, offsetof(quanta, tokens), .max = MOST_TOKENS,
      .flags = DW_OPTIONAL | DW_OR_NUMBER | DW_ABOVE_MIN, .unit = "tokens",
      .doc = "D that each model or all are trained on, where `size` is parameters; not given: "
             "enough to meet every skill" },
    { "tau", DW_INTEGER, offsetof(quanta, tau), .def = 1, .min = 1, .max = 1000, .unit = "meetings",
      .doc = "how often a skill must be met to be learned, where D is given" },
    { "loss_unlearned", DW_NUMBER, offsetof(quanta, loss_unlearned), .def = 1, .min = 0, .max = 1e6,
      .unit = "nats", .doc = "loss a of a token whose skill is not learned" },
    { "loss_learned", DW_NUMBER, offsetof(quanta, loss_learned), .def = 0, .min = 0, .max = 1e6,
      .unit = "nats", .doc = "loss b of a token whose skill is learned; at most a" },
    { "watch", DW_SERIES, offsetof(quanta, watch), .min = 1, .max = 1e300, .flags = DW_OPTIONAL,
      .unit = "rank of a skill",
      .doc = "skills that each model is also asked about; run.outcomes has the share right of "
             "each" },
    { "right", DW_NUMBER, offsetof(quanta, right), .def = 1, .min = 0, .max = 1,
      .doc = "chance of a right answer to a question of a watched skill that is learned" },
    { "guess", DW_NUMBER, offsetof(quanta, guess), .def = 0, .min = 0, .max = 1,
      .doc = "the same where it is not learned" },
    { 0 },
};

enum { LOSS, UNLEARNED, SCORES };

static const dw_score_info scores[] = {
    { "loss", "mean loss of a token, nats" },
    { "unlearned", "share of tokens that need a skill not learned" },
    { 0 },
};

static const dw_extra extras[] = {
    { .name = "capacity", .doc = "how many skills the model has room for; a gap: all" },
    { 0 },
};

/* How skills are drawn. tail(x) = x^-alpha / alpha is the area of j^-(1 + alpha) beyond x. */
typedef struct zipf {
    double alpha, last;
    double sum;       /* of j^-(1 + alpha) */
    double near, far; /* areas between which a draw lies */
    double safe;      /* whole numbers this close to the drawn point need no second look */
} zipf;

typedef struct quanta_plan {
    const quanta *o;
    zipf skill;
    dw_chance right, guess;
    gsl_integration_glfixed_table *nodes;
} quanta_plan;

/* What one size has: room for so many skills, and tokens to meet them in (NAN: no end of them). */
typedef struct pupil {
    double room, tokens;
} pupil;

static double tail_area(const zipf *z, double x)
{
    return pow(x, -z->alpha) / z->alpha;
}

static double tail_point(const zipf *z, double area)
{
    return pow(z->alpha * area, -1 / z->alpha);
}

static double weight(const zipf *z, double j)
{
    return pow(j, -1 - z->alpha);
}

static zipf make_zipf(double alpha, double last)
{
    zipf z = { .alpha = alpha, .last = last };
    z.sum = dw_power_sum(1 + alpha, 1, last);
    z.near = tail_area(&z, 1.5) + 1;
    z.far = isinf(last) ? 0 : tail_area(&z, last + 0.5);
    z.safe = 2 - tail_point(&z, tail_area(&z, 2.5) + weight(&z, 2));
    return z;
}

/* A skill: rejection from the inverted area under the curve (Hörmann and Derflinger 1996). Far out
 * it may be infinite, a skill that nobody has. */
static double draw_skill(const zipf *z, dw_stream *stream)
{
    if (z->last == 1) return 1;
    for (;;) {
        double area = z->far + dw_stream_uniform(stream) * (z->near - z->far);
        double x = tail_point(z, area), j = fmax(1, fmin(z->last, floor(x + 0.5)));
        if (isinf(j) || j - x <= z->safe || area <= tail_area(z, j + 0.5) + weight(z, j)) return j;
    }
}

static double share_of(const zipf *z, double j)
{
    return weight(z, j) / z->sum;
}

static double series_at(dw_series series, size_t i)
{
    if (!series.at) return NAN;
    return series.at[series.n == 1 ? 0 : i];
}

static pupil pupil_of(const quanta *o, size_t i)
{
    bool by_tokens = strcmp(o->over, "tokens") == 0;
    double size = o->common.size.at[i];
    double parameters = by_tokens ? series_at(o->parameters, i) : size;
    pupil p = { .room = INFINITY, .tokens = by_tokens ? size : series_at(o->tokens, i) };
    if (o->learned.at)
        p.room = floor(series_at(o->learned, i));
    else if (!isnan(parameters))
        p.room = floor(parameters / o->cost);
    return p;
}

static dw_status check_series(const quanta *o, const char *name, dw_series series, dw_error *err)
{
    if (!series.at) return DW_OK;
    if (strcmp(o->over, name) == 0)
        return dw_fail(err, DW_EARG, "'%s' is what 'size' counts here; give it only there", name);
    if (series.n == 1 || series.n == o->common.size.n) return DW_OK;
    return dw_fail(err, DW_EARG, "'%s' has %zu numbers for %zu sizes", name, series.n,
                   o->common.size.n);
}

static dw_status check_size(const quanta *o, dw_error *err)
{
    for (size_t i = 0; strcmp(o->over, "tokens") == 0 && i < o->common.size.n; i++)
        if (o->common.size.at[i] > MOST_TOKENS)
            return dw_fail(err, DW_EDOMAIN, "'size' counts tokens here: at most %g, got %g",
                           MOST_TOKENS, o->common.size.at[i]);
    return DW_OK;
}

static dw_status check_watch(const quanta *o, dw_error *err)
{
    if (o->watch.n > MOST_WATCHED)
        return dw_fail(err, DW_EARG, "'watch' has %zu skills, at most %d are allowed", o->watch.n,
                       MOST_WATCHED);
    for (size_t i = 0; i < o->watch.n; i++) {
        double j = o->watch.at[i];
        if (j != floor(j))
            return dw_fail(err, DW_EDOMAIN, "'watch' must be whole numbers, got %g", j);
        if (j > o->skills)
            return dw_fail(err, DW_EDOMAIN, "'watch' names skill %g, but 'skills' is %g", j,
                           o->skills);
    }
    return DW_OK;
}

static dw_status check(const void *given, dw_error *err)
{
    const quanta *o = given;
    if (o->skills != floor(o->skills))
        return dw_fail(err, DW_EDOMAIN, "'skills' must be a whole number, got %g", o->skills);
    if (o->loss_learned > o->loss_unlearned)
        return dw_fail(err, DW_EDOMAIN, "'loss_learned' is %g, above 'loss_unlearned', %g",
                       o->loss_learned, o->loss_unlearned);
    if (o->learned.at && o->parameters.at)
        return dw_fail(err, DW_EARG, "'learned' takes the place of 'parameters'; give one");
    dw_status status = check_series(o, "parameters", o->parameters, err);
    if (!status) status = check_series(o, "tokens", o->tokens, err);
    if (!status) status = check_series(o, "learned", o->learned, err);
    if (!status) status = check_size(o, err);
    return status ? status : check_watch(o, err);
}

static size_t watched(const void *given)
{
    return ((const quanta *)given)->watch.n;
}

static const char *watched_name(const void *given, size_t i, char scratch[64])
{
    char rank[32];
    dw_text_count(((const quanta *)given)->watch.at[i], 3, rank);
    snprintf(scratch, 64, "skill %s", rank);
    return scratch;
}

/* How many tokens go by until this training has met skill j often enough: meetings are a Poisson
 * process of rate p_j. */
static double draw_wait(const quanta_plan *plan, dw_stream *stream, double j)
{
    gsl_rng rng = dw_stream_gsl(stream);
    return gsl_ran_gamma(&rng, (double)plan->o->tau, 1) / share_of(&plan->skill, j);
}

static bool learns(const quanta_plan *plan, dw_stream *stream, const pupil *p, double j)
{
    if (!(j <= p->room) || isinf(j)) return false;
    return isnan(p->tokens) || draw_wait(plan, stream, j) <= p->tokens;
}

static void work(const void *context, const dw_chunk *chunk, uint64_t *counts)
{
    const quanta_plan *plan = context;
    const quanta *o = plan->o;
    uint64_t seed = (uint64_t)o->common.seed, key = dw_sim_key("quanta");
    pupil p = pupil_of(o, chunk->cell);
    for (int64_t trial = chunk->first; trial < chunk->last; trial++) {
        dw_stream stream = dw_stream_make(seed, key, chunk->cell, (uint64_t)trial);
        double j = draw_skill(&plan->skill, &stream);
        counts[0] += !learns(plan, &stream, &p, j);
        for (size_t w = 0; w < o->watch.n; w++) {
            bool knows = learns(plan, &stream, &p, o->watch.at[w]);
            counts[1 + w] += dw_stream_event(&stream, knows ? plan->right : plan->guess);
        }
    }
}

/* ---- theory ---- */

/* The chance that so many expected meetings were too few. */
static double missed(const quanta_plan *plan, double meetings)
{
    return dw_gamma_tail((double)plan->o->tau, meetings, 0, true);
}

/* The meetings below which a skill is as good as never learned. */
static double hopeless(const quanta_plan *plan)
{
    double meetings = (double)plan->o->tau;
    while (dw_gamma_tail((double)plan->o->tau, meetings, 0, false) > 1e-18) meetings /= 1.2;
    return meetings;
}

typedef struct slope {
    double value, rise; /* of weight times chance at a point, and its derivative */
} slope;

static slope missed_weight(const quanta_plan *plan, double tokens, double j)
{
    const zipf *z = &plan->skill;
    double w = weight(z, j), meetings = tokens * w / z->sum, chance = missed(plan, meetings);
    double density = 0;
    if (meetings > 0) density = exp(dw_log_gamma_density((double)plan->o->tau, meetings, 0));
    return (slope){ w * chance, w * (1 + z->alpha) / j * (density * meetings - chance) };
}

/* The sum of missed weights over skills first..last, both large, as an integral over log j with
 * the first correction of Euler and Maclaurin. */
static double integrate_missed(const quanta_plan *plan, double tokens, double first, double last)
{
    double from = log(first - 0.5), to = log(last + 0.5), sum = 0;
    double width = 2 / ((1 + plan->skill.alpha) * sqrt((double)plan->o->tau));
    size_t panels = (size_t)ceil((to - from) / fmin(1, width));
    double step = (to - from) / (double)panels;
    for (size_t i = 0; i < panels; i++)
        for (size_t k = 0; k < NODES; k++) {
            double u, share, start = from + (double)i * step;
            gsl_integration_glfixed_point(start, start + step, k, &u, &share, plan->nodes);
            sum += share * exp(u) * missed_weight(plan, tokens, exp(u)).value;
        }
    double bend = missed_weight(plan, tokens, last + 0.5).rise -
                  missed_weight(plan, tokens, first - 0.5).rise;
    return sum - bend / 24;
}

/* The weight of the skills up to `last` that so many tokens do not teach. */
static double missed_sum(const quanta_plan *plan, double tokens, double last)
{
    const zipf *z = &plan->skill;
    double sum = 0, middle = fmin(last, SUMMED), rare = hopeless(plan) * z->sum / tokens;
    for (double j = middle; j >= 1; j--) sum += missed_weight(plan, tokens, j).value;
    if (last <= middle) return sum;
    double end = fmax(middle, fmin(last, floor(pow(rare, -1 / (1 + z->alpha)))));
    if (end > middle) sum += integrate_missed(plan, tokens, middle + 1, end);
    if (last > end) sum += dw_power_sum(1 + z->alpha, end + 1, last);
    return sum;
}

static double unlearned_share(const quanta_plan *plan, const pupil *p)
{
    const zipf *z = &plan->skill;
    double known = fmin(p->room, z->last);
    if (known < 1) return 1;
    double beyond = known < z->last ? dw_power_sum(1 + z->alpha, known + 1, z->last) : 0;
    if (!isnan(p->tokens)) beyond += missed_sum(plan, p->tokens, known);
    return fmin(1, beyond / z->sum);
}

static double watched_right(const quanta_plan *plan, const pupil *p, double j)
{
    const quanta *o = plan->o;
    double chance = j <= p->room;
    if (chance > 0 && !isnan(p->tokens))
        chance = dw_gamma_tail((double)o->tau, p->tokens * share_of(&plan->skill, j), 0, false);
    return o->guess + (o->right - o->guess) * chance;
}

/* ---- results ---- */

static double loss_of(const quanta *o, double unlearned)
{
    return o->loss_learned + (o->loss_unlearned - o->loss_learned) * unlearned;
}

static dw_status put_cell(const quanta_plan *plan, size_t i, const uint64_t *counts,
                          dw_result *result, dw_error *err)
{
    const quanta *o = plan->o;
    pupil p = pupil_of(o, i);
    double n = (double)o->common.trials;
    dw_score *loss = &result->scores[LOSS], *unlearned = &result->scores[UNLEARNED];
    dw_status status = dw_score_share(unlearned, i, (double)counts[0], n, err);
    if (status) return status;
    unlearned->theory[i] = unlearned_share(plan, &p);
    loss->method = "Wilson, of the share not learned, 95 %";
    loss->mean[i] = loss_of(o, unlearned->mean[i]);
    loss->low[i] = loss_of(o, unlearned->low[i]);
    loss->high[i] = loss_of(o, unlearned->high[i]);
    loss->theory[i] = loss_of(o, unlearned->theory[i]);
    result->extras[0][i] = isinf(p.room) ? NAN : p.room;
    for (size_t w = 0; !status && w < o->watch.n; w++) {
        dw_score *score = &result->scores[SCORES + w];
        status = dw_score_share(score, i, (double)counts[1 + w], n, err);
        score->theory[i] = watched_right(plan, &p, o->watch.at[w]);
    }
    return status;
}

static quanta_plan make_plan(const quanta *o)
{
    return (quanta_plan){ .o = o,
                          .skill = make_zipf(o->alpha, o->skills),
                          .right = dw_chance_make(o->right),
                          .guess = dw_chance_make(o->guess) };
}

static dw_status simulate(const quanta_plan *plan, uint64_t *totals, dw_result *result,
                          const dw_env *env, dw_error *err)
{
    const quanta *o = plan->o;
    dw_job job = { .cells = o->common.size.n,
                   .trials = o->common.trials,
                   .chunk = dw_job_chunk(CHUNK, 1),
                   .counts = 1 + o->watch.n,
                   .draws = 20 * (double)(1 + o->watch.n),
                   .work = work,
                   .context = plan };
    dw_status status = dw_job_run(&job, totals, env, err);
    for (size_t i = 0; !status && i < job.cells; i++) {
        status = dw_job_ask(env, i, job.cells, err);
        if (!status) status = put_cell(plan, i, totals + i * job.counts, result, err);
    }
    return status;
}

static dw_status run(const void *given, dw_result *result, const dw_env *env, dw_error *err)
{
    const quanta *o = given;
    quanta_plan plan = make_plan(o);
    result->chance = o->guess;
    plan.nodes = gsl_integration_glfixed_table_alloc(NODES);
    uint64_t *totals = dw_allocate(o->common.size.n, (1 + o->watch.n) * sizeof *totals, err);
    dw_status status = totals ? DW_OK : DW_ENOMEM;
    if (!status && !plan.nodes) status = dw_fail(err, DW_ENOMEM, "no memory for %d nodes", NODES);
    if (!status) status = simulate(&plan, totals, result, env, err);
    free(totals);
    if (plan.nodes) gsl_integration_glfixed_table_free(plan.nodes);
    return status;
}

static void show_room(const pupil *p, dw_buffer *out)
{
    char room[32], tokens[32];
    dw_text_count(p->room, 3, room);
    dw_text_count(p->tokens, 3, tokens);
    if (!isinf(p->room)) dw_buffer_format(out, "the model has room for the first %s\n", room);
    if (!isnan(p->tokens)) dw_buffer_format(out, "it was trained on %s tokens\n", tokens);
}

static dw_status show(const void *given, size_t cell, int64_t trial, dw_buffer *out, dw_error *err)
{
    (void)err;
    quanta_plan plan = make_plan(given);
    const quanta *o = given;
    pupil p = pupil_of(o, cell);
    char rank[32], once[32];
    dw_stream stream =
        dw_stream_make((uint64_t)o->common.seed, dw_sim_key("quanta"), cell, (uint64_t)trial);
    double j = draw_skill(&plan.skill, &stream);
    dw_text_count(j, 3, rank);
    dw_text_count(1 / share_of(&plan.skill, j), 3, once);
    dw_buffer_format(out, "the token needs skill %s, as 1 in %s tokens\n", rank, once);
    show_room(&p, out);
    bool knows = learns(&plan, &stream, &p, j);
    bool fits = j <= p.room;
    dw_buffer_format(out, "%s: loss %g nats\n",
                     knows  ? "learned"
                     : fits ? "met too seldom to be learned"
                            : "not learned",
                     loss_of(o, !knows));
    return DW_OK;
}

const dw_sim dw_sim_quanta = {
    .name = "quanta",
    .title = "why a smooth law can hide jumps",
    .doc = "Each token needs one skill, drawn by Zipf's law. A model of size N has room for the "
           "first n(N) skills, and has learned those of them that a training of D tokens (one "
           "drawn for each question) met at least tau times. A token costs loss_learned or "
           "loss_unlearned. The excess over loss_learned falls as a power law, n^-alpha where n "
           "is far below `skills` and D^-(alpha/(1+alpha)) where data is what lacks, while a "
           "single skill of `watch` jumps.",
    .formula = "p_j = j^-(1+alpha) / zeta, zeta = sum over j = 1..J of j^-(1+alpha); unlearned: "
               "U = sum over j > n of p_j + sum over j <= n of p_j P(Poisson(D p_j) < tau); loss: "
               "b + (a - b) U; a watched skill: guess + (right - guess) P(learned)",
    .source = "Michaud, Liu, Girit, Tegmark 2023, The Quantization Model of Neural Scaling, "
              "section 2",
    .example = "local run = sim.quanta { size = array.geomspace(1e7, 1e11, 24),\n"
               "                         skills = math.huge, watch = { 20, 500, 10000 } }\n"
               "print(run.outcomes[2].mean)",
    .options = options,
    .options_size = sizeof(quanta),
    .scores = scores,
    .numbers = 1 << LOSS,
    .extras = extras,
    .outcomes = watched,
    .outcome_name = watched_name,
    .check = check,
    .run = run,
    .show = show,
};
