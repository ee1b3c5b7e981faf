/* The texts at the ticks of an x axis: on one line or two, turned, thinned out, shortened;
 * whichever keeps most of what they say. */
#include "plot/names.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "plot/fit.h"

typedef struct fitting {
    const dw_making *m;
    const dw_scale *scale;
    const dw_ticks *full; /* with the whole names */
    dw_reach reach;
    double total; /* names, of which some may have no tick */
} fitting;

/* ---- Sizes ---- */

static double line_height(const dw_making *m)
{
    return DW_LINE_HEIGHT * dw_fit_tick_size(m);
}

static double text_width(const dw_making *m, const char *text)
{
    return dw_words_width(m->words, text, dw_fit_tick_size(m), false);
}

/* Of the wider of its one or two lines. */
static double label_width(const dw_making *m, const dw_tick *tick)
{
    char lines[DW_TICK_LABEL];
    snprintf(lines, sizeof lines, "%s", tick->label);
    char *second = strchr(lines, '\n');
    if (second) *second++ = '\0';
    return fmax(text_width(m, lines), second ? text_width(m, second) : 0);
}

static bool has_two_lines(const dw_ticks *ticks)
{
    for (size_t i = 0; i < ticks->n; i++)
        if (strchr(ticks->major[i].label, '\n')) return true;
    return false;
}

double dw_names_height(const dw_making *m, const dw_ticks *ticks)
{
    double line = line_height(m), tallest = 0;
    if (!ticks->angle) return has_two_lines(ticks) ? 2 * line : line;
    double turn = ticks->angle * (M_PI / 180);
    for (size_t i = 0; i < ticks->n; i++)
        tallest = fmax(tallest, label_width(m, &ticks->major[i]) * sin(turn) + line * cos(turn));
    return tallest;
}

/* The middle of a level text: its tick, or further in where it would leave its reach. */
static double middle_of(const dw_scale *scale, dw_reach reach, const dw_tick *tick, double width)
{
    double middle = dw_scale_map(scale, tick->at);
    if (width > reach.to - reach.from) return (reach.from + reach.to) / 2;
    return fmin(fmax(middle, reach.from + width / 2), reach.to - width / 2);
}

static bool collide(const fitting *f, const dw_ticks *ticks)
{
    double before = -HUGE_VAL, line = line_height(f->m), turn = ticks->angle * (M_PI / 180);
    for (size_t i = 0; i < ticks->n; i++) {
        const dw_tick *tick = &ticks->major[f->scale->p1 > f->scale->p0 ? i : ticks->n - 1 - i];
        double width = ticks->angle ? 0 : label_width(f->m, tick);
        double half = ticks->angle ? line / 2 / sin(turn) : width / 2 + 9 * f->m->s;
        double middle = ticks->angle ? dw_scale_map(f->scale, tick->at)
                                     : middle_of(f->scale, f->reach, tick, width);
        if (middle - half < before - 1e-6) return true;
        before = middle + half;
    }
    return false;
}

/* Every second, third, ... until all have room. */
static void thin_out(const fitting *f, dw_ticks *ticks)
{
    const dw_ticks all = *ticks;
    for (size_t every = 2; ticks->n > 1 && collide(f, ticks); every++) {
        ticks->n = 0;
        for (size_t i = 0; i < all.n; i += every) ticks->major[ticks->n++] = all.major[i];
    }
}

/* ---- Ways to write them ---- */

static void shorten(const dw_making *m, dw_tick *tick, double width)
{
    if (text_width(m, tick->label) <= width) return;
    dw_lines lines;
    dw_words_break(m->words, tick->label, dw_fit_tick_size(m), false, width, 1, &lines);
    if (lines.n) snprintf(tick->label, sizeof tick->label, "%s", lines.at[0]);
    dw_lines_free(&lines);
}

/* Whether a new line may begin at that byte: after a space or a hyphen, between Chinese letters. */
static bool may_break(const char *text, size_t at)
{
    unsigned char before = (unsigned char)text[at - 1], after = (unsigned char)text[at];
    if (after < 0xe3) return after > ' ' && after < 128 && (before == ' ' || before == '-');
    static const char *const closing[] = { "，", "。", "、", "）", "」", "：", "；", "？", "！" };
    for (size_t i = 0; i < sizeof closing / sizeof *closing; i++)
        if (strncmp(text + at, closing[i], 3) == 0) return false;
    return before >= 128 || before == ' ';
}

/* The break nearest to the middle, or 0. */
static size_t break_of(const char *text)
{
    size_t n = strlen(text), best = 0;
    for (size_t at = 1; at < n; at++) {
        size_t way = 2 * at > n ? 2 * at - n : n - 2 * at;
        size_t best_way = 2 * best > n ? 2 * best - n : n - 2 * best;
        if (may_break(text, at) && (!best || way < best_way)) best = at;
    }
    return strchr(text, '$') ? 0 : best; /* math is not torn */
}

/* Into two lines, or else one shortened line. */
static void fold(const dw_making *m, dw_tick *tick, double width)
{
    if (text_width(m, tick->label) <= width) return;
    size_t at = break_of(tick->label);
    dw_tick folded = *tick;
    if (at)
        snprintf(folded.label, DW_TICK_LABEL, "%.*s\n%.*s",
                 (int)(at - (tick->label[at - 1] == ' ')), tick->label, DW_TICK_LABEL / 2 + 20,
                 tick->label + at);
    if (at && strlen(tick->label) < DW_TICK_LABEL / 2 && label_width(m, &folded) <= width)
        *tick = folded;
    else
        shorten(m, tick, width);
}

static double slot_of(const fitting *f)
{
    double least = f->reach.to - f->reach.from;
    for (size_t i = 1; i < f->full->n; i++)
        least = fmin(least, fabs(dw_scale_map(f->scale, f->full->major[i].at) -
                                 dw_scale_map(f->scale, f->full->major[i - 1].at)));
    return least;
}

typedef enum way { WHOLE, SHORT, FOLDED, SLANTED, UPRIGHT, WAYS } way;

static void write_turned(const fitting *f, dw_ticks *ticks)
{
    double turn = ticks->angle * (M_PI / 180), line = line_height(f->m);
    for (size_t i = 0; i < ticks->n; i++) {
        double width = (f->reach.height - line * cos(turn)) / sin(turn);
        double left = dw_scale_map(f->scale, ticks->major[i].at) - line / 2 * sin(turn);
        if (ticks->angle < 90) width = fmin(width, (left - f->reach.from) / cos(turn));
        shorten(f->m, &ticks->major[i], width);
    }
}

static void write_in_way(const fitting *f, way how, dw_ticks *ticks)
{
    *ticks = *f->full;
    ticks->angle = how == SLANTED ? 45 : how == UPRIGHT ? 90 : 0;
    if (ticks->angle) write_turned(f, ticks);
    double most = how == WHOLE ? 0.25 * (f->m->right - f->m->left) : slot_of(f) - 20 * f->m->s;
    most = fmin(most, f->reach.to - f->reach.from);
    for (size_t i = 0; i < ticks->n && !ticks->angle; i++)
        if (how == FOLDED)
            fold(f->m, &ticks->major[i], most);
        else
            shorten(f->m, &ticks->major[i], most);
    thin_out(f, ticks);
}

static double share_shown(const char *label, const char *whole)
{
    size_t n = strlen(label), dots = strlen("…"), all = strlen(whole);
    bool cut = n >= dots && strcmp(label + n - dots, "…") == 0;
    if (!cut || strcmp(label, whole) == 0) return 1;
    return 0.8 * fmin(1, (double)(n - dots) / (double)all);
}

/* The share of all names' letters that can be read, less what turning them costs. */
static double worth_of(const fitting *f, way how, const dw_ticks *ticks)
{
    static const double cost[WAYS] = { [FOLDED] = 0.01, [SLANTED] = 0.1, [UPRIGHT] = 0.16 };
    double shown = 0;
    for (size_t i = 0, k = 0; i < ticks->n; i++) {
        while (f->full->major[k].at < ticks->major[i].at) k++;
        shown += share_shown(ticks->major[i].label, f->full->major[k].label);
    }
    return shown / f->total - cost[how];
}

void dw_names_fit(const dw_making *m, bool names, size_t total, const dw_scale *scale,
                  dw_reach reach, dw_ticks *ticks)
{
    const dw_ticks full = *ticks;
    const fitting f = { m, scale, &full, reach, (double)(total ? total : 1) };
    if (!names) {
        thin_out(&f, ticks);
        return;
    }
    double best = -HUGE_VAL;
    for (int how = WHOLE; how < WAYS; how++) {
        bool narrow = slot_of(&f) < 80 * m->s && (how == SHORT || how == FOLDED);
        bool flat = reach.height < 2 * line_height(m) && how >= FOLDED;
        if (narrow || flat) continue;
        dw_ticks tried;
        write_in_way(&f, (way)how, &tried);
        double worth = worth_of(&f, (way)how, &tried);
        if (worth <= best + 1e-9) continue;
        best = worth;
        *ticks = tried;
    }
}

/* ---- Placing ---- */

static void place_turned(dw_making *m, int panel, const dw_tick *tick, int angle, double x,
                         double y)
{
    dw_text_box *box = dw_making_text(m, DW_ROLE_X_TICK, panel, tick->label, x, y,
                                      dw_fit_tick_size(m), false, m->layout->theme->faint);
    if (!box) return;
    double turn = angle * (M_PI / 180), w = box->box.w, h = box->box.h;
    box->angle = angle;
    box->box.w = w * cos(turn) + h * sin(turn);
    box->box.h = w * sin(turn) + h * cos(turn);
    box->box.x = x + h / 2 * sin(turn) - box->box.w;
}

static void place_level(dw_making *m, int panel, const dw_tick *tick, double middle, double y)
{
    char lines[DW_TICK_LABEL];
    snprintf(lines, sizeof lines, "%s", tick->label);
    for (char *line = lines; line;) {
        char *next = strchr(line, '\n');
        if (next) *next++ = '\0';
        dw_making_text(m, DW_ROLE_X_TICK, panel, line, middle - text_width(m, line) / 2, y,
                       dw_fit_tick_size(m), false, m->layout->theme->faint);
        y += line_height(m);
        line = next;
    }
}

void dw_names_place(dw_making *m, int panel, const dw_scale *scale, dw_reach reach,
                    const dw_ticks *ticks, double y)
{
    for (size_t i = 0; i < ticks->n; i++) {
        const dw_tick *tick = &ticks->major[i];
        double x = dw_scale_map(scale, tick->at);
        if (ticks->angle)
            place_turned(m, panel, tick, ticks->angle, x, y);
        else
            place_level(m, panel, tick, middle_of(scale, reach, tick, label_width(m, tick)), y);
    }
}
