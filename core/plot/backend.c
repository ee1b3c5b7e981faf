#include "plot/backend.h"

#include <pango/pango.h>
#include <png.h>

#include "plot/contact.h"
#include "plot/fonts.h"
#include "plot/layout.h"
#include "plot/save.h"
#include "plot/stored.h"
#include "plot/theme.h"

static dw_status lay_out(const dw_figure *figure, dw_layout **out, dw_error *err)
{
    dw_words *words;
    *out = NULL;
    dw_status status = dw_words_new(figure->language, dw_figure_theme(figure)->family, &words, err);
    if (status) return status;
    status = dw_layout_new(figure, words, out, err);
    dw_words_free(words);
    return status;
}

static void write_versions(dw_buffer *out)
{
    dw_buffer_format(out, "cairo %s, pango %s, libpng %s", cairo_version_string(),
                     pango_version_string(), png_get_libpng_ver(NULL));
}

const dw_plot_backend *dw_plot_backend_here(void)
{
    static const dw_plot_backend backend = {
        .version = DW_PLOT_BACKEND_VERSION,
        .layout = lay_out,
        .layout_free = dw_layout_free,
        .save = dw_figure_save,
        .versions = write_versions,
        .recall = dw_png_recall,
        .memory_free = dw_memory_free,
        .stored_read = dw_stored_read,
        .deck = dw_deck_save,
        .frames = dw_frames_save,
        .contact = dw_contact_save,
        .fonts_paths = dw_fonts_paths,
    };
    return &backend;
}
