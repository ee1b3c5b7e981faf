/* The command line: one file for each verb. */
#ifndef DW_APP_APP_H
#define DW_APP_APP_H

#include "base/option.h"
#include "base/text.h"
#include "base/version.h"
#include "lua/glue.h"

enum { DW_EXIT_DONE = 0, DW_EXIT_FAILED = 1, DW_EXIT_USAGE = 2 };

/* Where the program's own files are; found from the program itself, so that it works from any
 * folder. DUNWU_HOME in the environment wins. */
typedef struct dw_home {
    char folder[4096];  /* holds scripts/ and core/data/published */
    char painter[4096]; /* the module that lays out and paints */
    char editor[4096];  /* the module that edits lines */
} dw_home;

typedef struct dw_verb {
    const char *name, *usage, *doc;
    const dw_option *options; /* --name; ends with { 0 } */
    int (*run)(const dw_home *home, int count, char **words);
} dw_verb;

extern const dw_verb *const dw_verbs[];
extern const dw_verb dw_verb_run, dw_verb_repl, dw_verb_watch, dw_verb_gallery, dw_verb_list,
    dw_verb_doc, dw_verb_new, dw_verb_inspect, dw_verb_redraw, dw_verb_exercise, dw_verb_grade;

/* One line on standard error, "dunwu: ..."; gives DW_EXIT_FAILED or DW_EXIT_USAGE back. */
int dw_complain(int status, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* ---- words of the command line: arguments.c ---- */

enum { DW_MOST_SETTINGS = 256 };

/* What is left when the options are read. */
typedef struct dw_words {
    char *plain[16]; /* words that are no options, in order */
    size_t plain_count;
    dwl_setting settings[DW_MOST_SETTINGS]; /* --set NAME=VALUE */
    size_t settings_count;
    bool help;
} dw_words;

/* Reads words against the verb's options into the struct that they describe, whose fields hold the
 * defaults before. Complains and gives false on a wrong word. --name VALUE and --name=VALUE. */
bool dw_read_words(const dw_verb *verb, int count, char **words, void *out, dw_words *rest);

void dw_show_verb(const dw_verb *verb);

/* ---- running a script: scenario.c ---- */

/* The options that run and gallery share. */
typedef struct dw_run_options {
    int64_t seed, threads, memory;
    double time;
    const char *out, *lang, *theme, *format;
    bool csv, caption, trust;
    bool apart; /* in a process of its own even when it is trusted */
    /* Set: nothing is run, what the script defines is told; see dwl_run. */
    void (*defined)(dwl_run *run, const struct dw_sim *sim);
    const void *defined_as;
    bool (*outdated)(void *outdated_by); /* set: a run is given up as soon as it is true */
    void *outdated_by;
    struct dw_reach *fonts; /* for many scripts: { 0 }, filled for the first; freed by the caller */
} dw_run_options;

extern const dw_option dw_run_option_list[];
void dw_run_defaults(dw_run_options *options);

/* What one script did. */
typedef struct dw_scenario_report {
    size_t figures;
    double seconds;
    dw_buffer files; /* the figures' paths, a line each; free it */
} dw_scenario_report;

/* A file that is not in the current folder may be one of the program's own: either its path. */
const char *dw_find_script(const dw_home *home, const char *file, char own[8300]);

/* Runs one file; complains itself. Gives an exit status. */
int dw_run_scenario(const dw_home *home, const char *file, const dw_run_options *options,
                    dw_words *words, bool quiet, dw_scenario_report *report);

/* A script that is at hand. A sealed one reads no files: it came out of a figure, or is checked. */
typedef struct dw_script {
    const char *name; /* for messages; a path when it is not sealed */
    const char *text;
    size_t length;
    bool sealed;
} dw_script;

/* The same for such a script; *report is zeroed by the caller, the formats are checked. Unless it
 * is trusted, and not to be kept apart, it runs in a child process that the system limits:
 * run_child.c. */
int dw_run_text(const dw_home *home, const dw_script *script, const dw_run_options *options,
                dw_words *words, bool quiet, dw_scenario_report *report);
/* A note on a terminal, when this system has less to hold scripts with than others. */
void dw_tell_what_is_missing(void);
/* The same in this process. */
int dw_run_text_here(const dw_home *home, const dw_script *script, const dw_run_options *options,
                     dw_words *words, bool quiet, dw_scenario_report *report);

/* Complains when it is no list of formats. */
bool dw_check_formats(const char *formats);

/* From now on Ctrl-C is only noted; pressed twice it ends the program. */
void dw_listen_to_interrupts(void);
/* True once Ctrl-C was pressed. */
bool dw_interrupted(void);
/* True when that signal was sent to this process alone, not to its children. */
bool dw_interrupted_alone(void);
/* Seconds, from any start. */
double dw_now(void);

/* ---- what a figure remembers: rerun.c ---- */

struct dw_memory;

/* Runs the script that a figure remembers, sealed and never trusted, with the parameters, the seed,
 * the language and the theme that the figure remembers; path is the figure's. Complains itself. */
int dw_rerun(const dw_home *home, const char *path, const struct dw_memory *memory,
             const dw_run_options *options);

/* ---- figures together: album.c ---- */

/* NAME.pdf, a deck of the figures, and NAME.png, a contact sheet, in a folder; paths: a PNG a line,
 * other files are left out. Tells which files it wrote; complains itself. */
int dw_save_album(const dw_home *home, const char *paths, const char *folder, const char *name);
/* Whether an album can have that name; complains when not. */
bool dw_check_album(const char *name);

/* ---- folders: folder.c ---- */

/* The .lua files of a folder, each as folder/name: first those that its order.txt names, a line
 * each without ".lua", in that order; then the others by their names. Free with dw_files_free. */
typedef struct dw_files {
    char **paths;
    size_t count;
} dw_files;
dw_status dw_scripts_in(const char *folder, dw_files *files, dw_error *err);
void dw_files_free(dw_files *files);

#endif
