/* Ticks at round times: what people count in seconds, minutes, hours and days. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "plot/tickparts.h"

enum { MINUTE = 60, HOUR = 3600, DAY = 86400 };

/* ---- Equal steps ---- */

typedef struct round_time {
    double seconds;
    int parts; /* between minor ticks */
} round_time;

static const round_time steps[] = {
    { 1, 5 },      { 2, 2 },        { 5, 5 },        { 10, 2 },       { 15, 3 },        { 30, 3 },
    { MINUTE, 4 }, { 120, 2 },      { 300, 5 },      { 600, 2 },      { 900, 3 },       { 1800, 3 },
    { HOUR, 4 },   { 2 * HOUR, 2 }, { 3 * HOUR, 3 }, { 6 * HOUR, 3 }, { 12 * HOUR, 4 }, { DAY, 4 }
};
enum { STEPS = sizeof steps / sizeof *steps };

/* The least of 1, 2, 5, 10, ... that is not less. */
static double round_up(double rough)
{
    double unit = pow(10, floor(log10(rough) + 1e-9)), slack = 1 - 1e-9;
    return rough * slack <= unit       ? unit
           : rough * slack <= 2 * unit ? 2 * unit
           : rough * slack <= 5 * unit ? 5 * unit
                                       : 10 * unit;
}

static double round_step(double rough)
{
    if (rough < 0.5) return round_up(rough);
    for (int i = 0; i < STEPS; i++)
        if (rough <= steps[i].seconds) return steps[i].seconds;
    return DAY * round_up(rough / DAY);
}

int dw_ticks_time_parts(double step)
{
    for (int i = 0; i < STEPS; i++)
        if (fabs(step - steps[i].seconds) < 1e-9) return steps[i].parts;
    double whole = step < 1 ? step : step / DAY;
    double first = whole / pow(10, floor(log10(whole) + 1e-9));
    return fabs(first - 2) < 1e-6 ? 2 : 5;
}

double dw_ticks_time(double low, double high, int about, dw_ticks *out)
{
    double step = round_step((high / 2 - low / 2) * 2 / about);
    double first = ceil(low / step - 0.35), last = floor(high / step + 0.35);
    for (double i = first; i <= last && out->n < DW_TICKS_MOST; i++)
        out->major[out->n++].at = i == 0 ? 0 : i * step;
    return step;
}

/* ---- Along a logarithmic scale ---- */

enum { COARSE, MIDDLE, FINE, LEVELS, POINTS_MOST = 160 };

typedef struct points {
    double low, high, at[POINTS_MOST];
    size_t n; /* may be more than were kept */
} points;

static void add_point(points *p, double at)
{
    if (at < p->low * (1 - 1e-9) || at > p->high * (1 + 1e-9)) return;
    if (p->n < POINTS_MOST) p->at[p->n] = at;
    p->n++;
}

static void add_decimal(points *p, int level, double unit, int exponent)
{
    double at = unit * pow(10, exponent);
    if (level > COARSE || exponent % 3 == 0 || unit > 1) add_point(p, at);
    if (level == FINE) add_point(p, 2 * at);
    if (level == FINE) add_point(p, 5 * at);
}

static void find_points(points *p, int level)
{
    static const struct {
        double at;
        int level;
    } within_a_day[] = { { 1, COARSE },        { 2, FINE },        { 5, FINE },
                         { 10, MIDDLE },       { 30, FINE },       { MINUTE, COARSE },
                         { 120, FINE },        { 300, FINE },      { 600, MIDDLE },
                         { 1800, FINE },       { HOUR, COARSE },   { 2 * HOUR, FINE },
                         { 6 * HOUR, MIDDLE }, { 12 * HOUR, FINE } };
    p->n = 0;
    int first = (int)floor(log10(p->low)), last = (int)ceil(log10(p->high));
    for (int e = first; e < 0 && e <= last; e++) add_decimal(p, level, 1, e);
    for (size_t i = 0; i < sizeof within_a_day / sizeof *within_a_day; i++)
        if (within_a_day[i].level <= level) add_point(p, within_a_day[i].at);
    for (int e = first > 5 ? first - 5 : 0; e <= last - 4 && e < 302; e++)
        add_decimal(p, level, DAY, e);
}

static bool is_major(const dw_ticks *ticks, double at)
{
    for (size_t i = 0; i < ticks->n; i++)
        if (fabs(ticks->major[i].at - at) <= 1e-9 * at) return true;
    return false;
}

bool dw_ticks_time_log(double low, double high, int about, dw_ticks *out)
{
    points p = { .low = low, .high = high };
    int level = LEVELS;
    do find_points(&p, --level);
    while (level > COARSE && p.n > (size_t)about);
    size_t every = (p.n + (size_t)about - 1) / (size_t)about, n = p.n;
    for (size_t i = 0; i < n && i < POINTS_MOST; i += every)
        dw_ticks_add(out, p.at[i], 0, HUGE_VAL);
    if (level < FINE && every == 1) find_points(&p, level + 1);
    for (size_t i = 0; i < p.n && i < POINTS_MOST; i++)
        if (!is_major(out, p.at[i])) dw_ticks_add_minor(out, p.at[i], low, high);
    return out->n >= 2;
}

/* ---- Labels ---- */

static int write_part(char *label, int at, double number, const char *unit)
{
    char text[32];
    if (number >= 10000 && number == floor(number))
        dw_text_thousands(number, text);
    else
        snprintf(text, sizeof text, "%.6g", number);
    return at + snprintf(label + at, (size_t)(DW_TICK_LABEL - at), "%s%s\u202f%s",
                         at > 1 ? "\u00a0" : "", text, unit);
}

static void write_below_a_minute(double seconds, int at, char *label)
{
    if (seconds >= 1 - 1e-9)
        write_part(label, at, seconds, "s");
    else if (seconds >= 1e-3 * (1 - 1e-9))
        write_part(label, at, seconds * 1e3, "ms");
    else if (seconds >= 1e-6 * (1 - 1e-9))
        write_part(label, at, seconds * 1e6, "µs");
    else
        write_part(label, at, seconds * 1e9, "ns");
}

void dw_ticks_write_time(double seconds, char label[DW_TICK_LABEL])
{
    static const struct {
        double seconds;
        const char *name;
    } units[] = { { DAY, "d" }, { HOUR, "h" }, { MINUTE, "min" } };
    double rest = fabs(seconds);
    bool tiny = rest < 1e-10;
    bool huge = rest > 1e7 * DAY;
    if (rest == 0) {
        snprintf(label, DW_TICK_LABEL, "0");
        return;
    }
    if (tiny || huge) {
        dw_ticks_write_power(huge ? seconds / DAY : seconds, label);
        size_t n = strlen(label);
        snprintf(label + n, DW_TICK_LABEL - n, "\u202f%s", huge ? "d" : "s");
        return;
    }
    if (fabs(rest - round(rest)) < 1e-9 * rest) rest = round(rest);
    int at = snprintf(label, DW_TICK_LABEL, "%s", seconds < 0 ? "-" : "");
    bool minutes = rest >= MINUTE;
    for (int i = 0; i < 3; i++) {
        double count = floor(rest / units[i].seconds);
        if (count > 0) at = write_part(label, at, count, units[i].name);
        rest -= count * units[i].seconds;
    }
    if (!minutes || rest > 1e-6) write_below_a_minute(rest, at, label);
}
