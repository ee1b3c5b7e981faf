#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "app/app.h"
#include "base/file.h"
#include "lua/painter.h"
#include "plot/stored.h"

typedef struct redraw_options {
    dw_run_options run; /* of these the list below */
    bool rerun;
} redraw_options;

static const char *const themes[] = { "light", "dark", "print", NULL };
static const char default_folder[] = "plots";

#define RUN(field) offsetof(redraw_options, run.field)

static const dw_option option_list[] = {
    { "out", DW_TEXT, RUN(out), .unit = "DIR",
      .doc = "folder for the figures, plots when not given; only when it is given, a figure may "
             "take the place of the one that is read" },
    { "format", DW_TEXT, RUN(format), .unit = "LIST",
      .doc = "file formats, of png, svg, pdf, with commas; png when not given" },
    { "theme", DW_CHOICE, RUN(theme), .choices = themes, .unit = "THEME", .flags = DW_OPTIONAL,
      .doc = "another look" },
    { "rerun", DW_BOOLEAN, offsetof(redraw_options, rerun),
      .doc = "run the script that the figure remembers, with its parameters, seed and language; "
             "the script is not trusted and reads no files" },
    { "time", DW_NUMBER, RUN(time), .min = 0, .max = 1e9, .unit = "SECONDS",
      .doc = "with --rerun: stop after so long, 300 when not given; 0: never" },
    { "memory", DW_INTEGER, RUN(memory), .min = 1, .max = 1e9, .unit = "MIB",
      .doc = "with --rerun: memory that the script may use, 2048 when not given" },
    { 0 },
};

/* ---- what is not to be overwritten ---- */

static bool same_file(const char *a, const char *b)
{
    struct stat one, other;
    return stat(a, &one) == 0 && stat(b, &other) == 0 && one.st_dev == other.st_dev &&
           one.st_ino == other.st_ino;
}

static int refuse_overwriting(const char *path, const char *folder)
{
    return dw_complain(DW_EXIT_FAILED, "'%s' itself would be written over; --out %s allows that",
                       path, folder);
}

static void folder_of(const char *path, char folder[4096])
{
    const char *slash = strrchr(path, '/');
    int n = slash ? (int)(slash - path) + 1 : 1;
    snprintf(folder, 4096, "%.*s", n, slash ? path : ".");
}

/* ---- painting the stored figure ---- */

/* The figure gets its memory back; with another theme it remembers that one. */
static dw_status give_memory(dw_figure *figure, const dw_memory *memory, const char *theme,
                             dw_error *err)
{
    dw_status status = DW_OK;
    for (size_t i = 0; i < memory->count && !status; i++)
        if (dw_memory_part(memory->texts[i].key))
            status = dw_figure_remember(figure, memory->texts[i].key, memory->texts[i].text, err);
    if (status || !theme) return status;
    dw_buffer stored = { 0 };
    char *name = strdup(theme);
    if (!name) return dw_fail(err, DW_ENOMEM, "no memory");
    free(figure->theme);
    figure->theme = name;
    free(figure->own_theme);
    figure->own_theme = NULL;
    status = dw_stored_write(figure, &stored, err);
    if (!status) status = dw_figure_remember(figure, "dunwu:figure", stored.text, err);
    if (!status) status = dw_figure_remember(figure, "dunwu:theme", theme, err);
    dw_buffer_free(&stored);
    return status;
}

/* DIR/NAME.FORMAT for the figure of a path. */
static bool write_target(const char *path, const char *folder, const char *format,
                         char target[4096])
{
    const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;
    const char *dot = strrchr(name, '.');
    int n = dot && dot > name ? (int)(dot - name) : (int)strlen(name);
    return snprintf(target, 4096, "%s/%.*s.%.3s", folder, n, name, format) < 4096;
}

static int save(const dw_plot_backend *painter, const dw_figure *figure, const char *path,
                const dw_run_options *options)
{
    const char *folder = options->out ? options->out : default_folder;
    char target[4096], format[4];
    dw_error err, warning = { "" };
    if (dw_folder_make(folder, &err)) return dw_complain(DW_EXIT_FAILED, "%s", err.text);
    for (const char *at = options->format; *at; at += at[3] ? 4 : 3) {
        snprintf(format, sizeof format, "%s", at);
        if (!write_target(path, folder, format, target))
            return dw_complain(DW_EXIT_FAILED, "the path of the figure is too long");
        if (!options->out && same_file(path, target)) return refuse_overwriting(path, folder);
        if (painter->save(figure, target, format, &warning, &err))
            return dw_complain(DW_EXIT_FAILED, "%s", err.text);
        if (warning.text[0]) fprintf(stderr, "dunwu: warning: %s\n", warning.text);
        printf("%s\n", target);
    }
    return DW_EXIT_DONE;
}

static int paint(const dw_plot_backend *painter, const char *path, const dw_memory *memory,
                 const dw_run_options *options)
{
    const char *stored = dw_memory_find(memory, "figure"), *data = dw_memory_find(memory, "data");
    if (!stored && data)
        return dw_complain(DW_EXIT_FAILED,
                           "'%s' has too many numbers to carry itself; --rerun runs its script",
                           path);
    if (!stored)
        return dw_complain(DW_EXIT_FAILED,
                           "'%s' remembers nothing that could be drawn: it was saved with "
                           "remember = false, or not by dunwu",
                           path);
    dw_figure *figure;
    dw_error err;
    dw_status status = painter->stored_read(stored, &figure, &err);
    if (status) return dw_complain(DW_EXIT_FAILED, "'%s': %s", path, err.text);
    status = give_memory(figure, memory, options->theme, &err);
    int code = status ? dw_complain(DW_EXIT_FAILED, "'%s': %s", path, err.text)
                      : save(painter, figure, path, options);
    dw_figure_free(figure);
    return code;
}

static int rerun(const dw_home *home, const char *path, const dw_memory *memory,
                 dw_run_options *options)
{
    char folder[4096];
    folder_of(path, folder);
    if (!options->out && same_file(folder, default_folder))
        return refuse_overwriting(path, default_folder);
    if (!options->out) options->out = default_folder;
    return dw_rerun(home, path, memory, options);
}

static int redraw(const dw_home *home, int count, char **given)
{
    redraw_options options = { 0 };
    dw_words words;
    dw_run_defaults(&options.run);
    options.run.out = options.run.theme = NULL;
    options.run.time = 300;
    if (!dw_read_words(&dw_verb_redraw, count, given, &options, &words)) return DW_EXIT_USAGE;
    if (words.help) {
        dw_show_verb(&dw_verb_redraw);
        return DW_EXIT_DONE;
    }
    if (words.plain_count != 1)
        return dw_complain(DW_EXIT_USAGE, "redraw takes one PNG file, got %zu", words.plain_count);
    if (!dw_check_formats(options.run.format)) return DW_EXIT_USAGE;
    const char *path = words.plain[0];
    dw_memory memory;
    dw_error err;
    const dw_plot_backend *painter = dwl_load_painter(home->painter, &err);
    if (!painter || painter->recall(path, &memory, &err))
        return dw_complain(DW_EXIT_FAILED, "%s", err.text);
    int status = options.rerun ? rerun(home, path, &memory, &options.run)
                               : paint(painter, path, &memory, &options.run);
    painter->memory_free(&memory);
    return status;
}

const dw_verb dw_verb_redraw = {
    "redraw", "redraw FIG.png [--rerun] [options]",
    "Paints a figure again from what it remembers; --rerun runs its script instead.", option_list,
    redraw
};
