#include "plot/ticks.h"

#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
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

static double add_linear(double low, double high, int about, dw_ticks *out)
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

/* ---- Logarithmic ---- */

static void add_minor(double at, double low, double high, dw_ticks *out)
{
    if (out->minor_count < DW_TICKS_MINOR_MOST && at >= low && at <= high)
        out->minor[out->minor_count++] = at;
}

static void add_decades(double low, double high, int about, dw_ticks *out)
{
    int first = (int)ceil(log10(low) - 1e-9), last = (int)floor(log10(high) + 1e-9);
    int every = 1;
    while ((last - first) / every + 1 > about) every++;
    for (int e = first - 1; e <= last; e++) {
        if (e >= first && e % every == 0 && out->n < DW_TICKS_MOST)
            out->major[out->n++].at = pow(10, e);
        else if (e >= first)
            add_minor(pow(10, e), low, high, out);
        for (int m = 2; m <= 9 && every == 1; m++) add_minor(m * pow(10, e), low, high, out);
    }
}

static void add_one_two_five(double low, double high, dw_ticks *out)
{
    int first = (int)floor(log10(low)), last = (int)floor(log10(high) + 1e-9);
    for (int e = first; e <= last; e++)
        for (int m = 1; m <= 9; m++) {
            double at = m * pow(10, e);
            bool major = m == 1 || m == 2 || m == 5;
            if (!major)
                add_minor(at, low, high, out);
            else if (at >= low * (1 - 1e-9) && at <= high * (1 + 1e-9) && out->n < DW_TICKS_MOST)
                out->major[out->n++].at = at;
        }
}

static double add_log(double low, double high, int about, dw_ticks *out)
{
    double decades = log10(high) - log10(low);
    if (decades < 0.5) return add_linear(low, high, about, out);
    if (decades < 2 && about >= 4)
        add_one_two_five(low, high, out);
    else
        add_decades(low, high, about, out);
    if (out->n < 2 && decades < 2) {
        *out = (dw_ticks){ 0 };
        return add_linear(low, high, about, out);
    }
    return 0;
}

/* ---- Labels ---- */

static void write_power(double v, char *out)
{
    static const char *const superscript[] = { "⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹" };
    char plain[32];
    snprintf(plain, sizeof plain, "%.2e", v);
    char *e = strchr(plain, 'e');
    int exponent = e ? atoi(e + 1) : 0;
    double mantissa = strtod(plain, NULL) / pow(10, exponent);
    int n = 0;
    if (fabs(fabs(mantissa) - 1) > 1e-6)
        n = snprintf(out, DW_TICK_LABEL, "%.3g×", mantissa);
    else if (v < 0)
        n = snprintf(out, DW_TICK_LABEL, "-");
    n += snprintf(out + n, (size_t)(DW_TICK_LABEL - n), "10%s", exponent < 0 ? "⁻" : "");
    char digits[12];
    snprintf(digits, sizeof digits, "%d", abs(exponent));
    for (char *d = digits; *d && n < DW_TICK_LABEL - 4; d++)
        n += snprintf(out + n, (size_t)(DW_TICK_LABEL - n), "%s", superscript[*d - '0']);
}

static bool is_whole(double v, double tolerance)
{
    return fabs(v - round(v)) <= tolerance;
}

/* Decimals that all ticks need, or -1 when more than 9. */
static int decimals_of(const dw_ticks *ticks, double factor, double step)
{
    for (int d = 0; d <= 9; d++) {
        double shift = factor * pow(10, d);
        bool enough = true;
        for (size_t i = 0; i < ticks->n && enough; i++) {
            double v = ticks->major[i].at * shift;
            enough = is_whole(v, fmax(fabs(step) * shift * 1e-6, fabs(v) * 4 * DBL_EPSILON));
        }
        if (enough) return d;
    }
    return -1;
}

static double largest_of(const dw_ticks *ticks, double *smallest)
{
    double largest = 0;
    *smallest = HUGE_VAL;
    for (size_t i = 0; i < ticks->n; i++) {
        double v = fabs(ticks->major[i].at);
        if (v > largest) largest = v;
        if (v > 0 && v < *smallest) *smallest = v;
    }
    return largest;
}

static dw_number_style settle_style(dw_number_style style, double smallest, double largest,
                                    bool *powers)
{
    *powers = largest >= 1e15 || smallest < 1e-6;
    if (style == DW_NUMBERS_PERCENT) *powers = largest >= 1e7 || smallest < 1e-9;
    if (style != DW_NUMBERS_AUTO) return style;
    return largest >= 1e4 && smallest >= 0.01 ? DW_NUMBERS_COUNT : DW_NUMBERS_PLAIN;
}

/* Significant digits with which no two neighbours read the same. */
static int count_digits(const dw_ticks *ticks)
{
    for (int digits = 1; digits < 6; digits++) {
        bool exact = true;
        for (size_t i = 0; i < ticks->n && exact; i++) {
            char text[32];
            snprintf(text, sizeof text, "%.*g", digits, ticks->major[i].at);
            double v = ticks->major[i].at;
            exact = fabs(strtod(text, NULL) - v) <= 1e-9 * fabs(v);
        }
        if (exact) return digits < 3 ? 3 : digits;
    }
    return 0;
}

/* An en dash for the hyphen: Noto Sans has no U+2212. */
static void write_minus(char *label)
{
    if (label[0] != '-') return;
    char rest[DW_TICK_LABEL];
    snprintf(rest, sizeof rest, "%s", label + 1);
    snprintf(label, DW_TICK_LABEL, "\u2013%.*s", DW_TICK_LABEL - 4, rest);
}

static void write_decimal(double v, int decimals, const char *unit, char *label)
{
    char number[32];
    if (decimals < 0)
        dw_text_number(v, number);
    else
        snprintf(number, sizeof number, "%.*f", decimals, v);
    snprintf(label, DW_TICK_LABEL, "%s%s", number, unit);
}

static void write_labels(dw_ticks *ticks, bool log, dw_number_style style, double step)
{
    double smallest, largest = largest_of(ticks, &smallest);
    bool powers;
    style = settle_style(style, smallest, largest, &powers);
    double factor = style == DW_NUMBERS_PERCENT ? 100 : 1;
    const char *unit = style == DW_NUMBERS_PERCENT ? "\u202f%" : "";
    int digits = style == DW_NUMBERS_COUNT ? count_digits(ticks) : 0;
    int shared = decimals_of(ticks, factor, step);
    for (size_t i = 0; i < ticks->n; i++) {
        dw_tick *tick = &ticks->major[i];
        double v = tick->at * factor;
        if (powers && tick->at != 0)
            write_power(v, tick->label);
        else if (digits)
            dw_text_count(v, digits, tick->label);
        else if (log) /* 0.01, 0.1, 1: each with its own decimals */
            write_decimal(v, decimals_of(&(dw_ticks){ .n = 1, .major = { *tick } }, factor, 0),
                          unit, tick->label);
        else
            write_decimal(v, shared, unit, tick->label);
        write_minus(tick->label);
    }
}

/* ---- Entry ---- */

void dw_ticks_choose(double low, double high, bool log, dw_number_style style, int about,
                     dw_ticks *out)
{
    out->n = out->minor_count = 0;
    about = about < 2 ? 2 : about > 20 ? 20 : about;
    double step = log ? add_log(low, high, about, out) : add_linear(low, high, about, out);
    if (log) dw_ticks_clip(out, low, high);
    write_labels(out, log, style, step);
}

void dw_ticks_at(const double *at, size_t n, double low, double high, bool log,
                 dw_number_style style, dw_ticks *out)
{
    out->n = out->minor_count = 0;
    for (size_t i = 0; i < n && out->n < DW_TICKS_MOST; i++) {
        if (!(at[i] >= low && at[i] <= high) || (log && at[i] <= 0)) continue;
        size_t place = out->n++;
        for (; place > 0 && out->major[place - 1].at > at[i]; place--)
            out->major[place] = out->major[place - 1];
        out->major[place].at = at[i];
    }
    write_labels(out, log, style, 0);
}

void dw_ticks_named(char *const *names, size_t n, double low, double high, dw_ticks *out)
{
    enum { ROOM = DW_TICK_LABEL - 4 };
    out->n = out->minor_count = 0;
    for (size_t i = 0, step = (n + DW_TICKS_MOST - 1) / DW_TICKS_MOST; i < n; i += step) {
        double at = (double)i + 1;
        if (at < low || at > high) continue;
        dw_tick *tick = &out->major[out->n++];
        size_t length = strlen(names[i]);
        tick->at = at;
        if (length > ROOM)
            snprintf(tick->label, DW_TICK_LABEL, "%.*s\u2026",
                     (int)dw_text_utf8_prefix(names[i], ROOM), names[i]);
        else
            memcpy(tick->label, names[i], length + 1);
        for (char *c = tick->label; *c; c++)
            if (*c == '\n') *c = ' ';
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
}
