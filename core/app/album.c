/* All figures of a gallery together, as they are remembered by their PNGs. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/app.h"
#include "base/memory.h"
#include "lua/painter.h"

enum { MOST_FIGURES = 200 };

typedef struct album {
    const dw_plot_backend *painter;
    dw_figure *figures[MOST_FIGURES];
    size_t n;
} album;

static bool is_png(const char *path, size_t n)
{
    return n > 4 && strncmp(path + n - 4, ".png", 4) == 0;
}

static dw_status read_figure(album *a, const char *path, dw_error *err)
{
    dw_memory memory;
    dw_status status = a->painter->recall(path, &memory, err);
    if (status) return status;
    const char *stored = dw_memory_find(&memory, "figure");
    if (a->n == MOST_FIGURES)
        status = dw_fail(err, DW_EARG, "an album holds %d figures at most", MOST_FIGURES);
    else if (stored)
        status = a->painter->stored_read(stored, &a->figures[a->n++], err);
    else
        fprintf(stderr, "dunwu: warning: '%s' does not remember itself; the album lacks it\n",
                path);
    a->painter->memory_free(&memory);
    return status;
}

static dw_status read_figures(album *a, const char *paths, dw_error *err)
{
    dw_status status = DW_OK;
    while (*paths && !status) {
        size_t n = strcspn(paths, "\n");
        char *path = is_png(paths, n) ? strndup(paths, n) : NULL;
        if (path) status = read_figure(a, path, err);
        free(path);
        paths += n + (paths[n] == '\n');
    }
    return status;
}

typedef dw_status writer(const dw_figure *const *figures, size_t n, const char *title,
                         const char *path, dw_error *warning, dw_error *err);

static dw_status save(const album *a, writer *write, const char *folder, const char *name,
                      const char *ending, dw_error *err)
{
    dw_error warning = { "" };
    dw_buffer path = { 0 };
    dw_buffer_format(&path, "%s/%s.%s", folder, name, ending);
    dw_status status = path.failed ? dw_fail(err, DW_ENOMEM, "no memory") : DW_OK;
    const dw_figure *const *figures = (const dw_figure *const *)a->figures;
    if (!status) status = write(figures, a->n, name, path.text, &warning, err);
    if (warning.text[0]) fprintf(stderr, "dunwu: warning: %s\n", warning.text);
    if (!status) printf("%s\n", path.text);
    dw_buffer_free(&path);
    return status;
}

bool dw_check_album(const char *name)
{
    if (*name && *name != '.' && !strchr(name, '/')) return true;
    dw_complain(DW_EXIT_USAGE, "'--album' takes a name without folder and ending, got '%s'", name);
    return false;
}

int dw_save_album(const dw_home *home, const char *paths, const char *folder, const char *name)
{
    dw_error err;
    album a = { dwl_load_painter(home->painter, &err), { NULL }, 0 };
    if (!a.painter) return dw_complain(DW_EXIT_FAILED, "%s", err.text);
    dw_status status = read_figures(&a, paths, &err);
    if (!status && a.n == 0)
        status =
            dw_fail(&err, DW_EARG, "no figure was drawn as png: there is nothing for an album");
    if (!status) status = save(&a, a.painter->deck, folder, name, "pdf", &err);
    if (!status) status = save(&a, a.painter->contact, folder, name, "png", &err);
    for (size_t i = 0; i < a.n; i++) dw_figure_free(a.figures[i]);
    return status ? dw_complain(DW_EXIT_FAILED, "%s", err.text) : DW_EXIT_DONE;
}
