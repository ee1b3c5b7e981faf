/* One script of a user, run from the command line. */
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "app/attended.h"
#include "base/file.h"

/* ---- options ---- */

static const char *const languages[] = { "en", "zh-TW", NULL };
static const char *const themes[] = { "light", "dark", "print", NULL };

const dw_option dw_run_option_list[] = {
    { "set", DW_TEXT, 0, .unit = "NAME=VALUE",
      .doc = "a parameter of the script; may be repeated" },
    { "seed", DW_INTEGER, offsetof(dw_run_options, seed), .def = 1, .min = 0, .max = 0x1p53,
      .unit = "N", .doc = "same seed, same bits" },
    { "out", DW_TEXT, offsetof(dw_run_options, out), .text = "plots", .unit = "DIR",
      .doc = "folder for figures and tables; made when missing" },
    { "lang", DW_CHOICE, offsetof(dw_run_options, lang), .choices = languages, .unit = "LANG",
      .doc = "language of the figures" },
    { "theme", DW_CHOICE, offsetof(dw_run_options, theme), .choices = themes, .unit = "THEME",
      .doc = "look of the figures" },
    { "format", DW_TEXT, offsetof(dw_run_options, format), .text = "png", .unit = "LIST",
      .doc = "file formats, of png, svg, pdf, with commas" },
    { "threads", DW_INTEGER, offsetof(dw_run_options, threads), .min = 0, .max = 1024, .unit = "N",
      .doc = "threads; 0: as many as there are cores" },
    { "csv", DW_BOOLEAN, offsetof(dw_run_options, csv),
      .doc = "write the drawn numbers beside each figure" },
    { "caption", DW_BOOLEAN, offsetof(dw_run_options, caption),
      .doc = "print a caption for each figure" },
    { "time", DW_NUMBER, offsetof(dw_run_options, time), .min = 0, .max = 1e9, .unit = "SECONDS",
      .doc = "stop after so long; 0: never" },
    { "memory", DW_INTEGER, offsetof(dw_run_options, memory), .def = 2048, .min = 1, .max = 1e9,
      .unit = "MIB", .doc = "memory that the script may use" },
    { "trust", DW_BOOLEAN, offsetof(dw_run_options, trust),
      .doc = "your own script: not confined, all of Lua, any path, no memory limit" },
    { 0 },
};

void dw_run_defaults(dw_run_options *options)
{
    *options = (dw_run_options){ .seed = 1,
                                 .out = "plots",
                                 .lang = languages[0],
                                 .theme = themes[0],
                                 .format = "png",
                                 .memory = 2048 };
}

/* ---- the script ---- */

enum { LARGEST_SCRIPT = 16 << 20 };

const char *dw_find_script(const dw_home *home, const char *file, char own[8300])
{
    struct stat there;
    if (file[0] == '/' || stat(file, &there) == 0) return file;
    snprintf(own, 8300, "%s/%s", home->folder, file);
    return stat(own, &there) == 0 ? own : file;
}

static bool formats_fit(const char *formats)
{
    const char *at = formats;
    while (*at) {
        size_t n = strcspn(at, ",");
        bool known =
            n == 3 && (!strncmp(at, "png", 3) || !strncmp(at, "svg", 3) || !strncmp(at, "pdf", 3));
        if (!known) return false;
        at += n + (at[n] == ',');
    }
    return formats[0] != '\0';
}

bool dw_check_formats(const char *formats)
{
    if (formats_fit(formats)) return true;
    dw_complain(DW_EXIT_USAGE, "'--format' takes png, svg, pdf with commas, got '%s'", formats);
    return false;
}

int dw_run_text_here(const dw_home *home, const dw_script *script, const dw_run_options *options,
                     dw_words *words, bool quiet, dw_scenario_report *report)
{
    dw_attended attended;
    dw_buffer message = { 0 };
    dw_attend(&attended, home, script, options, words, quiet, report);
    attended.overdue.at_interrupt = options->trust && !options->apart;
    dw_listen_to_interrupts();
    dw_attend_start(&attended);
    lua_State *L = dwl_new_state(&attended.run, &message);
    bool fine = L && dwl_run_script(L, &message);
    int status = fine ? DW_EXIT_DONE : attended.run.wrong_usage ? DW_EXIT_USAGE : DW_EXIT_FAILED;
    if (!fine) dw_attend_complain(&attended, message.text, status);
    dw_buffer_free(&message);
    if (L) dwl_close_state(L);
    dw_attend_end(&attended);
    return status;
}

int dw_run_scenario(const dw_home *home, const char *file, const dw_run_options *options,
                    dw_words *words, bool quiet, dw_scenario_report *report)
{
    char own[8300];
    *report = (dw_scenario_report){ 0 };
    if (!dw_check_formats(options->format)) return DW_EXIT_USAGE;
    file = dw_find_script(home, file, own);
    dw_buffer text = { 0 };
    dw_error err;
    if (dw_file_read(file, LARGEST_SCRIPT, &text, &err)) {
        dw_buffer_free(&text);
        return dw_complain(DW_EXIT_FAILED, "%s", err.text);
    }
    const dw_script script = { file, text.text ? text.text : "", text.length, false };
    int status = dw_run_text(home, &script, options, words, quiet, report);
    dw_buffer_free(&text);
    return status;
}
