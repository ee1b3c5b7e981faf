#include <stdio.h>
#include <string.h>

#include "app/app.h"
#include "app/reach.h"

typedef struct gallery_options {
    dw_run_options run;
    const char *album;
} gallery_options;

static const dw_option option_list[] = {
    { "run", DW_LIST, offsetof(gallery_options, run), .group = dw_run_option_list },
    { "album", DW_TEXT, offsetof(gallery_options, album), .unit = "NAME",
      .doc = "all figures together, too: NAME.pdf, a deck, and NAME.png, a contact sheet" },
    { 0 },
};

static const char *name_of(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

static void show_report(const char *path, const dw_scenario_report *report, int status)
{
    printf("%-24s %6.2f s  ", name_of(path), report->seconds);
    if (status) printf("failed");
    const char *line = report->files.text ? report->files.text : "";
    for (bool first = true; *line; first = false) {
        size_t n = strcspn(line, "\n");
        printf("%s%.*s", first ? "" : ", ", (int)n, line);
        line += n + (line[n] == '\n');
    }
    printf("\n");
    fflush(stdout);
}

/* Runs all; a script that fails does not keep the others from being drawn. *drawn gets the paths of
 * the figures, a line each. */
static int run_all(const dw_home *home, const dw_files *files, const dw_run_options *options,
                   dw_words *words, dw_buffer *drawn)
{
    int worst = DW_EXIT_DONE;
    if (!options->trust) dw_tell_what_is_missing();
    for (size_t i = 0; i < files->count && !dw_interrupted(); i++) {
        dw_scenario_report report;
        int status = dw_run_scenario(home, files->paths[i], options, words, true, &report);
        show_report(files->paths[i], &report, status);
        if (report.files.text) dw_buffer_add(drawn, report.files.text);
        dw_buffer_free(&report.files);
        if (status > worst) worst = status;
    }
    return dw_interrupted() ? DW_EXIT_FAILED : worst;
}

static int run_files(const dw_home *home, const dw_files *files, const gallery_options *options,
                     dw_words *words)
{
    dw_buffer drawn = { 0 };
    dw_reach fonts = { 0 };
    dw_run_options run = options->run;
    run.fonts = &fonts;
    run.apart = true; /* whatever one of them does, the others are run */
    int status = run_all(home, files, &run, words, &drawn);
    dw_reach_free(&fonts);
    if (options->album && !dw_interrupted()) {
        int also =
            dw_save_album(home, drawn.text ? drawn.text : "", options->run.out, options->album);
        if (also > status) status = also;
    }
    dw_buffer_free(&drawn);
    return status;
}

static int gallery(const dw_home *home, int count, char **given)
{
    gallery_options options = { 0 };
    dw_words words;
    dw_run_defaults(&options.run);
    if (!dw_read_words(&dw_verb_gallery, count, given, &options, &words)) return DW_EXIT_USAGE;
    if (words.help) {
        dw_show_verb(&dw_verb_gallery);
        return DW_EXIT_DONE;
    }
    if (words.plain_count > 1) return dw_complain(DW_EXIT_USAGE, "gallery takes one folder");
    if (options.album && !dw_check_album(options.album)) return DW_EXIT_USAGE;
    char own[4200];
    snprintf(own, sizeof own, "%s/scripts", home->folder);
    const char *folder = words.plain_count ? words.plain[0] : own;
    dw_files files;
    dw_error err;
    if (dw_scripts_in(folder, &files, &err)) return dw_complain(DW_EXIT_FAILED, "%s", err.text);
    int status = files.count ? run_files(home, &files, &options, &words)
                             : dw_complain(DW_EXIT_FAILED, "no scripts in '%s'", folder);
    dw_files_free(&files);
    return status;
}

const dw_verb dw_verb_gallery = {
    "gallery", "gallery [DIR] [options]",
    "Runs every scenario of a folder (default: dunwu's own) and tells which figures it drew.",
    option_list, gallery
};
