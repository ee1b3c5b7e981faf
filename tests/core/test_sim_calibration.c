/* calibration: theory checks simulation; quadrature checks theory. */
#include "test_sim.h"

#include <gsl/gsl_sf_gamma.h>
#include <math.h>
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "sim/confidence.h"
#include "sim/stated.h"

int dw_test_sim_calibration(void);

#define COUNT(array) (sizeof(array) / sizeof *(array))

enum { ACCURACY, ECE, ECE_MASS, MCE, BRIER, LOG_LOSS, AUROC, RELIABILITY, RESOLUTION, UNCERTAINTY };
enum { BIN_COUNT, BIN_CONFIDENCE, BIN_ACCURACY, BIN_GAP };
enum { BINS = 10 };

static const double one_size[] = { 1e9 };

typedef struct setting {
    double mean, spread, knowledge, noise, bias;
} setting;

static const setting settings[] = {
    { 0.4, 0.3, 0.5, 1.5, 0 },   { 0.7, 0.2, 0.9, 1.5, 0.5 }, { 0.55, 0.35, 1, 1.5, 0 },
    { 0.6, 0.3, 0, 1.5, -0.4 },  { 0.3, 0.1, 0.97, 3, 0 },    { 0.5, 0.25, 0.2, 0.5, 0.3 },
    { 0.8, 0.3, 0.6, 0, 0.2 },   { 0.65, 0, 0.4, 1, 0 },      { 0.35, 0.02, 0.8, 0.2, 0 },
    { 0.45, 0.3, 0.99, 1.5, 1 }, { 0.5, 0.6, 0.3, 4, 0 },     { 0.75, 0.2, 0.05, 1, 0 },
};

static sim_run run_of(const setting *s, int64_t seed, int64_t trials)
{
    static double p[2];
    p[0] = s->mean;
    p[1] = s->knowledge;
    sim_run run = sim_make("calibration");
    sim_series(&run, "size", one_size, 1);
    sim_values(&run, "ability", &p[0], 1);
    sim_values(&run, "knowledge", &p[1], 1);
    sim_number(&run, "spread", s->spread);
    sim_number(&run, "noise", s->noise);
    sim_series(&run, "bias", &s->bias, 1);
    sim_integer(&run, "seed", seed);
    sim_integer(&run, "trials", trials);
    dw_error err = { "" };
    if (sim_go(&run, NULL, &err)) fail_msg("calibration: %s", err.text);
    return run;
}

static dw_confidence law_of(const setting *s)
{
    double noise = s->noise * sqrt((1 - s->knowledge) * (1 + s->knowledge));
    return (dw_confidence){ s->mean, s->spread, s->knowledge, noise, s->bias };
}

/* ---- the population by brute force: small steps of logit r and of the noise ---- */

typedef struct population {
    dw_confidence_bin bin[BINS];
    double square[BINS]; /* share of the bin times the mean of (right - confidence)^2 */
    double brier;
} population;

static void put(population *all, size_t b, double weight, double r, double z)
{
    double c = 1 / (1 + exp(-z)), square = r * (1 - c) * (1 - c) + (1 - r) * c * c;
    all->bin[b].share += weight;
    all->bin[b].confidence += weight * c;
    all->bin[b].right += weight * r;
    all->square[b] += weight * square;
    all->brier += weight * square;
}

/* The noise from bin to bin, so that no step lies across an edge. */
static void put_noise(population *all, const dw_confidence *law, double weight, double u)
{
    double r = 1 / (1 + exp(-u)), z = law->bias + law->knowledge * u;
    if (law->noise == 0) {
        put(all, (size_t)fmax(0, ceil(BINS / (1 + exp(-z))) - 1), weight, r, z);
        return;
    }
    double from = -8;
    for (size_t b = 0; b < BINS && from < 8; b++) {
        double edge = (double)(b + 1) / BINS, to = 8;
        if (b + 1 < BINS) to = fmin(8, (log(edge / (1 - edge)) - z) / law->noise);
        if (to <= from) continue;
        int steps = 1 + (int)((to - from) / 0.02);
        double step = (to - from) / steps;
        for (int i = 0; i < steps; i++) {
            double x = from + step * (i + 0.5);
            put(all, b, weight * step * exp(-x * x / 2) / sqrt(2 * M_PI), r, z + law->noise * x);
        }
        from = to;
    }
}

static population brute_force(const dw_confidence *law)
{
    population all = { .brier = 0 };
    if (law->spread == 0) {
        put_noise(&all, law, 1, log(law->mean / (1 - law->mean)));
        return all;
    }
    double k = (1 - law->spread) / law->spread, a = law->mean * k, b = k - a;
    int steps = law->noise == 0 ? 400000 : law->knowledge == 0 ? 200 : 4000;
    double low = -36 / fmin(a, 1), high = 36 / fmin(b, 1), step = (high - low) / steps;
    for (int i = 0; i < steps; i++) {
        double u = low + step * (i + 0.5);
        double fall = u > 0 ? u + log1p(exp(-u)) : log1p(exp(u));
        put_noise(&all, law, step * exp(a * u - k * fall - gsl_sf_lnbeta(a, b)), u);
    }
    return all;
}

static void theory_is_the_whole_population(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(settings); i++) {
        dw_confidence law = law_of(&settings[i]);
        population all = brute_force(&law);
        dw_confidence_bin bin[BINS];
        double brier;
        assert_int_equal(dw_confidence_bins(&law, BINS, bin, &brier, NULL), DW_OK);
        for (size_t b = 0; b < BINS; b++) {
            /* without noise a small step is put to one side of an edge or the other */
            double near = law.noise == 0 ? 1e-4 : 1e-5;
            if (fabs(bin[b].share - all.bin[b].share) > near ||
                fabs(bin[b].right - all.bin[b].right) > near ||
                fabs(bin[b].confidence - all.bin[b].confidence) > near)
                fail_msg("setting %zu, bin %zu: share %.9g, not %.9g; confidence %.9g, not %.9g", i,
                         b, bin[b].share, all.bin[b].share, bin[b].confidence,
                         all.bin[b].confidence);
        }
        if (fabs(brier - all.brier) > 1e-6)
            fail_msg("setting %zu: brier %.9g, not %.9g", i, brier, all.brier);
    }
}

/* ---- signed gaps of the bins against theory ---- */

static void compare_gaps(const sim_run *run, const setting *s, tally *count, tally *gap)
{
    dw_confidence law = law_of(s);
    population all = brute_force(&law);
    dw_confidence_bin bin[BINS];
    double brier, n = (double)((const dw_sim_common *)run->options)->trials;
    assert_int_equal(dw_confidence_bins(&law, BINS, bin, &brier, NULL), DW_OK);
    double **extra = run->result.extras;
    for (size_t b = 0; b < BINS; b++) {
        double k = extra[BIN_COUNT][b], mean = bin[b].right - bin[b].confidence;
        tally_share(count, k, n, fmin(1, fmax(0, bin[b].share)));
        if (k == 0) continue;
        if (bin[b].share > 1e-9) assert_true(fabs(extra[BIN_GAP][b] - mean / bin[b].share) < 1e-9);
        double sum = k * (extra[BIN_ACCURACY][b] - extra[BIN_CONFIDENCE][b]);
        tally_sum(gap, sum, n, mean, fmax(1e-12, all.square[b] - mean * mean), 1, n * bin[b].share);
    }
}

static void signed_gaps_agree_with_theory(void **state)
{
    (void)state;
    tally count = TALLY("answers in a bin"), gap = TALLY("gap of a bin");
    tally right = TALLY("accuracy"), brier = TALLY("brier");
    for (size_t i = 0; i < COUNT(settings); i++)
        for (int64_t seed = 0; seed < 3; seed++) {
            sim_run run = run_of(&settings[i], 40 + seed, 30000 + seed);
            double n = 30000 + (double)seed, sd;
            const dw_score *score = run.result.scores;
            tally_share(&right, round(score[ACCURACY].mean[0] * n), n, score[ACCURACY].theory[0]);
            sd = (score[BRIER].high[0] - score[BRIER].low[0]) / 2 / 1.96; /* of the mean */
            tally_sum(&brier, score[BRIER].mean[0] * n, n, score[BRIER].theory[0], sd * sd * n, 1,
                      n);
            if (seed == 0) compare_gaps(&run, &settings[i], &count, &gap);
            sim_free(&run);
        }
    tally_check(&count);
    tally_check(&gap);
    tally_check(&right);
    tally_check(&brier);
}

static void whoever_knows_is_calibrated(void **state)
{
    (void)state;
    for (double spread = 0.01; spread < 1; spread += 0.14) {
        const setting s = { 0.55, spread, 1, 1.5, 0 };
        sim_run run = run_of(&s, 3, 20000);
        const dw_score *score = run.result.scores;
        assert_true(score[ECE].theory[0] == 0 && score[MCE].theory[0] == 0);
        assert_true(score[RELIABILITY].theory[0] == 0);
        assert_true(score[ECE].low[0] == 0 && score[ECE].mean[0] < 0.02);
        assert_right_digits(score[BRIER].theory[0], 0.55 * 0.45 * (1 - spread), 7, "brier", 0);
        sim_free(&run);
    }
}

/* The counter-example: calibrated without knowing anything. */
static void a_constant_confidence_is_calibrated_and_knows_nothing(void **state)
{
    (void)state;
    const setting s = { 0.7, 0.3, 0, 0, log(0.7 / 0.3) };
    sim_run run = run_of(&s, 5, 50000);
    const dw_score *score = run.result.scores;
    assert_true(score[ECE].theory[0] < 1e-15 && score[ECE].mean[0] < 0.01);
    assert_true(score[AUROC].mean[0] == 0.5 && score[RESOLUTION].mean[0] < 1e-20);
    assert_right_digits(score[BRIER].theory[0], 0.21, 12, "brier", 0);
    sim_free(&run);
}

static void ece_falls_with_size_at_the_defaults(void **state)
{
    (void)state;
    static const double sizes[] = { 1e8, 1e9, 1e10, 1e11, 1e12 };
    sim_run run = sim_make("calibration");
    sim_series(&run, "size", sizes, COUNT(sizes));
    assert_int_equal(sim_go(&run, NULL, NULL), DW_OK);
    const dw_score *score = run.result.scores;
    for (size_t i = 1; i < COUNT(sizes); i++) {
        assert_true(score[ECE].high[i] < score[ECE].mean[i - 1]);
        assert_true(score[ECE].theory[i] < score[ECE].theory[i - 1]);
        assert_true(score[AUROC].mean[i] > score[AUROC].mean[i - 1]);
    }
    sim_free(&run);
}

/* ... but it need not: without noise a small model that always says its base rate is calibrated,
 * and one that knows something is not, when its knowledge is less than whole. */
static void ece_need_not_fall_with_size(void **state)
{
    (void)state;
    const setting small = { 0.5, 0.3, 0, 0, 0 }, large = { 0.5, 0.3, 0.5, 0, 0 };
    sim_run one = run_of(&small, 1, 20000), other = run_of(&large, 1, 20000);
    assert_true(one.result.scores[ECE].theory[0] < 1e-12);
    assert_true(other.result.scores[ECE].low[0] > 0.05);
    sim_free(&one);
    sim_free(&other);
}

static void certain_answers_are_exact(void **state)
{
    (void)state;
    for (int right = 0; right < 2; right++) {
        const setting s = { right, 0.3, 0.5, 1.5, 0 };
        sim_run run = run_of(&s, 9, 3000);
        const dw_score *score = run.result.scores;
        assert_true(score[ACCURACY].mean[0] == right && score[ACCURACY].theory[0] == right);
        assert_true(score[ECE].mean[0] == 0 && score[ECE].theory[0] == 0);
        assert_true(score[BRIER].mean[0] == 0 && score[BRIER].theory[0] == 0);
        assert_true(isnan(score[AUROC].mean[0]));
        sim_free(&run);
    }
}

/* ---- measures of what was said, on samples counted by hand ---- */

static void measures_are_those_of_the_sample(void **state)
{
    (void)state;
    static const double c[] = { 0, 0.05, 0.1, 0.15, 0.95, 1 };
    static const bool right[] = { false, true, false, false, true, true };
    dw_stated_grid grid = dw_stated_grid_of(10);
    uint64_t numbers[DW_STATED_NUMBERS] = { 0 };
    assert_int_equal(grid.cells, 1000);
    for (size_t i = 0; i < COUNT(c); i++) dw_stated_add(&grid, numbers, c[i], right[i]);
    dw_stated_bins bins;
    dw_stated_by_width(&grid, numbers, &bins);
    assert_true(bins.count[0] == 3 && bins.count[1] == 1 && bins.count[9] == 2);
    assert_true(fabs(bins.confidence[0] - 0.05) < 1e-7 && isnan(bins.confidence[5]));
    double ece = (3 * (1 / 3.0 - 0.05) + 0.15 + 2 * 0.025) / 6;
    assert_true(fabs(dw_stated_ece(&bins).value - ece) < 1e-7);
    assert_true(fabs(dw_stated_mce(&bins).value - (1 / 3.0 - 0.05)) < 1e-7);
    /* pairs: 0.05 beats 0 only; 0.95 and 1 beat all three */
    assert_right_digits(dw_stated_auroc(&grid, numbers).value, 7 / 9.0, 12, "auroc", 0);
    dw_stated_by_mass(&grid, numbers, &bins);
    double all = 0;
    for (size_t b = 0; b < bins.n; b++) all += bins.count[b];
    assert_true(all == 6 && bins.n <= 10 && bins.n >= 5);
}

static void threads_do_not_matter(void **state)
{
    (void)state;
    static const int threads[] = { 1, 2, 7 };
    static const double sizes[] = { 1e8, 1e10, 1e12 };
    uint64_t digest[3];
    for (int i = 0; i < 3; i++) {
        sim_run run = sim_make("calibration");
        sim_series(&run, "size", sizes, COUNT(sizes));
        assert_int_equal(sim_go(&run, &(dw_env){ .threads = threads[i] }, NULL), DW_OK);
        digest[i] = sim_digest(&run);
        sim_free(&run);
    }
    assert_true(digest[0] == digest[1] && digest[1] == digest[2]);
}

static void shown_questions_are_those_of_the_run(void **state)
{
    (void)state;
    enum { TRIALS = 200 };
    sim_run run = run_of(&settings[0], 2, TRIALS);
    int right = 0;
    for (int64_t t = 0; t < TRIALS; t++) {
        dw_buffer text = { 0 };
        assert_int_equal(run.sim->show(run.options, 0, t, &text, NULL), DW_OK);
        right += strstr(text.text, ": right.") != NULL;
        dw_buffer_free(&text);
    }
    assert_true(right == (int)round(TRIALS * run.result.scores[ACCURACY].mean[0]));
    sim_free(&run);
}

int dw_test_sim_calibration(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(theory_is_the_whole_population),
        cmocka_unit_test(signed_gaps_agree_with_theory),
        cmocka_unit_test(whoever_knows_is_calibrated),
        cmocka_unit_test(a_constant_confidence_is_calibrated_and_knows_nothing),
        cmocka_unit_test(ece_falls_with_size_at_the_defaults),
        cmocka_unit_test(ece_need_not_fall_with_size),
        cmocka_unit_test(certain_answers_are_exact),
        cmocka_unit_test(measures_are_those_of_the_sample),
        cmocka_unit_test(threads_do_not_matter),
        cmocka_unit_test(shown_questions_are_those_of_the_run),
    };
    return cmocka_run_group_tests_name("sim, calibration", tests, NULL, NULL);
}
