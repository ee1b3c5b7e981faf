#include "plot/save.h"

#include <string.h>

#include "plot/paint.h"

static dw_status write_image(const dw_layout *layout, dw_words *words, FILE *stream, dw_error *err)
{
    const dw_figure *figure = layout->figure;
    cairo_surface_t *surface =
        cairo_image_surface_create(CAIRO_FORMAT_RGB24, figure->width_px, figure->height_px);
    cairo_t *cr = cairo_create(surface);
    dw_paint(layout, words, cr, true);
    cairo_status_t painted = cairo_status(cr);
    cairo_destroy(cr);
    dw_status status = DW_OK;
    if (painted)
        status = dw_fail(err, DW_ENOMEM, "painting: %s", cairo_status_to_string(painted));
    else
        status = dw_png_write(surface, figure, stream, err);
    cairo_surface_destroy(surface);
    return status;
}

typedef dw_status writer(const dw_layout *layout, dw_words *words, FILE *stream, dw_error *err);

static writer *writer_of(const char *path, const char *format)
{
    static const struct {
        const char *name;
        writer *write;
    } writers[] = { { "png", write_image }, { "svg", dw_svg_write }, { "pdf", dw_pdf_write } };
    const char *dot = strrchr(path, '.');
    if (!format) format = dot ? dot + 1 : "";
    for (size_t i = 0; i < sizeof writers / sizeof *writers; i++)
        if (strcmp(format, writers[i].name) == 0) return writers[i].write;
    return NULL;
}

static dw_status write_file(writer *write, const dw_layout *layout, dw_words *words,
                            const char *path, dw_error *err)
{
    dw_output output;
    dw_status status = dw_output_open(&output, path, err);
    if (status) return status;
    dw_error why = { "" };
    status = write(layout, words, output.stream, &why);
    if (status) {
        dw_output_discard(&output);
        return dw_fail(err, status, "'%s': %s", path, why.text);
    }
    return dw_output_commit(&output, err);
}

dw_status dw_figure_save(const dw_figure *figure, const char *path, const char *format,
                         dw_error *warning, dw_error *err)
{
    writer *write = writer_of(path, format);
    if (!write)
        return dw_fail(err, DW_EARG, "a figure is saved as png, svg or pdf, not as '%s'",
                       format ? format : path);
    dw_words *words;
    dw_layout *layout;
    dw_status status = dw_words_new(figure->language, &words, err);
    if (status) return status;
    status = dw_layout_new(figure, words, &layout, err);
    if (!status) {
        status = write_file(write, layout, words, path, err);
        dw_words_missing(words, warning);
        dw_layout_free(layout);
    }
    dw_words_free(words);
    return status;
}
