#include <cairo.h>
#include <gsl/gsl_errno.h>
#include <gsl/gsl_version.h>
#ifdef __GLIBC__
#    include <malloc.h>
#endif
#include <pango/pango-features.h>
#include <png.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/app.h"
#include "app/confine.h"
#include "lua/print.h"

const dw_verb *const dw_verbs[] = { &dw_verb_run,      &dw_verb_repl,    &dw_verb_watch,
                                    &dw_verb_gallery,  &dw_verb_list,    &dw_verb_doc,
                                    &dw_verb_new,      &dw_verb_inspect, &dw_verb_redraw,
                                    &dw_verb_exercise, &dw_verb_grade,   NULL };

int dw_complain(int status, const char *format, ...)
{
    char text[4096];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    dw_text_trim_utf8(text);
    fflush(stdout);
    fputs("dunwu: ", stderr);
    dwl_write_plain(text, strlen(text), stderr); /* it must not steer the terminal */
    putc('\n', stderr);
    return status;
}

static void show_verbs(void)
{
    printf("dunwu makes toy models of large language models, measures them, and draws slides.\n\n");
    for (const dw_verb *const *verb = dw_verbs; *verb; verb++)
        printf("  dunwu %-28s %s\n", (*verb)->usage, (*verb)->doc);
    printf("  dunwu %-28s %s\n", "VERB --help", "all of one verb");
    printf("  dunwu %-28s %s\n", "--version", "versions of dunwu and its libraries");
}

static void show_version(void)
{
    printf("dunwu %s\nLua %s.%s, GSL %s, cairo %s, pango %s, libpng %s\n", DW_VERSION,
           LUA_VERSION_MAJOR "." LUA_VERSION_MINOR, LUA_VERSION_RELEASE, GSL_VERSION,
           CAIRO_VERSION_STRING, PANGO_VERSION_STRING, PNG_LIBPNG_VER_STRING);
    printf("sandbox here: limits on time, memory and files%s%s\n",
           dw_can_lock_folders() ? ", Landlock" : "; no Landlock",
           dw_can_lock_calls() ? ", seccomp" : "; no seccomp");
}

/* Goes up from the program until a folder has the program's own files. */
static void find_home(dw_home *home)
{
    struct stat there;
    char own[sizeof home->folder] = "", probe[sizeof home->folder + 64];
    ssize_t n = readlink("/proc/self/exe", own, sizeof own - 1);
    own[n > 0 ? n : 0] = '\0';
    char *slash = strrchr(own, '/');
    if (slash) *slash = '\0';
    snprintf(home->painter, sizeof home->painter, "%.4000s/painter.so", own);
    snprintf(home->editor, sizeof home->editor, "%.4000s/editor.so", own);
    const char *given = getenv("DUNWU_HOME");
    snprintf(home->folder, sizeof home->folder, "%s", given ? given : own);
    while (!given && (slash = strrchr(home->folder, '/'))) {
        snprintf(probe, sizeof probe, "%s/core/data/published", home->folder);
        if (stat(probe, &there) == 0) return;
        *slash = '\0';
    }
    if (!given) snprintf(home->folder, sizeof home->folder, ".");
}

static int refuse_verb(const char *given)
{
    char hint[96];
    dw_nearest nearest = { .given = given };
    size_t n = strlen(given);
    if (n > 4 && strcmp(given + n - 4, ".lua") == 0)
        return dw_complain(DW_EXIT_USAGE,
                           "there is no verb '%s'; a script is run with: dunwu run %s", given,
                           given);
    for (const dw_verb *const *verb = dw_verbs; *verb; verb++)
        dw_nearest_offer(&nearest, (*verb)->name);
    return dw_complain(DW_EXIT_USAGE, "there is no verb '%s'%s; 'dunwu' shows all", given,
                       dw_nearest_hint(&nearest, hint));
}

/* What was printed must have arrived: a full disk is not success. */
static int finish(int status)
{
    if (fflush(stdout) == 0 && !ferror(stdout)) return status;
    perror("dunwu: cannot write the output");
    return status ? status : DW_EXIT_FAILED;
}

/* Arrays come and go: giving their memory back each time would cost as much as filling it. */
static void keep_freed_memory(void)
{
#ifdef __GLIBC__
    mallopt(M_TRIM_THRESHOLD, 64 << 20);
    mallopt(M_MMAP_THRESHOLD, 32 << 20);
#endif
}

int main(int count, char **words)
{
    gsl_set_error_handler_off();
    keep_freed_memory();
    signal(SIGXFSZ, SIG_IGN); /* writing then fails, and says so */
    if (count < 2 || strcmp(words[1], "--help") == 0 || strcmp(words[1], "-h") == 0) {
        show_verbs();
        return finish(DW_EXIT_DONE);
    }
    if (strcmp(words[1], "--version") == 0) {
        show_version();
        return finish(DW_EXIT_DONE);
    }
    dw_home home;
    find_home(&home);
    for (const dw_verb *const *verb = dw_verbs; *verb; verb++)
        if (strcmp((*verb)->name, words[1]) == 0)
            return finish((*verb)->run(&home, count - 2, words + 2));
    return refuse_verb(words[1]);
}
