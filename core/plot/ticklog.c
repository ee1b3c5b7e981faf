/* Ticks of the scales that are not linear: log, log2, symlog, logit. */
#include <math.h>

#include "plot/tickparts.h"

/* ---- log ---- */

/* How many decades from one tick to the next, so that at most `most` find room. */
static int stride(int count, int most)
{
    int every = 1;
    while ((count - 1) / every + 1 > most) every++;
    return every;
}

static void add_decades(double low, double high, int about, dw_ticks *out)
{
    int first = (int)ceil(log10(low) - 1e-9), last = (int)floor(log10(high) + 1e-9);
    int every = last >= first ? stride(last - first + 1, about) : 1;
    for (int e = first - 1; e <= last; e++) {
        if (e >= first && e % every == 0)
            dw_ticks_add(out, pow(10, e), 0, HUGE_VAL);
        else if (e >= first)
            dw_ticks_add_minor(out, pow(10, e), low, high);
        for (int m = 2; m <= 9 && every == 1; m++)
            dw_ticks_add_minor(out, m * pow(10, e), low, high);
    }
}

static void add_one_two_five(double low, double high, dw_ticks *out)
{
    int first = (int)floor(log10(low)), last = (int)floor(log10(high) + 1e-9);
    for (int e = first; e <= last; e++)
        for (int m = 1; m <= 9; m++) {
            double at = m * pow(10, e);
            if (m == 1 || m == 2 || m == 5)
                dw_ticks_add(out, at, low * (1 - 1e-9), high * (1 + 1e-9));
            else
                dw_ticks_add_minor(out, at, low, high);
        }
}

static bool add_log(double low, double high, const dw_numbering *how, int about, dw_ticks *out)
{
    double decades = log10(high) - log10(low);
    if (decades < 0.5) return false;
    if (how->style == DW_NUMBERS_TIME) return dw_ticks_time_log(low, high, about, out);
    if (decades < 2 && about >= 4)
        add_one_two_five(low, high, out);
    else
        add_decades(low, high, about, out);
    return out->n >= 2 || decades >= 2;
}

/* ---- log2 ---- */

static bool add_log2(double low, double high, int about, dw_ticks *out)
{
    int first = (int)ceil(log2(low) - 1e-9), last = (int)floor(log2(high) + 1e-9);
    if (last <= first) return false;
    int every = stride(last - first + 1, about);
    for (int e = first; e <= last; e++)
        if (e % every == 0)
            dw_ticks_add(out, ldexp(1, e), 0, HUGE_VAL);
        else if (every <= 8)
            dw_ticks_add_minor(out, ldexp(1, e), low, high);
    return out->n >= 2;
}

/* ---- symlog ---- */

static double signed_power(int sign, int m, int e)
{
    return sign * m * pow(10, e);
}

/* Decades on one side of 0, inwards for the negative side. */
static void add_side(int sign, int first, int last, int every, double low, double high,
                     dw_ticks *out)
{
    for (int i = 0; i <= last - first; i++) {
        int e = sign < 0 ? last - i : first + i;
        bool major = (e - first + 1) % every == 0;
        double slack = 1 + sign * 1e-9;
        if (major && signed_power(sign, 1, e) >= low / slack &&
            signed_power(sign, 1, e) <= high * slack)
            dw_ticks_add(out, signed_power(sign, 1, e), -HUGE_VAL, HUGE_VAL);
        else
            dw_ticks_add_minor(out, signed_power(sign, 1, e), low, high);
        for (int m = 2; m <= 9 && every == 1; m++)
            dw_ticks_add_minor(out, signed_power(sign, m, e), low, high);
    }
}

static int decades_up_to(double size, double below, int first)
{
    return size >= below * (1 - 1e-9) ? (int)floor(log10(size) + 1e-9) - first + 1 : 0;
}

static bool add_symlog(double low, double high, double below, int about, dw_ticks *out)
{
    if (!(below > 0) || (fabs(low) <= below && fabs(high) <= below)) return false;
    int first = (int)ceil(log10(below) - 1e-9);
    int left = decades_up_to(-low, below, first), right = decades_up_to(high, below, first);
    bool both = left > 0 && right > 0; /* then 0 is in the middle */
    int every = stride(1 + (left > right ? left : right), both ? about / 2 + 1 : about);
    if (left > 0) add_side(-1, first, first + left - 1, every, low, high, out);
    for (int i = left > 0 ? -4 : 1; every == 1 && i <= (right > 0 ? 4 : -1); i++)
        if (i) dw_ticks_add_minor(out, i * 0.2 * pow(10, first), low, high);
    dw_ticks_add(out, 0, low, high);
    if (right > 0) add_side(1, first, first + right - 1, every, low, high, out);
    return out->n >= (both ? 3 : 2);
}

/* ---- logit ---- */

/* m tenths, hundredths, ... from the near end: e = 1 is 0.1 and 0.9. */
static double share_at(bool upper, int m, int e)
{
    double part = m * pow(10, -e);
    return upper ? 1 - part : part;
}

static int least_exponent(double share)
{
    return share > 0.1 * (1 + 1e-9) ? 0 : (int)floor(-log10(share) + 1e-9);
}

static void add_shares(bool upper, int most, int every, double low, double high, dw_ticks *out)
{
    double slack = 1e-12;
    for (int i = 1; i <= most + 1; i++) {
        int e = upper ? i : most + 2 - i;
        double at = share_at(upper, 1, e);
        if (e <= most && e % every == 0)
            dw_ticks_add(out, at, low * (1 - slack), high + slack * (1 - high));
        else if (e <= most)
            dw_ticks_add_minor(out, at, low, high);
        for (int m = 2; m <= (e == 1 ? 4 : 9) && every == 1; m++)
            dw_ticks_add_minor(out, share_at(upper, m, e), low, high);
    }
}

static bool add_logit(double low, double high, int about, dw_ticks *out)
{
    int left = least_exponent(low), right = least_exponent(1 - high);
    if (left > 307) left = 307;
    if (right > 15) right = 15; /* nearer to 1 there are no more doubles */
    int every = stride(left > right ? left + 1 : right + 1, left && right ? about / 2 + 1 : about);
    add_shares(false, left, every, low, high, out);
    dw_ticks_add(out, 0.5, low, high);
    add_shares(true, right, every, low, high, out);
    return out->n >= 3;
}

/* ---- Entry ---- */

double dw_ticks_bent(double low, double high, const dw_numbering *how, int about, dw_ticks *out)
{
    bool found = false;
    if (how->scale == DW_SCALE_LOG)
        found = add_log(low, high, how, about, out);
    else if (how->scale == DW_SCALE_LOG2)
        found = add_log2(low, high, about, out);
    else if (how->scale == DW_SCALE_SYMLOG)
        found = add_symlog(low, high, how->linear_below, about, out);
    else
        found = add_logit(low, high, about, out);
    if (found) return 0;
    out->n = out->minor_count = 0;
    return dw_ticks_linear(low, high, how, about, out);
}
