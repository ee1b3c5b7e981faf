#include "sim/boss.h"

#include <gsl/gsl_cdf.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

/* x > y is required; z is then positive, and it grows with x. */
static bool beats(double m, double x, double y, double z)
{
    double together = x + y;
    return x > y && (x - y) * (x - y) * 2 * m > z * z * together * (2 * m - together);
}

static int64_t find_need(int64_t m, int64_t other, double z)
{
    int64_t low = other + 1, high = m + 1;
    while (low < high) {
        int64_t middle = low + (high - low) / 2;
        if (beats((double)m, (double)middle, (double)other, z))
            high = middle;
        else
            low = middle + 1;
    }
    return low;
}

int64_t dw_boss_need(int64_t m, int64_t other, double level)
{
    return find_need(m, other, gsl_cdf_ugaussian_Qinv(level));
}

/* What model i is compared with; NULL: nothing. */
static const dw_count_law *other_of(const dw_boss *boss, size_t i)
{
    if (boss->without) return &boss->without[i];
    return i > 0 ? &boss->seen[i - 1] : NULL;
}

static dw_status make_needs(dw_boss *boss, size_t i, dw_error *err)
{
    const dw_count_law *other = other_of(boss, i);
    if (!other) return DW_OK;
    boss->need[i] = dw_allocate(other->n, sizeof **boss->need, err);
    if (!boss->need[i]) return DW_ENOMEM;
    double z = gsl_cdf_ugaussian_Qinv(boss->level);
    for (size_t y = 0; y < other->n; y++)
        boss->need[i][y] = find_need(boss->questions, other->first + (int64_t)y, z);
    return DW_OK;
}

dw_status dw_boss_make(dw_boss *boss, const double *p, const double *without, dw_error *err)
{
    size_t n = boss->models;
    boss->without = NULL;
    boss->need = NULL;
    boss->seen = dw_allocate(n, sizeof *boss->seen, err);
    if (boss->seen && without) boss->without = dw_allocate(n, sizeof *boss->without, err);
    if (boss->seen) boss->need = dw_allocate(n, sizeof *boss->need, err);
    if (!boss->need || (without && !boss->without)) return DW_ENOMEM;
    dw_status status = DW_OK;
    for (size_t i = 0; !status && i < n; i++) {
        status = dw_count_law_make(boss->questions, p[i], &boss->seen[i], err);
        if (!status && without)
            status = dw_count_law_make(boss->questions, without[i], &boss->without[i], err);
        if (!status) status = make_needs(boss, i, err);
    }
    return status;
}

void dw_boss_free(dw_boss *boss)
{
    for (size_t i = 0; i < boss->models; i++) {
        if (boss->seen) dw_count_law_free(&boss->seen[i]);
        if (boss->without) dw_count_law_free(&boss->without[i]);
        if (boss->need) free(boss->need[i]);
    }
    free(boss->seen);
    free(boss->without);
    free(boss->need);
    *boss = (dw_boss){ 0 };
}

size_t dw_boss_watch(const dw_boss *boss, dw_stream *stream, int64_t (*counts)[2])
{
    int64_t before = -1, left = boss->patience;
    for (size_t i = 0;; i++) {
        int64_t seen = dw_count_law_draw(&boss->seen[i], stream);
        int64_t other = boss->without ? dw_count_law_draw(&boss->without[i], stream) : before;
        if (counts) {
            counts[i][0] = seen;
            counts[i][1] = other;
        }
        if (i + 1 == boss->models) return i;
        bool pleased = other < 0 || seen >= boss->need[i][other - other_of(boss, i)->first];
        if (!pleased && left-- == 0) return i;
        before = seen;
    }
}

/* ---- Theory ---- */

/* ahead[x]: of the chances of y, those that count x of `seen` beats. */
static void count_beaten(const dw_count_law *seen, const dw_count_law *other, const int64_t *need,
                         const double *chance, double *ahead)
{
    memset(ahead, 0, seen->n * sizeof *ahead);
    for (size_t y = 0; y < other->n; y++) {
        int64_t at = need[y] - seen->first;
        if (at < (int64_t)seen->n) ahead[at > 0 ? at : 0] += chance[y];
    }
    for (size_t x = 1; x < seen->n; x++) ahead[x] += ahead[x - 1];
}

/* A method: each model is a test of its own. */
static dw_status method_theory(const dw_boss *boss, double *last, dw_error *err)
{
    double going[DW_BOSS_PATIENCE + 1] = { 1 }; /* by disappointments so far */
    for (size_t i = 0; i + 1 < boss->models; i++) {
        const dw_count_law *seen = &boss->seen[i], *other = &boss->without[i];
        double *ahead = dw_allocate(seen->n, sizeof *ahead, err), pleased = 0;
        if (!ahead) return DW_ENOMEM;
        count_beaten(seen, other, boss->need[i], other->chance, ahead);
        for (size_t x = 0; x < seen->n; x++) pleased += seen->chance[x] * ahead[x];
        free(ahead);
        if (pleased > 1) pleased = 1; /* rounding */
        last[i] = going[boss->patience] * (1 - pleased);
        for (int64_t d = boss->patience; d >= 0; d--)
            going[d] = going[d] * pleased + (d > 0 ? going[d - 1] * (1 - pleased) : 0);
    }
    last[boss->models - 1] = 0;
    for (int64_t d = 0; d <= boss->patience; d++) last[boss->models - 1] += going[d];
    return DW_OK;
}

/* before[d]: by the count of model i - 1, the chance that it was seen after d disappointments and
 * the boss goes on; becomes the same of model i. Gives the chance to stop at model i. */
static dw_status see_model(const dw_boss *boss, size_t i, double **before, double *stop,
                           dw_error *err)
{
    const dw_count_law *seen = &boss->seen[i], *other = &boss->seen[i - 1];
    double *ahead = dw_allocate(seen->n, sizeof *ahead, err);
    double *behind = ahead ? dw_allocate(seen->n, sizeof *behind, err) : NULL;
    dw_status status = behind ? DW_OK : DW_ENOMEM;
    for (int64_t d = 0; !status && d <= boss->patience; d++) {
        double all = 0, *now = dw_allocate(seen->n, sizeof *now, err);
        if (!now) status = DW_ENOMEM;
        for (size_t y = 0; now && y < other->n; y++) all += before[d][y];
        if (now) count_beaten(seen, other, boss->need[i], before[d], ahead);
        for (size_t x = 0; now && x < seen->n; x++) {
            now[x] = seen->chance[x] * (ahead[x] + behind[x]);
            behind[x] = all > ahead[x] ? all - ahead[x] : 0; /* of d, for d + 1 */
        }
        free(before[d]);
        before[d] = now;
    }
    *stop = 0;
    for (size_t x = 0; !status && x < seen->n; x++) *stop += seen->chance[x] * behind[x];
    free(ahead);
    free(behind);
    return status;
}

static dw_status growth_theory(const dw_boss *boss, double *last, dw_error *err)
{
    double *state[DW_BOSS_PATIENCE + 1] = { NULL };
    const dw_count_law *seen = &boss->seen[0];
    dw_status status = DW_OK;
    for (int64_t d = 0; !status && d <= boss->patience; d++) {
        state[d] = dw_allocate(seen->n, sizeof **state, err);
        if (!state[d]) status = DW_ENOMEM;
    }
    if (!status) memcpy(state[0], seen->chance, seen->n * sizeof **state);
    double rest = 1;
    for (size_t i = 0; !status && i < boss->models; i++) {
        last[i] = 0;
        if (i + 1 == boss->models) last[i] = rest;
        if (i == 0 || i + 1 == boss->models) continue;
        status = see_model(boss, i, state, &last[i], err);
        rest = 0;
        for (int64_t d = 0; !status && d <= boss->patience; d++)
            for (size_t x = 0; x < boss->seen[i].n; x++) rest += state[d][x];
    }
    for (int64_t d = 0; d <= boss->patience; d++) free(state[d]);
    return status;
}

dw_status dw_boss_theory(const dw_boss *boss, double *last, dw_error *err)
{
    return boss->without ? method_theory(boss, last, err) : growth_theory(boss, last, err);
}
