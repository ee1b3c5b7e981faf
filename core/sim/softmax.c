#include "sim/softmax.h"

#include <math.h>

void dw_softmax_make(dw_softmax *softmax, const double *logits, size_t n, double temperature)
{
    double top = logits[0], sum = 0;
    for (size_t i = 1; i < n; i++) top = fmax(top, logits[i]);
    softmax->n = n;
    for (size_t i = 0; i < n; i++) {
        double below = logits[i] - top;
        softmax->p[i] = below == 0 ? 1 : temperature > 0 ? exp(below / temperature) : 0;
        sum += softmax->p[i];
    }
    for (size_t i = 0; i < n; i++) softmax->p[i] /= sum;
}

size_t dw_softmax_draw(const dw_softmax *softmax, dw_stream *stream)
{
    double left = dw_stream_uniform(stream);
    size_t last = 0;
    for (size_t i = 0; i < softmax->n; i++) {
        if (softmax->p[i] == 0) continue;
        last = i;
        if (left < softmax->p[i]) return i;
        left -= softmax->p[i];
    }
    return last; /* rounding left nothing */
}

double dw_softmax_top(const dw_softmax *softmax)
{
    double top = 0;
    for (size_t i = 0; i < softmax->n; i++) top = fmax(top, softmax->p[i]);
    return top;
}

double dw_softmax_entropy(const dw_softmax *softmax)
{
    double bits = 0;
    for (size_t i = 0; i < softmax->n; i++)
        if (softmax->p[i] > 0) bits -= softmax->p[i] * log2(softmax->p[i]);
    return fmax(0, bits);
}

/* ---- the expectation ----
 * A draw from a softmax is the largest of logit / temperature + Gumbel noise. The scattered logit
 * and the noise are added, in units of the larger one: y = wide x + noisy G. */

enum { NORMAL_NODES = 69, GUMBEL_NODES = 441 };

typedef struct sum_law {
    double wide, noisy;          /* of the normal x, of the Gumbel G; the larger one is 1 */
    double weight[GUMBEL_NODES]; /* of the trapezoid rule over the one whose part is smaller */
} sum_law;

static double normal_below(double x)
{
    return erfc(-x * M_SQRT1_2) / 2;
}

static sum_law make_law(double wide, double noisy)
{
    sum_law law = { .wide = wide, .noisy = noisy };
    for (int i = 0; wide < 1 && i < NORMAL_NODES; i++) {
        double x = 0.25 * (i - 34);
        law.weight[i] = exp(-x * x / 2) * 0.25 / sqrt(2 * M_PI);
    }
    for (int i = 0; wide >= 1 && i < GUMBEL_NODES; i++) {
        double g = 0.1 * (i - 40);
        law.weight[i] = exp(-g - exp(-g)) * 0.1;
    }
    return law;
}

static double below(const sum_law *law, double y)
{
    double sum = 0;
    for (int i = 0; law->wide < 1 && i < NORMAL_NODES; i++)
        sum += law->weight[i] * exp(-exp(-(y - law->wide * (0.25 * (i - 34)))));
    for (int i = 0; law->wide >= 1 && i < GUMBEL_NODES; i++)
        sum += law->weight[i] * normal_below(y - law->noisy * (0.1 * (i - 40)));
    return sum;
}

static double density(const sum_law *law, double y)
{
    double sum = 0;
    for (int i = 0; law->wide < 1 && i < NORMAL_NODES; i++) {
        double g = exp(-(y - law->wide * (0.25 * (i - 34)))), p = exp(-g);
        sum += p > 0 ? law->weight[i] * g * p : 0;
    }
    for (int i = 0; law->wide >= 1 && i < GUMBEL_NODES; i++) {
        double x = y - law->noisy * (0.1 * (i - 40));
        sum += law->weight[i] * exp(-x * x / 2) / sqrt(2 * M_PI);
    }
    return sum;
}

static double expected_largest(const sum_law *law, size_t n, double gap)
{
    double step = 0.1, sum = 0;
    double first = -8.5 * law->wide - 4 * law->noisy, last = 8.5 * law->wide + 40 * law->noisy;
    for (double y = first; y <= last; y += step) {
        double here = density(law, y);
        if (here > 0) sum += here * pow(below(law, y + gap), (double)(n - 1));
    }
    return fmin(1, sum * step);
}

/* Without noise: the largest of normal numbers. */
static double expected_normal(size_t n, double gap)
{
    double step = 0.1, sum = 0;
    for (int i = -85; i <= 85; i++) {
        double x = step * i;
        sum += exp(-x * x / 2) * pow(normal_below(x + gap), (double)(n - 1));
    }
    return fmin(1, sum * step / sqrt(2 * M_PI));
}

double dw_softmax_expected(size_t n, double gap, double scatter, double temperature)
{
    double others = (double)n - 1;
    if (scatter == 0 && temperature == 0) return gap > 0 ? 1 : 1 / (double)n;
    if (scatter == 0) return 1 / (1 + others * exp(-gap / temperature));
    if (temperature == 0) return expected_normal(n, gap / scatter);
    double unit = fmax(scatter, temperature);
    sum_law law = make_law(scatter / unit, temperature / unit);
    return expected_largest(&law, n, gap / unit);
}
