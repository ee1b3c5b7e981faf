/* dunwu repl: an interactive prompt. What is typed runs in this process, as a script would. */
#include <stdio.h>
#include <string.h>

#include "app/attended.h"
#include "app/complete.h"
#include "app/help.h"
#include "app/history.h"
#include "app/line.h"
#include "lua/session.h"

enum { LARGEST_CHUNK = 16 << 20 };

typedef struct repl {
    const dw_home *home;
    const dw_run_options *options;
    dw_attended attended;
    dw_scenario_report report;
    dwl_session session;
    dw_lines lines;
    dw_editor_hooks hooks;
    dw_history history;
    dw_buffer chunk;
    size_t line, next_line; /* of standard input: where the chunk starts, and behind it */
    bool failed;
} repl;

static void complete(void *context, const char *line, size_t n, dw_completion *out)
{
    repl *r = context;
    dw_complete(r->session.L, &r->chunk, line, n, out);
}

/* ---- words that are no Lua ---- */

typedef enum word { NO_WORD, HELP, END } word;

static word read_word(const dw_buffer *chunk)
{
    static const struct {
        const char *text;
        word word;
    } words[] = {
        { "help", HELP }, { "exit", END }, { "quit", END }, { "exit()", END }, { "quit()", END }
    };
    const char *at = chunk->text + strspn(chunk->text, " \t\r\n");
    size_t n = strlen(at);
    while (n && strchr(" \t\r\n", at[n - 1])) n--;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strlen(words[i].text) == n && memcmp(words[i].text, at, n) == 0) return words[i].word;
    return NO_WORD;
}

static bool is_blank(const dw_buffer *chunk)
{
    return chunk->text[strspn(chunk->text, " \t\r\n")] == '\0' &&
           strlen(chunk->text) == chunk->length;
}

/* ---- one chunk ---- */

static dwl_chunk_end run_chunk(repl *r, bool is_last)
{
    dw_buffer message = { 0 };
    const dwl_chunk chunk = { r->chunk.text, r->chunk.length, r->lines.prompts ? "typed" : "stdin",
                              r->lines.prompts ? 1 : r->line, is_last };
    dw_attend_start(&r->attended);
    dwl_chunk_end end = dwl_session_run(&r->session, &chunk, &message);
    fflush(stdout);
    if (end == DWL_CHUNK_FAILED) {
        r->failed = true;
        dw_attend_complain(&r->attended, message.text, DW_EXIT_FAILED);
    }
    dw_attend_end(&r->attended);
    dw_buffer_free(&message);
    dw_buffer_free(&r->report.files);
    return end;
}

static void remember(repl *r)
{
    size_t n = r->chunk.length;
    while (n && r->chunk.text[n - 1] == '\n') n--;
    if (!r->lines.editor || n == 0) return;
    r->chunk.text[n] = '\0';
    r->lines.editor->remember(r->chunk.text);
    r->chunk.text[n] = '\n';
    dw_history_add(&r->history, r->chunk.text, n);
}

static void forget_chunk(repl *r)
{
    dw_buffer_free(&r->chunk);
    r->line = r->next_line;
}

/* False at the end of the session. */
static bool take_chunk(repl *r, bool is_last)
{
    word said = read_word(&r->chunk);
    if (r->chunk.failed || r->chunk.length > LARGEST_CHUNK) {
        dw_complain(DW_EXIT_FAILED, "what was typed is too long");
        r->failed = true;
    } else if (said == HELP) {
        remember(r);
        dw_help_show(r->options->lang);
    } else if (said == END) {
        remember(r);
        return false;
    } else if (!is_blank(&r->chunk)) {
        if (run_chunk(r, is_last) == DWL_CHUNK_INCOMPLETE) return true;
        remember(r);
    }
    forget_chunk(r);
    return true;
}

/* ---- the session ---- */

static void count_lines(repl *r, size_t from)
{
    for (size_t i = from; i < r->chunk.length; i++) r->next_line += r->chunk.text[i] == '\n';
}

static void converse(repl *r)
{
    for (bool goes_on = true; goes_on;) {
        size_t before = r->chunk.length;
        if (dw_interrupted()) clearerr(stdout); /* it broke off a write: no disk is full */
        dw_listen_anew();
        dw_line_end end = dw_lines_read(&r->lines, before ? ">> " : "> ", &r->chunk);
        bool is_last = end == DW_LINE_NONE;
        count_lines(r, before);
        if (end == DW_LINE_DROPPED)
            forget_chunk(r);
        else if (!is_last || before)
            goes_on = take_chunk(r, is_last);
        if (is_last || (dw_interrupted() && !r->lines.prompts)) break;
    }
}

static int open_help(lua_State *L)
{
    const repl *r = lua_touserdata(L, 1);
    dw_help_open(L, r->home, &r->options->lang);
    return 0;
}

static bool open_session(repl *r, dw_buffer *message)
{
    lua_State *L = dwl_new_state(&r->attended.run, message);
    if (!L) return false;
    if (!dwl_session_open(&r->session, L, message)) return dwl_close_state(L), false;
    lua_pushcfunction(L, open_help);
    lua_pushlightuserdata(L, r);
    if (lua_pcall(L, 1, 0, 0) == LUA_OK) return true;
    dwl_say_failure(L, LUA_ERRMEM, message);
    dwl_close_state(L);
    return false;
}

static void talk(repl *r)
{
    r->hooks = (dw_editor_hooks){ r, dw_interrupted, complete };
    dw_lines_open(&r->lines, r->home, &r->hooks);
    if (r->lines.editor) dw_history_open(&r->history, r->lines.editor->remember);
    if (r->lines.prompts) dw_help_greet(r->options->lang);
    converse(r);
    if (r->lines.editor) dw_history_close(&r->history);
    dw_buffer_free(&r->chunk);
}

static int run_session(const dw_home *home, const dw_run_options *options, dw_words *words)
{
    repl r = { .home = home, .options = options, .line = 1, .next_line = 1 };
    dw_buffer message = { 0 };
    const dw_script script = { "typed", "", 0, false };
    dw_attend(&r.attended, home, &script, options, words, false, &r.report);
    if (open_session(&r, &message)) {
        talk(&r);
        dwl_session_close(&r.session);
        dwl_close_state(r.session.L);
    } else {
        dw_complain(DW_EXIT_FAILED, "%s", message.text ? message.text : "failed");
        r.failed = true;
    }
    dw_buffer_free(&message);
    return r.failed && !r.lines.prompts ? DW_EXIT_FAILED : DW_EXIT_DONE;
}

static int run_repl(const dw_home *home, int count, char **given)
{
    dw_run_options options;
    dw_words words;
    dw_run_defaults(&options);
    if (!dw_read_words(&dw_verb_repl, count, given, &options, &words)) return DW_EXIT_USAGE;
    if (words.help) {
        dw_show_verb(&dw_verb_repl);
        return DW_EXIT_DONE;
    }
    if (words.plain_count)
        return dw_complain(DW_EXIT_USAGE, "repl takes no file; a script is run with: dunwu run %s",
                           words.plain[0]);
    if (!dw_check_formats(options.format)) return DW_EXIT_USAGE;
    return run_session(home, &options, &words);
}

const dw_verb dw_verb_repl = { "repl", "repl [options]",
                               "A prompt: type Lua, see what it gives. Tab completes.",
                               dw_run_option_list, run_repl };
