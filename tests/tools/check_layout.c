/* check_layout FIGURE.png...: lays each stored figure out again. Exits 0 when no two texts of a
 * figure overlap, none leaves the page, none was cut, and none is smaller than a slide allows. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "plot/backend.h"
#include "plot/layout.h"
#include "plot/stored.h"

static int complain(const char *file, const char *what, const dw_text_box *a, const dw_text_box *b)
{
    fprintf(stderr, "%s: '%s' %s%s%s%s\n", file, a->text, what, b ? " '" : "", b ? b->text : "",
            b ? "'" : "");
    return 1;
}

/* No text of the gallery ends so of itself. */
static bool was_cut(const char *text)
{
    static const char dots[] = "…";
    size_t n = strlen(text), end = sizeof dots - 1;
    return n >= end && strcmp(text + n - end, dots) == 0;
}

static int check_layout(const char *file, const dw_layout *layout)
{
    const dw_figure *figure = layout->figure;
    double full = figure->unit_px;
    if (full == 0) full = fmin(figure->width_px / 1600.0, figure->height_px / 900.0);
    int bad = 0;
    for (size_t i = 0; i < layout->text_count; i++) {
        const dw_text_box *text = &layout->texts[i];
        const dw_box *box = &text->box;
        if (box->x < 0 || box->y < 0 || box->x + box->w > figure->width_px ||
            box->y + box->h > figure->height_px)
            bad += complain(file, "leaves the page", text, NULL);
        if (was_cut(text->text)) bad += complain(file, "was cut", text, NULL);
        if (text->size_px < DW_SIZE_LEAST * full - 0.01)
            bad += complain(file, "is too small", text, NULL);
        for (size_t j = 0; j < i; j++)
            if (dw_texts_overlap(text, &layout->texts[j], 0.25))
                bad += complain(file, "lies on", text, &layout->texts[j]);
    }
    return bad;
}

static int check(const char *file)
{
    const dw_plot_backend *painter = dw_plot_backend_here();
    dw_memory memory = { 0 };
    dw_figure *figure = NULL;
    dw_layout *layout = NULL;
    dw_error err = { "remembers no figure" };
    dw_status status = dw_png_recall(file, &memory, &err);
    const char *stored = status ? NULL : dw_memory_find(&memory, "figure");
    if (stored) status = dw_stored_read(stored, &figure, &err);
    if (figure) status = painter->layout(figure, &layout, &err);
    int bad = 1;
    if (layout && layout->text_count > 0)
        bad = check_layout(file, layout);
    else
        fprintf(stderr, "%s: %s\n", file, err.text);
    if (layout) dw_layout_free(layout);
    dw_figure_free(figure);
    dw_memory_free(&memory);
    return bad + (status != DW_OK);
}

int main(int count, char **words)
{
    int bad = count < 2;
    for (int i = 1; i < count; i++) bad += check(words[i]);
    return bad > 0;
}
