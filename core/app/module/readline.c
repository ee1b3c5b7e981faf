/* The editor of lines, by GNU readline, whose state is global: so is ours. */
#include <errno.h>
#include <langinfo.h>
#include <locale.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include <readline/history.h>
#include <readline/readline.h>

#include "app/editor.h"

static const dw_editor_hooks *hooks;
static dw_completion found;
static char breaks[2];
static char *got;
static bool is_whole;

/* ---- completion ---- */

static void look_up(void)
{
    free(found.names);
    found = (dw_completion){ .from = (size_t)rl_point };
    hooks->complete(hooks->context, rl_line_buffer, (size_t)rl_point, &found);
}

/* The word starts behind the byte that this returns. */
static char *find_breaks(void)
{
    look_up();
    breaks[0] = found.from ? rl_line_buffer[found.from - 1] : '\0';
    return breaks;
}

static char *next_name(const char *text, int state)
{
    static const char *at;
    static size_t left;
    (void)text;
    if (state == 0) {
        at = found.names;
        left = found.count;
    }
    if (left == 0) return NULL;
    left--;
    const char *name = at, *after = found.count == 1 && found.after ? found.after : "";
    at += strlen(at) + 1;
    size_t n = strlen(name) + strlen(after) + 1;
    char *copy = malloc(n);
    if (copy) snprintf(copy, n, "%s%s", name, after);
    return copy;
}

static char **complete(const char *text, int start, int end)
{
    (void)end;
    rl_attempted_completion_over = 1; /* no names of files everywhere */
    rl_completion_suppress_append = 1;
    if ((size_t)start != found.from || found.count == 0) return NULL;
    return rl_completion_matches(text, next_name);
}

/* At the start of a line it indents. */
static int on_tab(int count, int key)
{
    int at = rl_point;
    while (at > 0 && rl_line_buffer[at - 1] == ' ') at--;
    if (at > 0 && rl_line_buffer[at - 1] != '\n') return rl_complete(count, key);
    return rl_insert_text("  ") < 0;
}

/* ---- reading ---- */

static void on_line(char *line)
{
    rl_callback_handler_remove();
    is_whole = true;
    got = line;
}

/* Whether a key was pressed, rather than a signal sent. */
static bool wait_for_key(void)
{
    struct pollfd input = { .fd = fileno(rl_instream), .events = POLLIN };
    if (poll(&input, 1, -1) > 0) return true;
    if (errno == EINTR) rl_check_signals(); /* and a changed size of the window */
    return false;
}

/* Readline's own would not come back from Ctrl-C in the middle of a key of several bytes. */
static int get_key(FILE *stream)
{
    enum { ABORT = 7 }; /* Ctrl-G */
    unsigned char key;
    while (!hooks->interrupted()) {
        if (!wait_for_key()) continue;
        ssize_t n = read(fileno(stream), &key, 1);
        if (n == 1) return key;
        if (n == 0 || errno != EINTR) return EOF;
    }
    return ABORT;
}

/* Keys are thrown away when Ctrl-C was seen to: not while one of them is awaited. */
static void prepare_terminal(int meta)
{
    struct termios how;
    rl_prep_terminal(meta);
    if (tcgetattr(fileno(rl_instream), &how) != 0) return;
    how.c_lflag |= NOFLSH;
    tcsetattr(fileno(rl_instream), TCSADRAIN, &how);
}

static dw_line_end read_line(const char *prompt, char **line)
{
    got = NULL;
    is_whole = false;
    rl_callback_handler_install(prompt, on_line);
    while (!is_whole && !hooks->interrupted())
        if (wait_for_key()) rl_callback_read_char();
    *line = got;
    if (!is_whole) {
        rl_callback_handler_remove();
        tcflush(fileno(rl_instream), TCIFLUSH);
        free(got);
        *line = NULL;
    }
    if (!got) putc('\n', rl_outstream);
    fflush(rl_outstream);
    return !is_whole ? DW_LINE_DROPPED : got ? DW_LINE_WHOLE : DW_LINE_NONE;
}

static void remember(const char *text)
{
    add_history(text);
}

/* Without this a Chinese character would be three keys. */
static void edit_utf8(void)
{
    setlocale(LC_CTYPE, "");
    if (strcmp(nl_langinfo(CODESET), "UTF-8") != 0) setlocale(LC_CTYPE, "C.UTF-8");
}

static void start(const dw_editor_hooks *given)
{
    hooks = given;
    edit_utf8();
    rl_readline_name = "dunwu";
    rl_outstream = isatty(STDOUT_FILENO) ? stdout : stderr;
    rl_variable_bind("show-all-if-ambiguous", "on"); /* a user's own settings come later */
    rl_variable_bind("page-completions", "off");
    rl_completion_query_items = 0;
    rl_prep_term_function = prepare_terminal;
    rl_getc_function = get_key;
    rl_initialize();
    rl_completion_word_break_hook = find_breaks;
    rl_completer_quote_characters = NULL;
    rl_basic_quote_characters = ""; /* what ends a text is among the names */
    rl_attempted_completion_function = complete;
    rl_bind_key('\t', on_tab);
    stifle_history(1000);
}

static const dw_editor editor = { DW_EDITOR_VERSION, start, read_line, remember };

__attribute__((visibility("default"))) const dw_editor *dw_editor_of_module(void);

const dw_editor *dw_editor_of_module(void)
{
    return &editor;
}
