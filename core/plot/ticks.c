#include "plot/tickparts.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"

/* ---- Linear: an extension of Wilkinson's algorithm (Talbot, Lin, Hanrahan 2010) ---- */

static const double nice[] = { 1, 5, 2, 2.5, 4, 3 };
enum { NICE_COUNT = sizeof nice / sizeof *nice };

typedef struct wish {
    double low, high, about;
} wish;

typedef struct labeling {
    double score, first, step;
    int count;
} labeling;

static double weigh(double simplicity, double coverage, double density)
{
    return 0.25 * simplicity + 0.2 * coverage + 0.5 * density + 0.05;
}

static double simplicity_at_most(int q, int skip)
{
    return 1 - (double)q / (NICE_COUNT - 1) - skip + 1;
}

static double simplicity_of(int q, int skip, double first, double last, double step)
{
    double off = fabs(remainder(first, step));
    bool has_zero = off < 1e-10 * step && first <= 0 && last >= 0;
    return simplicity_at_most(q, skip) - !has_zero;
}

static double coverage_of(const wish *w, double first, double last)
{
    double tenth = 0.1 * (w->high - w->low);
    double above = (w->high - last) / tenth, below = (w->low - first) / tenth;
    return 1 - 0.5 * (above * above + below * below);
}

static double coverage_at_most(const wish *w, double span)
{
    double range = w->high - w->low;
    if (span <= range) return 1;
    double half = (span - range) / 2 / (0.1 * range);
    return 1 - half * half;
}

static double density_of(const wish *w, int count, double first, double last)
{
    double is = (count - 1) / (last - first);
    double asked = (w->about - 1) / (fmax(last, w->high) - fmin(first, w->low));
    return 2 - fmax(is / asked, asked / is);
}

static double density_at_most(const wish *w, int count)
{
    return count >= w->about ? 2 - (count - 1) / (w->about - 1) : 1;
}

static void try_starts(const wish *w, int q, int skip, int count, double step, labeling *best)
{
    double first_start = (floor(w->high / step) - (count - 1)) * skip;
    double last_start = ceil(w->low / step) * skip;
    for (double start = first_start; start <= last_start; start++) {
        double first = start * (step / skip), last = first + step * (count - 1);
        double score = weigh(simplicity_of(q, skip, first, last, step), coverage_of(w, first, last),
                             density_of(w, count, first, last));
        if (score > best->score) *best = (labeling){ score, first, step, count };
    }
}

static void try_steps(const wish *w, int q, int skip, int count, labeling *best)
{
    double simplest = simplicity_at_most(q, skip), densest = density_at_most(w, count);
    double delta = (w->high - w->low) / (count + 1) / skip / nice[q];
    for (double z = ceil(log10(delta));; z++) {
        double step = skip * nice[q] * pow(10, z);
        double covered = coverage_at_most(w, step * (count - 1));
        if (!(weigh(simplest, covered, densest) >= best->score)) return;
        try_starts(w, q, skip, count, step, best);
    }
}

static labeling search(const wish *w)
{
    labeling best = { -2, w->low, w->high - w->low, 2 };
    for (int skip = 1; skip < 10; skip++)
        for (int q = 0; q < NICE_COUNT; q++) {
            if (weigh(simplicity_at_most(q, skip), 1, 1) < best.score) {
                if (q == 0) return best;
                continue;
            }
            for (int count = 2; count < DW_TICKS_MOST; count++) {
                double bound = weigh(simplicity_at_most(q, skip), 1, density_at_most(w, count));
                if (bound < best.score) break;
                try_steps(w, q, skip, count, &best);
            }
        }
    return best;
}

static double add_steps(double low, double high, int about, dw_ticks *out)
{
    double unit = 1;
    if (high - low < 1e-280 || high / 4 - low / 4 > 1e290)
        unit = pow(10, floor(log10(fmax(fabs(low), fabs(high)))));
    wish w = { low / unit, high / unit, about };
    labeling found = search(&w);
    for (int i = 0; i < found.count && out->n < DW_TICKS_MOST; i++) {
        double at = found.first + i * found.step;
        if (fabs(at) < 1e-9 * found.step) at = 0;
        out->major[out->n++].at = at * unit;
    }
    return found.step * unit;
}

/* ---- Minor ticks between equal steps ---- */

/* Whole numbers have no minor ticks between 2 and 3. */
static int parts_of(double step)
{
    static const struct {
        double first;
        int parts;
    } rules[] = { { 1, 5 }, { 2, 2 }, { 2.5, 5 }, { 3, 3 }, { 4, 4 }, { 5, 5 } };
    double unit = pow(10, floor(log10(step) + 1e-9));
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++) {
        if (fabs(step / unit - rules[i].first) > 1e-6) continue;
        double minor = step / rules[i].parts;
        return step > 0.999 && fabs(minor - round(minor)) > 1e-6 ? 0 : rules[i].parts;
    }
    return 0;
}

static void add_between(double low, double high, double step, int parts, dw_ticks *out)
{
    if (parts < 2 || !out->n || !(step > 0) || !isfinite(step)) return;
    double first = out->major[0].at - step;
    for (size_t i = 0; i <= out->n; i++)
        for (int k = 1; k < parts; k++)
            dw_ticks_add_minor(out, first + ((double)i + (double)k / parts) * step, low - step,
                               high + step);
}

double dw_ticks_linear(double low, double high, const dw_numbering *how, int about, dw_ticks *out)
{
    bool time = how->style == DW_NUMBERS_TIME;
    double step = time ? dw_ticks_time(low, high, about, out) : add_steps(low, high, about, out);
    add_between(low, high, step, time ? dw_ticks_time_parts(step) : parts_of(step), out);
    return step;
}

void dw_ticks_add(dw_ticks *ticks, double at, double low, double high)
{
    if (ticks->n < DW_TICKS_MOST && at >= low && at <= high) ticks->major[ticks->n++].at = at;
}

void dw_ticks_add_minor(dw_ticks *ticks, double at, double low, double high)
{
    if (ticks->minor_count < DW_TICKS_MINOR_MOST && at >= low && at <= high)
        ticks->minor[ticks->minor_count++] = at;
}

/* ---- Entry ---- */

void dw_ticks_choose(double low, double high, const dw_numbering *how, int about, dw_ticks *out)
{
    out->n = out->minor_count = 0;
    out->angle = 0;
    about = about < 2 ? 2 : about > 20 ? 20 : about;
    bool bent = how->scale != DW_SCALE_LINEAR;
    double step = bent ? dw_ticks_bent(low, high, how, about, out)
                       : dw_ticks_linear(low, high, how, about, out);
    if (bent) dw_ticks_clip(out, low, high);
    dw_ticks_label(out, how, step);
}

static void write_text(const char *text, char *label)
{
    enum { ROOM = DW_TICK_LABEL - 4 };
    size_t length = strlen(text);
    if (length > ROOM)
        snprintf(label, DW_TICK_LABEL, "%.*s\u2026", (int)dw_text_utf8_prefix(text, ROOM), text);
    else
        memcpy(label, text, length + 1);
    for (char *c = label; *c; c++)
        if (*c == '\n') *c = ' ';
}

void dw_ticks_at(const double *at, const char *const *labels, size_t n, double low, double high,
                 const dw_numbering *how, dw_ticks *out)
{
    out->n = out->minor_count = 0;
    out->angle = 0;
    for (size_t i = 0; i < n && out->n < DW_TICKS_MOST; i++) {
        if (!(at[i] >= low && at[i] <= high) || !dw_drawable(at[i], how->scale)) continue;
        size_t place = out->n++;
        for (; place > 0 && out->major[place - 1].at > at[i]; place--)
            out->major[place] = out->major[place - 1];
        out->major[place].at = at[i];
        if (labels) write_text(labels[i], out->major[place].label);
    }
    if (!labels) dw_ticks_label(out, how, 0);
}

void dw_ticks_named(char *const *names, size_t n, double low, double high, dw_ticks *out)
{
    out->n = out->minor_count = 0;
    out->angle = 0;
    for (size_t i = 0, step = (n + DW_TICKS_MOST - 1) / DW_TICKS_MOST; i < n; i += step) {
        double at = (double)i + 1;
        if (at < low || at > high) continue;
        dw_tick *tick = &out->major[out->n++];
        tick->at = at;
        write_text(names[i], tick->label);
    }
}

void dw_ticks_clip(dw_ticks *ticks, double low, double high)
{
    double slack = 1e-9 * (high / 2 - low / 2);
    size_t kept = 0;
    for (size_t i = 0; i < ticks->n; i++)
        if (ticks->major[i].at >= low - slack && ticks->major[i].at <= high + slack)
            ticks->major[kept++] = ticks->major[i];
    ticks->n = kept;
    kept = 0;
    for (size_t i = 0; i < ticks->minor_count; i++)
        if (ticks->minor[i] >= low - slack && ticks->minor[i] <= high + slack)
            ticks->minor[kept++] = ticks->minor[i];
    ticks->minor_count = kept;
}
