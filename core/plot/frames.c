#include "plot/frames.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "plot/panels.h"
#include "plot/png.h"
#include "plot/save.h"

/* ---- decks ---- */

static void free_sheets(dw_sheet *sheets, size_t n)
{
    for (size_t i = 0; sheets && i < n; i++) dw_sheet_free(&sheets[i]);
    free(sheets);
}

dw_status dw_deck_save(const dw_figure *const *figures, size_t n, const char *title,
                       const char *path, dw_error *warning, dw_error *err)
{
    if (n < 1 || n > DW_DECK_MOST)
        return dw_fail(err, DW_EARG, "a deck has 1..%d figures, got %zu", DW_DECK_MOST, n);
    dw_sheet *sheets = dw_allocate(n, sizeof *sheets, err);
    if (!sheets) return DW_ENOMEM;
    dw_status status = DW_OK;
    dw_error missing = { "" };
    for (size_t i = 0; i < n && !status; i++) {
        status = dw_sheet_make(figures[i], &sheets[i], err);
        sheets[i].paint.clear = false;
        if (!status && !missing.text[0]) dw_words_missing(sheets[i].words, &missing);
    }
    if (!title) title = figures[0]->texts[DW_FIGURE_TITLE];
    if (!status) status = dw_sheets_save(dw_pdf_write, sheets, n, title, path, err);
    free_sheets(sheets, n);
    if (warning) *warning = missing;
    return status;
}

/* ---- series ---- */

typedef struct series {
    const dw_frames *frames;
    const dw_figure *figure;
    const char *stem;
    dw_sheet sheet;   /* of the figure as a whole */
    dw_sheet *sheets; /* one for each picture; layout and words are the sheet's */
    size_t *steps, count;
    char *path;
    size_t path_size;
} series;

static const char *path_of(series *s, const char *extension)
{
    snprintf(s->path, s->path_size, "%s.%s", s->stem, extension);
    return s->path;
}

static dw_status save_each(series *s, dw_sheet_writer *write, dw_error *err)
{
    dw_status status = DW_OK;
    for (size_t i = 0; i < s->count && !status; i++) {
        snprintf(s->path, s->path_size, "%s-%zu.%s", s->stem, i + 1, s->frames->format);
        status = dw_sheets_save(write, &s->sheets[i], 1, s->figure->texts[DW_FIGURE_TITLE], s->path,
                                err);
    }
    return status;
}

static dw_status save_animation(series *s, dw_error *err)
{
    dw_output output;
    const char *path = path_of(s, "apng");
    dw_status status = dw_output_open(&output, path, err);
    if (status) return status;
    dw_apng apng = { s->sheets, s->count, s->frames->delay_s, s->frames->loop ? 0 : 1 };
    dw_error why = { "" };
    status = dw_apng_write(&apng, output.stream, &why);
    if (!status) return dw_output_commit(&output, err);
    dw_output_discard(&output);
    return dw_fail(err, status, "'%s': %s", path, why.text);
}

static dw_status save_series(series *s, dw_error *err)
{
    const char *format = s->frames->format;
    if (strcmp(format, "png") == 0) return save_each(s, dw_image_write, err);
    if (strcmp(format, "svg") == 0) return save_each(s, dw_svg_write, err);
    if (strcmp(format, "apng") == 0) return save_animation(s, err);
    if (strcmp(format, "pdf") == 0)
        return dw_sheets_save(dw_pdf_write, s->sheets, s->count, s->figure->texts[DW_FIGURE_TITLE],
                              path_of(s, "pdf"), err);
    return dw_fail(err, DW_EARG, "a series is saved as png, svg, pdf or apng, not as '%s'", format);
}

static size_t layers_of(const dw_figure *figure)
{
    size_t n = 0;
    for (size_t a = 0; a < dw_figure_axes_total(figure); a++)
        n += dw_figure_axes_at(figure, a)->layer_count;
    return n;
}

static dw_status prepare(series *s, dw_error *err)
{
    s->steps = dw_allocate(layers_of(s->figure) + 1, sizeof *s->steps, err);
    s->path_size = strlen(s->stem) + 40;
    s->path = dw_allocate(s->path_size, 1, err);
    if (!s->steps || !s->path) return DW_ENOMEM;
    s->count = dw_frames_plan(s->figure, s->frames->axes_first, s->steps);
    if (s->count > DW_FRAMES_MOST)
        return dw_fail(err, DW_EARG, "a series has at most %d pictures; this one would have %zu",
                       DW_FRAMES_MOST, s->count);
    s->sheets = dw_allocate(s->count, sizeof *s->sheets, err);
    if (!s->sheets) return DW_ENOMEM;
    dw_status status = dw_sheet_make(s->figure, &s->sheet, err);
    for (size_t i = 0; i < s->count && !status; i++) {
        s->sheets[i] = s->sheet;
        s->sheets[i].paint.steps = s->steps;
        s->sheets[i].paint.picture = i;
    }
    return status;
}

dw_status dw_frames_save(const dw_figure *figure, const dw_frames *frames, const char *stem,
                         size_t *count, dw_error *warning, dw_error *err)
{
    series s = { .frames = frames, .figure = figure, .stem = stem };
    dw_status status = prepare(&s, err);
    if (!status) status = save_series(&s, err);
    if (!status) dw_words_missing(s.sheet.words, warning);
    *count = s.count;
    dw_sheet_free(&s.sheet);
    free(s.sheets);
    free(s.steps);
    free(s.path);
    return status;
}
