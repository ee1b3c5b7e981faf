/* What is written at ticks, in each of the number styles. */
#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "plot/tickparts.h"

/* ---- Powers ---- */

static int write_superscript(int number, char *out, int room)
{
    static const char *const raised[] = { "⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹" };
    char digits[12];
    int n = snprintf(out, (size_t)room, "%s", number < 0 ? "⁻" : "");
    snprintf(digits, sizeof digits, "%d", abs(number));
    for (char *d = digits; *d && n < room - 4; d++)
        n += snprintf(out + n, (size_t)(room - n), "%s", raised[*d - '0']);
    return n;
}

void dw_ticks_write_power(double v, char label[DW_TICK_LABEL])
{
    char plain[32];
    snprintf(plain, sizeof plain, "%.2e", v);
    char *e = strchr(plain, 'e');
    int exponent = e ? atoi(e + 1) : 0, n = 0;
    double mantissa = strtod(plain, NULL) / pow(10, exponent);
    if (fabs(fabs(mantissa) - 1) > 1e-6)
        n = snprintf(label, DW_TICK_LABEL, "%.3g×", mantissa);
    else if (v < 0)
        n = snprintf(label, DW_TICK_LABEL, "-");
    n += snprintf(label + n, (size_t)(DW_TICK_LABEL - n), "10");
    write_superscript(exponent, label + n, DW_TICK_LABEL - n);
}

/* ---- Digits ---- */

static bool is_whole(double v, double tolerance)
{
    return fabs(v - round(v)) <= tolerance;
}

/* Decimals that all of n ticks need, or -1 when more than 9. */
static int decimals_of(const dw_tick *ticks, size_t n, double factor, double step)
{
    for (int d = 0; d <= 9; d++) {
        double shift = factor * pow(10, d);
        bool enough = true;
        for (size_t i = 0; i < n && enough; i++) {
            double v = ticks[i].at * shift;
            enough = is_whole(v, fmax(fabs(step) * shift * 1e-6, fabs(v) * 4 * DBL_EPSILON));
        }
        if (enough) return d;
    }
    return -1;
}

/* Significant digits with which no two neighbours read the same; 0: more than 5. */
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

/* What is known of all the ticks before one of them is written. */
typedef struct writing {
    const dw_numbering *how;
    dw_number_style style;
    double smallest, largest, step; /* magnitudes, without 0 */
    bool powers;                    /* of ten */
    int digits, decimals;
} writing;

static void measure(const dw_ticks *ticks, writing *w)
{
    w->largest = 0;
    w->smallest = HUGE_VAL;
    for (size_t i = 0; i < ticks->n; i++) {
        double v = fabs(ticks->major[i].at);
        if (v > w->largest) w->largest = v;
        if (v > 0 && v < w->smallest) w->smallest = v;
    }
    w->digits = count_digits(ticks);
}

static void write_decimal(double v, int decimals, char *label)
{
    if (decimals < 0)
        dw_text_number(v, label);
    else
        snprintf(label, 32, "%.*f", decimals, v);
}

/* Where steps are not equal each number has its own decimals: 0.01, 0.1, 1. */
static int decimals_at(const writing *w, const dw_tick *tick, double factor)
{
    if (w->how->scale == DW_SCALE_LINEAR || w->step > 0) return w->decimals;
    return decimals_of(tick, 1, factor, 0);
}

/* ---- The styles ---- */

/* 1500 is 1.5 k, 2e-5 is 20 µ. */
static void write_si(const writing *w, double v, char *label)
{
    static const char *const prefixes[] = { "q", "r", "y", "z", "a", "f", "p", "n", "µ", "m", "",
                                            "k", "M", "G", "T", "P", "E", "Z", "Y", "R", "Q" };
    int third = v == 0 ? 0 : (int)floor(log10(fabs(v)) / 3 + 1e-9);
    third = third < -10 ? -10 : third > 10 ? 10 : third;
    if (fabs(v) >= 1e34 || (v != 0 && fabs(v) < 1e-31)) {
        dw_ticks_write_power(v, label);
        third = 0;
    } else
        snprintf(label, DW_TICK_LABEL, "%.*g", w->digits ? w->digits : 15, v / pow(1000, third));
    if (!third) return;
    size_t n = strlen(label);
    snprintf(label + n, DW_TICK_LABEL - n, "\u202f%s", prefixes[third + 10]);
}

static void add_commas(const char *plain, char *label)
{
    size_t whole = strcspn(plain, "."), at = 0;
    for (const char *c = plain; *c; c++) {
        size_t i = (size_t)(c - plain);
        if (i > 0 && i < whole && (whole - i) % 3 == 0) label[at++] = ',';
        label[at++] = *c;
    }
    label[at] = '\0';
}

/* $1,200, $46.70, $1.5M */
static void write_money(const writing *w, const dw_tick *tick, char *label)
{
    double size = fabs(tick->at);
    bool linear = w->how->scale == DW_SCALE_LINEAR;
    char amount[DW_TICK_LABEL], plain[40];
    if (w->powers && size > 0)
        dw_ticks_write_power(size, amount);
    else if ((linear ? w->largest : size) >= 1e6 && w->digits)
        dw_text_count(size, w->digits, amount);
    else {
        int decimals = decimals_at(w, tick, 1);
        if (decimals < 0)
            dw_text_number(size, plain);
        else
            snprintf(plain, sizeof plain, "%.*f", decimals == 1 ? 2 : decimals, size);
        add_commas(plain, amount);
    }
    snprintf(label, DW_TICK_LABEL, "%s%s%.*s", tick->at < 0 ? "-" : "",
             w->how->unit ? w->how->unit : "$", DW_TICK_LABEL / 2, amount);
}

/* ---- Powers of two, shares near 1 ---- */

static bool are_powers_of_two(const dw_ticks *ticks, const dw_numbering *how)
{
    bool words = how->style == DW_NUMBERS_AUTO || how->style == DW_NUMBERS_COUNT;
    if (how->scale != DW_SCALE_LOG2 || !words || !ticks->n) return false;
    int exponent;
    for (size_t i = 0; i < ticks->n; i++)
        if (frexp(ticks->major[i].at, &exponent) != 0.5) return false;
    return true;
}

static void write_power_of_two(const writing *w, double v, char *label)
{
    static const char *const suffixes[] = { "", "K", "M", "G", "T" };
    int exponent = ilogb(v);
    bool count = w->style == DW_NUMBERS_COUNT && w->largest < 0x1p50 && w->smallest >= 0x1p-9;
    if (count && exponent >= 10)
        snprintf(label, DW_TICK_LABEL, "%d%s", 1 << exponent % 10, suffixes[exponent / 10]);
    else if (count || (w->largest < 0x1p20 && w->smallest >= 0x1p-9) || v == 1 || v == 2)
        snprintf(label, DW_TICK_LABEL, "%.12g", v);
    else {
        label[0] = '2';
        write_superscript(exponent, label + 1, DW_TICK_LABEL - 1);
    }
}

/* 1 - 10⁻⁷ on a logit scale: digits would hide how many nines there are. */
static bool write_near_one(const writing *w, double v, char *label)
{
    if (w->how->scale != DW_SCALE_LOGIT || !(1 - v < 1e-5)) return false;
    char power[DW_TICK_LABEL];
    double rest = pow(10, round(log10(1 - v)));
    dw_ticks_write_power(rest, power);
    snprintf(label, DW_TICK_LABEL, "1\u2009\u2013\u2009%.*s", DW_TICK_LABEL - 16, power);
    return true;
}

/* ---- Entry ---- */

static writing prepare(const dw_ticks *ticks, const dw_numbering *how, double step)
{
    writing w = { .how = how, .style = how->style, .step = step };
    measure(ticks, &w);
    bool percent = how->style == DW_NUMBERS_PERCENT;
    w.powers =
        percent ? w.largest >= 1e7 || w.smallest < 1e-9 : w.largest >= 1e15 || w.smallest < 1e-6;
    w.decimals = decimals_of(ticks->major, ticks->n, percent ? 100 : 1, step);
    if (how->style == DW_NUMBERS_AUTO && !are_powers_of_two(ticks, how))
        w.style = w.largest >= 1e4 && w.smallest >= 0.01 ? DW_NUMBERS_COUNT : DW_NUMBERS_PLAIN;
    return w;
}

static void write_number(const writing *w, const dw_tick *tick, char *label)
{
    double factor = w->style == DW_NUMBERS_PERCENT ? 100 : 1, v = tick->at * factor;
    bool near_zero = w->how->scale == DW_SCALE_LOGIT && v > 1e-5;
    if (w->style == DW_NUMBERS_PLAIN && write_near_one(w, v, label)) return;
    if (w->powers && v != 0 && !near_zero)
        dw_ticks_write_power(v, label);
    else if (w->style == DW_NUMBERS_COUNT && w->digits)
        dw_text_count(v, w->digits, label);
    else
        write_decimal(v, decimals_at(w, tick, factor), label);
}

/* An en dash for the hyphen: Noto Sans has no U+2212. */
static void write_minus(char *label)
{
    if (label[0] != '-') return;
    char rest[DW_TICK_LABEL];
    snprintf(rest, sizeof rest, "%s", label + 1);
    snprintf(label, DW_TICK_LABEL, "\u2013%.*s", DW_TICK_LABEL - 4, rest);
}

static void add_unit(const writing *w, char *label)
{
    size_t n = strlen(label);
    const char *unit = w->how->unit;
    bool prefixed = w->style == DW_NUMBERS_SI && n > 3 && strstr(label, "\u202f");
    if (w->style == DW_NUMBERS_PERCENT)
        n += (size_t)snprintf(label + n, DW_TICK_LABEL - n, "\u202f%%");
    if (!unit || w->style == DW_NUMBERS_MONEY) return;
    bool close = prefixed || strncmp(unit, "°", 2) == 0 || strcmp(unit, "×") == 0;
    snprintf(label + n, DW_TICK_LABEL - n, "%s%s", close ? "" : "\u202f", unit);
}

void dw_ticks_label(dw_ticks *ticks, const dw_numbering *how, double step)
{
    writing w = prepare(ticks, how, step);
    bool twos = are_powers_of_two(ticks, how);
    for (size_t i = 0; i < ticks->n; i++) {
        dw_tick *tick = &ticks->major[i];
        if (twos)
            write_power_of_two(&w, tick->at, tick->label);
        else if (w.style == DW_NUMBERS_TIME)
            dw_ticks_write_time(tick->at, tick->label);
        else if (w.style == DW_NUMBERS_SI)
            write_si(&w, tick->at, tick->label);
        else if (w.style == DW_NUMBERS_MONEY)
            write_money(&w, tick, tick->label);
        else
            write_number(&w, tick, tick->label);
        write_minus(tick->label);
        add_unit(&w, tick->label);
    }
}
