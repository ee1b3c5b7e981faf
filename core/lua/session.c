#include "lua/session.h"

#include <stdio.h>
#include <string.h>

#include "lua/error_hint.h"
#include "lua/print.h"
#include "lua/retell.h"
#include "lua/show_value.h"
#include "lua/syntax_hint.h"
#include "lua/watch.h"

/* ---- variables: each is the one upvalue of a function of its own ---- */

static char cells_key, maker_key;

static const char maker[] = "local value return function() return value end";

void dwl_session_push_names(lua_State *L)
{
    lua_rawgetp(L, LUA_REGISTRYINDEX, &cells_key);
}

/* Pops the value at the top and pushes a variable that has it. */
static void push_cell(lua_State *L)
{
    lua_rawgetp(L, LUA_REGISTRYINDEX, &maker_key);
    lua_call(L, 0, 1); /* value cell */
    lua_insert(L, -2);
    lua_setupvalue(L, -2, 1);
}

void dwl_session_set(lua_State *L, const char *name)
{
    dwl_session_push_names(L);
    if (lua_getfield(L, -1, name) != LUA_TNIL) { /* value cells cell */
        lua_pushvalue(L, -3);
        lua_setupvalue(L, -2, 1);
    } else {
        lua_pop(L, 1);
        lua_pushvalue(L, -2);
        push_cell(L);
        lua_pushvalue(L, -1);
        lua_setfield(L, -3, name);
    }
    lua_pop(L, 3);
}

bool dwl_session_get(lua_State *L, const char *name, size_t n)
{
    dwl_session_push_names(L);
    lua_pushlstring(L, name, n);
    bool is = lua_rawget(L, -2) != LUA_TNIL;
    if (is) lua_getupvalue(L, -1, 1);
    if (is) lua_replace(L, -3);
    lua_pop(L, is ? 1 : 2);
    return is;
}

static int open_session(lua_State *L)
{
    if (luaL_loadstring(L, maker) != LUA_OK) return lua_error(L);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &maker_key);
    lua_newtable(L);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &cells_key);
    return 0;
}

bool dwl_session_open(dwl_session *session, lua_State *L, dw_buffer *message)
{
    *session = (dwl_session){ .L = L };
    lua_pushcfunction(L, open_session);
    if (lua_pcall(L, 0, 0, 0) == LUA_OK) return true;
    dwl_say_failure(L, LUA_ERRMEM, message);
    return false;
}

void dwl_session_close(dwl_session *session)
{
    dw_buffer_free(&session->script);
}

/* ---- compiling ---- */

typedef struct work {
    const dwl_chunk *chunk;
    dwl_chunk_end end;
    bool compiles;
    bool is_statement; /* the text compiles as it stands, without a return before it */
    int declared;      /* index of the table of names */
} work;

/* Pushes what is compiled: so many empty lines that messages tell the right one, then both. */
static void push_text(lua_State *L, const dwl_chunk *chunk, const char *before)
{
    luaL_Buffer text;
    luaL_buffinit(L, &text);
    for (size_t line = 1; line < chunk->line; line++) luaL_addchar(&text, '\n');
    luaL_addstring(&text, before);
    luaL_addlstring(&text, chunk->text, chunk->n);
    luaL_pushresult(&text);
}

/* Pushes a function, or a message and gives false. */
static bool load(lua_State *L, const dwl_chunk *chunk, const char *before)
{
    size_t n;
    push_text(L, chunk, before);
    const char *text = lua_tolstring(L, -1, &n);
    const char *name = lua_pushfstring(L, "=%s", chunk->name);
    int status = luaL_loadbufferx(L, text, n, name, "t");
    if (status == LUA_ERRMEM) lua_error(L);
    lua_replace(L, -3);
    lua_pop(L, 1);
    return status == LUA_OK;
}

static bool wants_more(lua_State *L, int message)
{
    static const char mark[] = "<eof>";
    size_t n, m = sizeof mark - 1;
    const char *text = lua_tolstring(L, message, &n);
    return n >= m && strcmp(text + n - m, mark) == 0;
}

/* Adds a hint to the message at the top; whether there was one. */
static bool add_hint(lua_State *L, const dwl_chunk *chunk)
{
    dw_buffer *message = dwl_push_buffer(L);
    dw_buffer_add(message, lua_tostring(L, -2));
    size_t before = message->length, n;
    push_text(L, chunk, "");
    const char *text = lua_tolstring(L, -1, &n);
    dwl_add_syntax_hint(message, text, text + n, dwl_run_of(L)->language);
    lua_pop(L, 1);
    bool is_hinted = message->length > before;
    dwl_buffer_to_string(L, message);
    lua_replace(L, -2);
    return is_hinted;
}

/* The statement's message says nothing when the text starts like an expression. */
static bool tells_less(const char *of_statement, const char *of_expression)
{
    if (strstr(of_expression, "<eof> expected") || strstr(of_expression, "near 'return'"))
        return false;
    return strstr(of_statement, "syntax error near") != NULL;
}

static bool starts_no_statement(const dwl_chunk *chunk, const char *message)
{
    const char *near = strstr(message, "unexpected symbol near '");
    if (!near) return false;
    const char *token = near + strlen("unexpected symbol near '"), *c = chunk->text;
    while (c < chunk->text + chunk->n && *c && strchr(" \t\r\n", *c)) c++;
    return c < chunk->text + chunk->n && *c == *token;
}

/* Two messages at the top, of the expression and of the statement: raises one, or says that the
 * text goes on. */
static void refuse(lua_State *L, work *w)
{
    bool hinted = add_hint(L, w->chunk);
    bool goes_on = wants_more(L, -2) || wants_more(L, -1);
    if (!hinted && goes_on && !w->chunk->is_last) {
        w->end = DWL_CHUNK_INCOMPLETE;
        return;
    }
    const char *of_statement = lua_tostring(L, -1), *of_expression = lua_tostring(L, -2);
    bool other =
        tells_less(of_statement, of_expression) ||
        (starts_no_statement(w->chunk, of_statement) && !strstr(of_expression, "<eof> expected"));
    if (!hinted && other) {
        lua_pop(L, 1);
        add_hint(L, w->chunk);
    }
    lua_error(L);
}

static int push_set(lua_State *L)
{
    lua_newtable(L);
    return lua_gettop(L);
}

/* "local a, b return function(...)", of the names of both tables. */
static void add_head(lua_State *L, int declared, int used, dw_buffer *out)
{
    const int tables[] = { declared, used };
    const char *comma = "local ";
    for (int i = 0; i < 2; i++)
        for (lua_pushnil(L); lua_next(L, tables[i]); lua_pop(L, 1)) {
            if (i == 1) { /* declared, too? */
                lua_pushvalue(L, -2);
                bool again = lua_rawget(L, declared) != LUA_TNIL;
                lua_pop(L, 1);
                if (again) continue;
            }
            dw_buffer_format(out, "%s%s", comma, lua_tostring(L, -2));
            comma = ", ";
        }
    dw_buffer_add(out, " return function(...) ");
}

/* Pushes the value that a name has so far, for a variable that is declared anew. */
static void push_so_far(lua_State *L, const char *name)
{
    if (dwl_session_get(L, name, strlen(name))) return;
    lua_pushglobaltable(L);
    lua_pushstring(L, name);
    lua_rawget(L, -2);
    lua_remove(L, -2);
}

/* function at the top: its variables become those of the session; new ones replace the names in
 * `declared`. */
static void join(lua_State *L, int cells, int declared)
{
    int function = lua_gettop(L);
    const char *name;
    for (lua_pushnil(L); lua_next(L, declared);) { /* a name stays a key: its value changes */
        lua_pop(L, 1);
        push_so_far(L, lua_tostring(L, -1));
        push_cell(L);
        lua_pushvalue(L, -2);
        lua_insert(L, -2);
        lua_rawset(L, declared);
    }
    for (int i = 1; (name = lua_getupvalue(L, function, i)); i++) {
        lua_settop(L, function);
        lua_pushstring(L, name);
        if (lua_rawget(L, declared) == LUA_TNIL) {
            lua_settop(L, function);
            lua_pushstring(L, name);
            lua_rawget(L, cells);
        }
        if (!lua_isnil(L, -1)) lua_upvaluejoin(L, function, i, -1, 1);
        lua_settop(L, function);
    }
}

/* Upvalues of the script so far: it must compile when it is run as a file. */
static void tell_script(lua_State *L, const work *w, int declared, dw_buffer *script)
{
    const char *comma = "local ";
    if (!w->is_statement) return;
    for (lua_pushnil(L); lua_next(L, declared); lua_pop(L, 1)) {
        if (!lua_toboolean(L, -1)) continue;
        dw_buffer_format(script, "%s%s", comma, lua_tostring(L, -2));
        comma = ", ";
    }
    if (*comma == ',') dw_buffer_add(script, "; ");
    dw_buffer_add_bytes(script, w->chunk->text, w->chunk->n);
    dw_buffer_add(script, "\n");
}

/* Pushes the declared names and the function that is the chunk. */
static void retell(lua_State *L, work *w, bool is_expression, dw_buffer *script)
{
    dwl_session_push_names(L);
    int cells = lua_gettop(L), declared = push_set(L), used = push_set(L);
    dw_buffer *body = dwl_push_buffer(L), *whole = dwl_push_buffer(L);
    const dwl_retelling names = { cells, declared, used };
    dwl_retell(L, w->chunk->text, w->chunk->n, &names, body);
    tell_script(L, w, declared, script);
    for (size_t line = 1; line < w->chunk->line; line++) dw_buffer_add(whole, "\n");
    add_head(L, declared, used, whole);
    if (is_expression) dw_buffer_add(whole, "return ");
    dw_buffer_add_bytes(whole, body->text ? body->text : "", body->length);
    dw_buffer_add(whole, "\nend");
    if (body->failed || whole->failed) luaL_error(L, "not enough memory");
    const char *name = lua_pushfstring(L, "=%s", w->chunk->name);
    if (luaL_loadbufferx(L, whole->text, whole->length, name, "t") != LUA_OK) lua_error(L);
    lua_call(L, 0, 1);
    join(L, cells, declared);
    lua_pushvalue(L, declared);
    lua_insert(L, -2);
}

/* work, session: the declared names and the function; nothing when the text is incomplete. */
static int compile(lua_State *L)
{
    work *w = lua_touserdata(L, 1);
    dwl_session *session = lua_touserdata(L, 2);
    bool is_expression = load(L, w->chunk, "return ");
    w->is_statement = load(L, w->chunk, "");
    if (!is_expression && !w->is_statement) {
        refuse(L, w);
        return 0;
    }
    w->compiles = true;
    retell(L, w, is_expression, &session->script);
    return 2;
}

/* ---- running ---- */

/* The values; from now on the first is `_`. */
static int show(lua_State *L)
{
    int n = lua_gettop(L);
    dw_buffer *text = dwl_push_buffer(L);
    if (n == 0) return 0;
    lua_pushvalue(L, 1);
    dwl_session_set(L, "_");
    dwl_show_values(L, 1, n, text);
    dw_buffer_add(text, "\n");
    if (text->failed) return luaL_error(L, "not enough memory");
    dwl_write_plain(text->text, text->length, stdout);
    fflush(stdout);
    return 0;
}

/* declared, failed: the session has them now; of a chunk that failed those that got a value. */
static int keep(lua_State *L)
{
    dwl_session_push_names(L);
    for (lua_pushnil(L); lua_next(L, 1); lua_pop(L, 1)) {
        lua_getupvalue(L, -1, 1);
        bool lost = lua_toboolean(L, 2) && lua_isnil(L, -1);
        lua_pop(L, 1);
        if (lost) continue;
        lua_pushvalue(L, -2);
        lua_pushvalue(L, -2);
        lua_rawset(L, 3);
    }
    return 0;
}

/* A script of its own in what it may do. */
static void start_anew(dwl_run *run)
{
    run->printed = run->files = 0;
    run->parameters_declared = run->wrong_usage = false;
}

static const char *without_marks(const char *text, const char *end)
{
    bool is_length = text < end && *text == '#' && (text + 1 == end || text[1] != '!');
    return is_length ? text : dwl_skip_marks(text, end);
}

/* declared function: what it returned is shown. */
static int run_function(lua_State *L, int declared)
{
    int status = dwl_watched_call(L, 0, LUA_MULTRET), returned = lua_gettop(L) - declared;
    bool failed = status != LUA_OK;
    if (!lua_checkstack(L, 4)) return status;
    lua_pushcfunction(L, keep);
    lua_pushvalue(L, declared);
    lua_pushboolean(L, failed);
    if (lua_pcall(L, 2, 0, 0) != LUA_OK) {
        if (failed) lua_pop(L, 1); /* the first message */
        return LUA_ERRMEM;
    }
    if (failed) return status;
    lua_pushcfunction(L, show);
    lua_insert(L, declared + 1);
    return dwl_watched_call(L, returned, 0);
}

/* Hints are found in the text that failed. */
static void explain(lua_State *L, int status, bool compiles, const dwl_chunk *chunk,
                    dw_buffer *message)
{
    dwl_run now = *dwl_run_of(L);
    now.script_text = chunk->text;
    now.script_length = chunk->n;
    dwl_say_failure(L, status, message);
    if (compiles) dwl_add_error_hint(message, &now);
}

dwl_chunk_end dwl_session_run(dwl_session *session, const dwl_chunk *given, dw_buffer *message)
{
    lua_State *L = session->L;
    dwl_run *run = dwl_run_of(L);
    dwl_chunk chunk = *given;
    const char *end = chunk.text + chunk.n;
    chunk.text = without_marks(chunk.text, end);
    chunk.n = (size_t)(end - chunk.text);
    work w = { .chunk = &chunk, .end = DWL_CHUNK_DONE };
    int top = lua_gettop(L);
    size_t before = session->script.length;
    lua_pushcfunction(L, compile);
    lua_pushlightuserdata(L, &w);
    lua_pushlightuserdata(L, session);
    int status = lua_pcall(L, 2, LUA_MULTRET, 0);
    if (status == LUA_OK && w.end == DWL_CHUNK_DONE) {
        start_anew(run);
        run->script_text = session->script.text ? session->script.text : "";
        run->script_length = session->script.length;
        status = run_function(L, top + 1);
    }
    bool caught = status == LUA_OK && w.end == DWL_CHUNK_DONE && dw_env_stops(&run->env);
    if (status != LUA_OK) explain(L, status, w.compiles, &chunk, message);
    if (caught) dw_buffer_add(message, "stopped"); /* it caught the error that said so */
    lua_settop(L, top);
    lua_sethook(L, NULL, 0, 0); /* of one that was stopped */
    if (status == LUA_OK && !caught) return w.end;
    if (session->script.text && session->script.length > before) {
        session->script.length = before;
        session->script.text[before] = '\0';
    }
    if (status == LUA_ERRMEM) lua_gc(L, LUA_GCCOLLECT);
    return DWL_CHUNK_FAILED;
}
