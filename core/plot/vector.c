/* SVG and PDF through cairo's own surfaces. */
#include <cairo-pdf.h>
#include <cairo-svg.h>
#include <errno.h>
#include <math.h>
#include <string.h>

#include "plot/math.h"
#include "plot/save.h"

static cairo_status_t to_stream(void *closure, const unsigned char *bytes, unsigned n)
{
    return fwrite(bytes, 1, n, closure) == n ? CAIRO_STATUS_SUCCESS : CAIRO_STATUS_WRITE_ERROR;
}

static cairo_status_t to_buffer(void *closure, const unsigned char *bytes, unsigned n)
{
    dw_buffer *buffer = closure;
    dw_buffer_add_bytes(buffer, (const char *)bytes, n);
    return buffer->failed ? CAIRO_STATUS_NO_MEMORY : CAIRO_STATUS_SUCCESS;
}

static void paint_page(cairo_surface_t *surface, const dw_sheet *sheet, double unit, bool texts)
{
    dw_paint_options options = sheet->paint;
    options.no_texts = !texts;
    options.vector = true;
    cairo_t *cr = cairo_create(surface);
    cairo_scale(cr, unit, unit);
    dw_paint(sheet->layout, sheet->words, cr, &options);
    cairo_show_page(cr); /* an error stays with the surface */
    cairo_destroy(cr);
}

static dw_status finish(cairo_surface_t *surface, dw_error *err)
{
    cairo_surface_finish(surface);
    cairo_status_t painted = cairo_surface_status(surface);
    cairo_surface_destroy(surface);
    if (!painted) return DW_OK;
    return dw_fail(err, painted == CAIRO_STATUS_NO_MEMORY ? DW_ENOMEM : DW_EIO,
                   "cannot write the figure: %s",
                   painted == CAIRO_STATUS_WRITE_ERROR && errno ? strerror(errno)
                                                                : cairo_status_to_string(painted));
}

static void set_metadata(cairo_surface_t *surface, cairo_pdf_metadata_t which, const char *text)
{
    dw_buffer plain = { 0 };
    dw_math_plain(text, &plain);
    if (plain.text) cairo_pdf_surface_set_metadata(surface, which, plain.text);
    dw_buffer_free(&plain);
}

static void describe(cairo_surface_t *surface, const char *title, const char *subject)
{
    set_metadata(surface, CAIRO_PDF_METADATA_TITLE, title);
    set_metadata(surface, CAIRO_PDF_METADATA_SUBJECT, subject);
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATOR, "dunwu");
    /* The same figure gives the same bytes on any day. */
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, "2000-01-01T00:00:00Z");
}

static void add_bookmark(cairo_surface_t *surface, const dw_figure *figure, size_t page)
{
    char where[32];
    dw_buffer name = { 0 };
    snprintf(where, sizeof where, "page=%zu", page);
    dw_math_plain(figure->texts[DW_FIGURE_TITLE], &name);
    if (!name.length) dw_buffer_format(&name, "%zu", page);
    if (name.text)
        cairo_pdf_surface_add_outline(surface, CAIRO_PDF_OUTLINE_ROOT, name.text, where,
                                      (cairo_pdf_outline_flags_t)0);
    dw_buffer_free(&name);
}

dw_status dw_pdf_write(const dw_sheet *sheets, size_t n, const char *title, FILE *stream,
                       dw_error *err)
{
    errno = 0;
    cairo_surface_t *surface = cairo_pdf_surface_create_for_stream(to_stream, stream, 1, 1);
    describe(surface, title, n == 1 ? sheets->layout->figure->texts[DW_FIGURE_ALT] : "");
    for (size_t i = 0; i < n; i++) {
        const dw_figure *figure = sheets[i].layout->figure;
        double point = 72 / figure->dpi;
        cairo_pdf_surface_set_size(surface, figure->width_px * point, figure->height_px * point);
        paint_page(surface, &sheets[i], point, true);
        if (n > 1) add_bookmark(surface, figure, i + 1);
    }
    return finish(surface, err);
}

/* ---- SVG: cairo draws letters as shapes, so the texts are written here ---- */

static void add_escaped(dw_buffer *out, const char *text, size_t n)
{
    for (const char *c = text; c < text + n; c++) {
        if (*c == '<')
            dw_buffer_add(out, "&lt;");
        else if (*c == '&')
            dw_buffer_add(out, "&amp;");
        else if (*c == '"')
            dw_buffer_add(out, "&quot;");
        else if ((unsigned char)*c >= 32 || *c == '\n' || *c == '\t')
            dw_buffer_add_bytes(out, c, 1);
    }
}

static void add_hex(dw_buffer *out, dw_color c)
{
    dw_buffer_format(out, "#%02x%02x%02x", (int)(c.r * 255 + 0.5), (int)(c.g * 255 + 0.5),
                     (int)(c.b * 255 + 0.5));
}

static void add_plain(dw_buffer *out, const char *text)
{
    dw_buffer plain = { 0 };
    dw_math_plain(text, &plain);
    if (plain.text) add_escaped(out, plain.text, plain.length);
    dw_buffer_free(&plain);
}

/* The letters, the raised and lowered ones in elements of their own. */
static void add_letters(dw_buffer *out, const dw_text_box *text)
{
    dw_math math;
    dw_math_read(text->drawn, &math);
    const char *letters = math.text.text ? math.text.text : "";
    size_t at = 0;
    double rise = 0;
    for (size_t i = 0; i <= math.span_count; i++) {
        bool last = i == math.span_count;
        size_t from = last ? math.text.length : math.spans[i].from;
        if (from > at && rise != 0) {
            dw_buffer_format(out, "<tspan dy=\"%.2f\">", rise * text->size_px);
            add_escaped(out, letters + at, from - at);
            dw_buffer_add(out, "</tspan>");
            rise = 0;
        } else
            add_escaped(out, letters + at, from - at);
        if (last) break;
        const dw_math_span *span = &math.spans[i];
        dw_buffer_format(out, "<tspan dy=\"%.2f\" font-size=\"%.2f\">",
                         (rise - span->rise) * text->size_px, span->size * text->size_px);
        add_escaped(out, letters + span->from, span->to - span->from);
        dw_buffer_add(out, "</tspan>");
        rise = span->rise;
        at = span->to;
    }
    dw_math_free(&math);
}

static void add_text_element(dw_buffer *out, const dw_sheet *sheet, const dw_text_box *text)
{
    const dw_layout *layout = sheet->layout;
    dw_paint_options options = sheet->paint;
    options.vector = true;
    double x, y;
    dw_text_start(text, &x, &y);
    dw_buffer_format(out, "<text x=\"%.2f\" y=\"%.2f\" font-size=\"%.2f\" textLength=\"%.2f\"", x,
                     y, text->size_px, text->length_px);
    if (text->angle)
        dw_buffer_format(out, " transform=\"rotate(-%d %.2f %.2f)\"", text->angle, x, y);
    dw_buffer_add(out, " lengthAdjust=\"spacingAndGlyphs\" fill=\"");
    add_hex(out, text->color);
    if (text->bold) dw_buffer_add(out, "\" font-weight=\"bold");
    if (text->on_data && !dw_paint_cuts(layout, &options, text)) {
        dw_buffer_add(out, "\" paint-order=\"stroke\" stroke-linejoin=\"round\" stroke=\"");
        add_hex(out, dw_paint_ground(layout, &options, text));
        dw_buffer_format(out, "\" stroke-width=\"%.2f", 6 * layout->scale);
    }
    if (dw_text_is_cjk(text->text)) dw_buffer_add(out, "\" xml:lang=\"zh-TW");
    /* Else a space at the beginning of a tspan is lost. */
    if (dw_math_is(text->drawn)) dw_buffer_add(out, "\" xml:space=\"preserve");
    dw_buffer_add(out, "\">");
    add_letters(out, text);
    dw_buffer_add(out, "</text>\n");
}

static void add_texts(dw_buffer *out, const dw_sheet *sheet)
{
    const dw_layout *layout = sheet->layout;
    const dw_figure *figure = layout->figure;
    dw_buffer_add(out, "<title>");
    add_plain(out, figure->texts[DW_FIGURE_TITLE]);
    dw_buffer_add(out, "</title>\n<desc>");
    add_plain(out, figure->texts[DW_FIGURE_ALT]);
    dw_buffer_add(out, "</desc>\n<g font-family=\"");
    add_escaped(out, dw_words_families(sheet->words), strlen(dw_words_families(sheet->words)));
    dw_buffer_add(out, "\"");
    if (sheet->scale != 1) dw_buffer_format(out, " transform=\"scale(%g)\"", sheet->scale);
    dw_buffer_add(out, ">\n");
    for (size_t i = 0; i < layout->text_count; i++)
        if (dw_paint_shows(&sheet->paint, layout->texts[i].layer))
            add_text_element(out, sheet, &layout->texts[i]);
    dw_buffer_add(out, "</g>\n");
}

dw_status dw_svg_write(const dw_sheet *sheets, size_t n, const char *title, FILE *stream,
                       dw_error *err)
{
    (void)n;
    (void)title; /* it is in the figure */
    const dw_figure *figure = sheets->layout->figure;
    dw_buffer drawn = { 0 };
    errno = 0;
    cairo_surface_t *surface = cairo_svg_surface_create_for_stream(
        to_buffer, &drawn, round(figure->width_px * sheets->scale),
        round(figure->height_px * sheets->scale));
    cairo_svg_surface_set_document_unit(surface, CAIRO_SVG_UNIT_PX);
    paint_page(surface, sheets, sheets->scale, false);
    dw_status status = finish(surface, err);
    if (!status) {
        char *end = drawn.text ? strstr(drawn.text, "</svg>") : NULL;
        if (end) drawn.length = (size_t)(end - drawn.text);
        add_texts(&drawn, sheets);
        dw_buffer_add(&drawn, "</svg>\n");
        if (drawn.failed)
            status = dw_fail(err, DW_ENOMEM, "no memory for the SVG");
        else if (fwrite(drawn.text, 1, drawn.length, stream) != drawn.length)
            status = dw_fail(err, DW_EIO, "cannot write the figure: %s", strerror(errno));
    }
    dw_buffer_free(&drawn);
    return status;
}
