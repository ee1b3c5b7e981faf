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

typedef struct sum_law {
    double wide, noisy; /* of the normal x, of the Gumbel G; the larger one is 1 */
} sum_law;

static double normal_below(double x)
{
    return erfc(-x * M_SQRT1_2) / 2;
}

/* Distribution and density of y: the trapezoid rule over the one whose part is smaller. */
static void law_at(const sum_law *law, double y, double *below, double *density)
{
    *below = *density = 0;
    if (law->wide < 1) {
        for (int i = -34; i <= 34; i++) {
            double x = 0.25 * i, w = exp(-x * x / 2) * 0.25 / sqrt(2 * M_PI);
            double g = exp(-(y - law->wide * x)), p = exp(-g);
            *below += w * p;
            *density += p > 0 ? w * g * p : 0;
        }
        return;
    }
    for (int i = -40; i <= 400; i++) {
        double g = 0.1 * i, w = exp(-g - exp(-g)) * 0.1, x = y - law->noisy * g;
        *below += w * normal_below(x);
        *density += w * exp(-x * x / 2) / sqrt(2 * M_PI);
    }
}

static double expected_largest(const sum_law *law, size_t n, double gap)
{
    double step = 0.1, sum = 0;
    double first = -8.5 * law->wide - 4 * law->noisy, last = 8.5 * law->wide + 40 * law->noisy;
    for (double y = first; y <= last; y += step) {
        double below, density, ignored;
        law_at(law, y, &ignored, &density);
        law_at(law, y + gap, &below, &ignored);
        sum += density * pow(below, (double)(n - 1));
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
    sum_law law = { scatter / unit, temperature / unit };
    return expected_largest(&law, n, gap / unit);
}
