#include "plot/save.h"

#include <string.h>

#include "plot/png.h"
#include "plot/theme.h"

dw_status dw_sheet_make(const dw_figure *figure, dw_sheet *sheet, dw_error *err)
{
    *sheet = (dw_sheet){ .scale = figure->output_scale == 0 ? 1 : figure->output_scale,
                         .paint.clear = figure->output_clear };
    int width, height;
    dw_status status = dw_output_size(figure, &width, &height, err);
    const char *family = dw_figure_theme(figure)->family;
    if (!status) status = dw_words_new(figure->language, family, &sheet->words, err);
    if (!status) status = dw_layout_new(figure, sheet->words, &sheet->layout, err);
    return status;
}

void dw_sheet_free(dw_sheet *sheet)
{
    dw_layout_free(sheet->layout);
    dw_words_free(sheet->words);
    *sheet = (dw_sheet){ 0 };
}

dw_status dw_image_write(const dw_sheet *sheets, size_t n, const char *title, FILE *stream,
                         dw_error *err)
{
    (void)n;
    (void)title;
    dw_raster raster;
    dw_status status = dw_raster_open(&raster, sheets->layout, sheets->words, &sheets->paint, err);
    if (!status) status = dw_png_write(&raster, sheets->layout->figure, stream, err);
    dw_raster_close(&raster);
    return status;
}

static dw_sheet_writer *writer_of(const char *path, const char *format)
{
    static const struct {
        const char *name;
        dw_sheet_writer *write;
    } writers[] = { { "png", dw_image_write }, { "svg", dw_svg_write }, { "pdf", dw_pdf_write } };
    const char *dot = strrchr(path, '.');
    if (!format) format = dot ? dot + 1 : "";
    for (size_t i = 0; i < sizeof writers / sizeof *writers; i++)
        if (strcmp(format, writers[i].name) == 0) return writers[i].write;
    return NULL;
}

dw_status dw_sheets_save(dw_sheet_writer *write, const dw_sheet *sheets, size_t n,
                         const char *title, const char *path, dw_error *err)
{
    dw_output output;
    dw_status status = dw_output_open(&output, path, err);
    if (status) return status;
    dw_error why = { "" };
    status = write(sheets, n, title, output.stream, &why);
    if (status) {
        dw_output_discard(&output);
        return dw_fail(err, status, "'%s': %s", path, why.text);
    }
    return dw_output_commit(&output, err);
}

dw_status dw_figure_save(const dw_figure *figure, const char *path, const char *format,
                         dw_error *warning, dw_error *err)
{
    dw_sheet_writer *write = writer_of(path, format);
    if (!write)
        return dw_fail(err, DW_EARG, "a figure is saved as png, svg or pdf, not as '%s'",
                       format ? format : path);
    dw_sheet sheet;
    dw_status status = dw_sheet_make(figure, &sheet, err);
    if (!status) {
        const char *title = figure->texts[DW_FIGURE_TITLE];
        status = dw_sheets_save(write, &sheet, 1, title, path, err);
        dw_words_missing(sheet.words, warning);
    }
    dw_sheet_free(&sheet);
    return status;
}
