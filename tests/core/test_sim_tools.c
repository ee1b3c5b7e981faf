#include "test_sim.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* ---- Runs ---- */

static void set_default(char *options, const dw_option *option)
{
    void *field = options + option->offset;
    bool given = !(option->flags & DW_OPTIONAL);
    if (option->kind == DW_NUMBER) *(double *)field = given ? option->def : NAN;
    if (option->kind == DW_INTEGER) *(int64_t *)field = given ? (int64_t)option->def : -1;
    if (option->kind == DW_BOOLEAN) *(bool *)field = option->def != 0;
    if (option->kind == DW_TEXT) *(const char **)field = option->text;
    if (option->kind == DW_CHOICE) *(const char **)field = option->choices[0];
    if (option->kind == DW_ABILITY && option->preset)
        *(dw_ability *)field = *(const dw_ability *)option->preset;
}

sim_run sim_make(const char *name)
{
    sim_run run = { .sim = dw_sim_find(name) };
    assert_non_null(run.sim);
    run.options = calloc(1, run.sim->options_size);
    assert_non_null(run.options);
    for (const dw_option *option = run.sim->options; option->name; option++)
        set_default(run.options, option);
    return run;
}

void sim_free(sim_run *run)
{
    free(run->options);
    free(run->result.scores);
    free(run->numbers);
    free(run->extra_numbers);
    free(run->result.extras);
    *run = (sim_run){ 0 };
}

static void *field_of(sim_run *run, const char *name, dw_kind kind)
{
    for (const dw_option *option = run->sim->options; option->name; option++)
        if (strcmp(option->name, name) == 0 && option->kind == kind)
            return (char *)run->options + option->offset;
    fail_msg("%s has no option '%s' of this kind", run->sim->name, name);
    return NULL;
}

void sim_number(sim_run *run, const char *option, double x)
{
    *(double *)field_of(run, option, DW_NUMBER) = x;
}

void sim_integer(sim_run *run, const char *option, int64_t x)
{
    *(int64_t *)field_of(run, option, DW_INTEGER) = x;
}

void sim_series(sim_run *run, const char *option, const double *x, size_t n)
{
    *(dw_series *)field_of(run, option, DW_SERIES) = (dw_series){ .at = x, .n = n };
}

void sim_texts(sim_run *run, const char *option, const char *const *texts, size_t n)
{
    *(dw_texts *)field_of(run, option, DW_TEXTS) = (dw_texts){ .at = texts, .n = n };
}

void sim_ability(sim_run *run, const char *option, const dw_ability *ability)
{
    *(dw_ability *)field_of(run, option, DW_ABILITY) = *ability;
}

void sim_values(sim_run *run, const char *option, const double *p, size_t n)
{
    sim_ability(run, option, &(dw_ability){ .kind = DW_VALUES, .p = p, .n = n });
}

/* Elements of extra e. */
static size_t extra_size(const sim_run *run, size_t e)
{
    const dw_extra *info = &run->sim->extras[e];
    return (info->once ? 1 : run->sizes) * (info->columns ? info->columns(run->options) : 1);
}

static void make_extras(sim_run *run)
{
    size_t count = 0, total = 0;
    while (run->sim->extras && run->sim->extras[count].name) total += extra_size(run, count++);
    free(run->result.extras);
    free(run->extra_numbers);
    run->result.extras = calloc(count + 1, sizeof *run->result.extras);
    run->extra_numbers = calloc(total + 1, sizeof *run->extra_numbers);
    for (size_t i = 0; i < total; i++) run->extra_numbers[i] = NAN;
    double *at = run->extra_numbers;
    for (size_t e = 0; e < count; at += extra_size(run, e++)) run->result.extras[e] = at;
}

static void make_result(sim_run *run)
{
    const dw_sim_common *common = run->options;
    free(run->result.scores);
    free(run->numbers);
    run->sizes = common->size.n;
    run->scores = run->sim->outcomes ? run->sim->outcomes(run->options) : 0;
    for (const dw_score_info *score = run->sim->scores; score->name; score++) run->scores++;
    run->result.scores = calloc(run->scores, sizeof *run->result.scores);
    run->numbers = calloc(4 * run->scores * run->sizes, sizeof *run->numbers);
    double *at = run->numbers;
    size_t named = 0;
    while (run->sim->scores[named].name) named++;
    for (size_t i = 0; i < run->scores; i++, at += 4 * run->sizes) {
        bool graded = i >= named || !run->sim->graded || run->sim->graded(run->options, i);
        if (graded)
            run->result.scores[i] = (dw_score){ .mean = at,
                                                .low = at + run->sizes,
                                                .high = at + 2 * run->sizes,
                                                .theory = at + 3 * run->sizes };
    }
    make_extras(run);
}

dw_status sim_go(sim_run *run, const dw_env *env, dw_error *err)
{
    dw_status status = run->sim->check ? run->sim->check(run->options, err) : DW_OK;
    if (status) return status;
    make_result(run);
    return run->sim->run(run->options, &run->result, env, err);
}

void sim_must(sim_run *run)
{
    dw_error err = { "" };
    if (sim_go(run, NULL, &err)) fail_msg("%s: %s", run->sim->name, err.text);
    for (size_t i = 0; i < run->scores; i++)
        for (size_t j = 0; run->result.scores[i].mean && j < run->sizes; j++) {
            const dw_score *score = &run->result.scores[i];
            bool number = run->sim->numbers >> i & 1;
            double low = score->low[j], mean = score->mean[j], high = score->high[j];
            if (!(low <= mean && mean <= high && (number || (low >= 0 && high <= 1))))
                fail_msg("%s, score %zu at size %zu: %.17g..%.17g..%.17g", run->sim->name, i, j,
                         low, mean, high);
            assert_non_null(score->method);
        }
}

uint64_t sim_digest(const sim_run *run)
{
    uint64_t hash = 0xcbf29ce484222325u;
    for (size_t i = 0; i < run->scores; i++)
        for (size_t j = 0; run->result.scores[i].mean && j < run->sizes; j++) {
            unsigned char bytes[sizeof(double)];
            memcpy(bytes, &run->result.scores[i].mean[j], sizeof bytes);
            for (size_t b = 0; b < sizeof bytes; b++) hash = (hash ^ bytes[b]) * 0x100000001b3u;
        }
    return hash;
}

/* ---- Theory ---- */

static void tally_add(tally *t, double p_value, double got, double expected)
{
    t->cells++;
    if (p_value >= t->worst) return;
    t->worst = p_value;
    t->worst_got = got;
    t->worst_expected = expected;
}

void tally_share(tally *t, double k, double n, double p)
{
    double whole = round(k);
    if (fabs(k - whole) > 1e-6) fail_msg("%s: %.17g is no count", t->what, k);
    if (!(p >= 0 && p <= 1)) fail_msg("%s: theory is %.17g", t->what, p);
    if ((p == 0 && whole != 0) || (p == 1 && whole != n))
        fail_msg("%s: %g of %g, but theory is %g", t->what, whole, n, p);
    if (p == 0 || p == 1) return;
    unsigned count = (unsigned)whole, trials = (unsigned)n;
    double below = gsl_cdf_binomial_P(count, p, trials);
    double above = count ? gsl_cdf_binomial_Q(count - 1, p, trials) : 1;
    tally_add(t, fmin(1, 2 * fmin(below, above)), whole / n, p);
    double variance = n * p * (1 - p);
    if (variance <= 10) return;
    t->squares++;
    t->square_sum += (whole - n * p) * (whole - n * p) / variance;
}

void tally_sum(tally *t, double sum, double n, double mean, double variance, double most,
               double events)
{
    double far = fabs(sum - n * mean), total = n * variance;
    if (variance <= 0) {
        if (far != 0) fail_msg("%s: %.17g, not %.17g", t->what, sum / n, mean);
        return;
    }
    bool many = events >= 100;
    double bound = 2 * exp(-far * far / 2 / (total + most * far / 3));
    tally_add(t, many ? erfc(far / sqrt(2 * total)) : fmin(1, bound), sum / n, mean);
    if (!many) return;
    t->squares++;
    t->square_sum += far * far / total;
}

void tally_check(const tally *t)
{
    if (t->worst < 1e-6 / (double)t->cells)
        fail_msg("%s: %.9g simulated, %.9g in theory, p-value %.3g", t->what, t->worst_got,
                 t->worst_expected, t->worst);
    assert_true(t->squares >= 10);
    double low = gsl_cdf_chisq_P(t->square_sum, (double)t->squares);
    double high = gsl_cdf_chisq_Q(t->square_sum, (double)t->squares);
    if (low < 1e-7 || high < 1e-7)
        fail_msg("%s: the sum of z^2 is %g in %zu cells", t->what, t->square_sum, t->squares);
}

void assert_right_digits(double got, double expected, double digits, const char *what, size_t i)
{
    double right = -log10(fabs(got - expected) / (expected == 0 ? 1 : fabs(expected)));
    if (got == expected || right >= digits) return;
    fail_msg("%s %zu: %.17g, not %.17g (%.1f digits)", what, i, got, expected, right);
}
