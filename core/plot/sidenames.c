/* Texts at the ticks of a y axis: names on one line, on two or three, or shortened. */
#include "plot/sidenames.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "plot/fit.h"

/* ---- Sizes ---- */

static double line_height(const dw_making *m)
{
    return DW_LINE_HEIGHT * dw_fit_tick_size(m);
}

static size_t line_count(const char *label)
{
    size_t n = 1;
    for (const char *c = label; *c; c++) n += *c == '\n';
    return n;
}

/* The first line of a text, and where the next one begins, or NULL. */
static const char *first_line(const char *text, char line[DW_TICK_LABEL])
{
    size_t n = strcspn(text, "\n");
    snprintf(line, DW_TICK_LABEL, "%.*s", (int)n, text);
    return text[n] ? text + n + 1 : NULL;
}

double dw_sidenames_width(const dw_making *m, const char *label)
{
    char line[DW_TICK_LABEL];
    double widest = 0;
    for (const char *rest = label; rest;) {
        rest = first_line(rest, line);
        widest = fmax(widest, dw_words_width(m->words, line, dw_fit_tick_size(m), false));
    }
    return widest;
}

/* The middle of a text, its tick; several lines stay beside the axis. */
static double middle_of(const dw_making *m, const dw_scale *scale, const dw_tick *tick)
{
    double middle = dw_scale_map(scale, tick->at), line = line_height(m);
    double rest = ((double)line_count(tick->label) - 1) * line / 2;
    double top = fmin(scale->p0, scale->p1) + rest, bottom = fmax(scale->p0, scale->p1) - rest;
    return rest == 0 || top > bottom ? middle : fmin(fmax(middle, top), bottom);
}

bool dw_sidenames_collide(const dw_making *m, const dw_ticks *ticks, const dw_scale *scale)
{
    double before = -HUGE_VAL, line = line_height(m);
    for (size_t i = 0; i < ticks->n; i++) {
        const dw_tick *tick = &ticks->major[scale->p1 > scale->p0 ? i : ticks->n - 1 - i];
        size_t lines = line_count(tick->label);
        double half = (double)lines * line / 2, gap = lines > 1 ? 0.3 * line : 0;
        double middle = middle_of(m, scale, tick);
        if (middle - half - gap < before) return true;
        before = middle + half + gap;
    }
    return false;
}

/* ---- Fitting ---- */

typedef struct way {
    double width; /* share of the room for a column of panels */
    size_t lines;
} way;

/* Names of more than one line are ragged; one that is very long leaves little for the panel. */
static const way ways[] = { { 0.28, 1 }, { 0.28, 2 }, { 0.28, 3 },
                            { 0.38, 1 }, { 0.38, 2 }, { 0.38, 3 } };
enum { WAYS = sizeof ways / sizeof *ways, WIDE = 3 };

/* Returns whether the whole text is there. */
static bool write_name(const dw_making *m, dw_tick *tick, double width, size_t most)
{
    double size = dw_fit_tick_size(m);
    if (dw_words_width(m->words, tick->label, size, false) <= width) return true;
    dw_lines lines;
    dw_words_break(m->words, tick->label, size, false, width, most, &lines);
    size_t at = 0;
    tick->label[0] = '\0';
    for (size_t i = 0; i < lines.n && at < DW_TICK_LABEL; i++)
        at += (size_t)snprintf(tick->label + at, DW_TICK_LABEL - at, "%s%s", i ? "\n" : "",
                               lines.at[i]);
    bool whole = lines.n > 0 && !lines.cut;
    dw_lines_free(&lines);
    return whole;
}

/* Returns whether all names are there and none touches another. */
static bool write_names(const dw_making *m, const dw_scale *scale, way how, const dw_ticks *full,
                        dw_ticks *ticks, bool *touch)
{
    double room = (m->right - m->left) / (double)dw_fit_columns(m->layout->figure);
    bool whole = true;
    *ticks = *full;
    for (size_t i = 0; i < ticks->n; i++)
        whole &= write_name(m, &ticks->major[i], how.width * room, how.lines);
    *touch = dw_sidenames_collide(m, ticks, scale);
    return whole && !*touch;
}

void dw_sidenames_fit(const dw_making *m, const dw_scale *scale, dw_ticks *ticks)
{
    const dw_ticks full = *ticks;
    bool touch;
    for (size_t i = 0; i < WAYS; i++)
        if (!(m->inset && ways[i].lines > 1) &&
            write_names(m, scale, ways[i], &full, ticks, &touch))
            return;
    for (size_t i = m->inset ? WIDE + 1 : WAYS; i-- > WIDE;) { /* cut, and as little as possible */
        write_names(m, scale, ways[i], &full, ticks, &touch);
        if (!touch) return;
    }
}

/* ---- Placing ---- */

void dw_sidenames_place(dw_making *m, const dw_panel *panel, const dw_tick *tick, double x,
                        bool left)
{
    char line[DW_TICK_LABEL];
    double size = dw_fit_tick_size(m), height = line_height(m);
    double y = middle_of(m, &panel->y, tick) - (double)line_count(tick->label) * height / 2;
    y = fmax(y, panel->box.y - 10 * m->s); /* clear of the label above the panel */
    for (const char *rest = tick->label; rest; y += height) {
        rest = first_line(rest, line);
        double width = dw_words_width(m->words, line, size, false);
        dw_making_text(m, DW_ROLE_Y_TICK, (int)(panel - m->layout->panels), line,
                       left ? x - width : x, y, size, false,
                       panel->tinted ? panel->tint : m->layout->theme->faint);
    }
}
