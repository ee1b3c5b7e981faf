/* `print` for scripts that are not trusted: not for ever, and nothing that steers a terminal. */
#include "lua/print.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "lua/glue.h"

enum { MOST_PRINTED = 64 << 20 };

static bool is_printable(const unsigned char *c, size_t left)
{
    if (c[0] == '\n' || c[0] == '\t') return true;
    if (c[0] < ' ' || c[0] == 0x7f) return false;
    return !(c[0] == 0xc2 && left > 1 && c[1] >= 0x80 && c[1] < 0xa0); /* U+0080 to U+009F */
}

void dwl_write_plain(const char *text, size_t n, FILE *out)
{
    const unsigned char *c = (const unsigned char *)text;
    for (size_t i = 0; i < n; i++) {
        if (is_printable(c + i, n - i)) {
            putc(c[i], out);
            continue;
        }
        putc('?', out);
        if (c[i] == 0xc2) i++;
    }
}

/* Upvalue 1 of print: whether it goes to a terminal. */
static void write_text(lua_State *L, const char *text, size_t n)
{
    dwl_run *run = dwl_run_of(L);
    if (n > MOST_PRINTED - run->printed)
        luaL_error(L, "print: a script may print %d MiB", MOST_PRINTED >> 20);
    run->printed += n;
    if (lua_toboolean(L, lua_upvalueindex(1)))
        dwl_write_plain(text, n, stdout);
    else
        fwrite(text, 1, n, stdout);
}

/* A line costs as much as some thousand instructions, which the hook does not see. */
static void ask_now_and_then(lua_State *L, size_t before)
{
    enum { EACH = 1 << 20 };
    dwl_run *run = dwl_run_of(L);
    if (before / EACH != run->printed / EACH && dw_env_stops(&run->env)) luaL_error(L, "stopped");
}

static int print(lua_State *L)
{
    size_t before = dwl_run_of(L)->printed;
    int n = lua_gettop(L);
    for (int i = 1; i <= n; i++) {
        size_t length;
        const char *text = luaL_tolstring(L, i, &length);
        if (i > 1) write_text(L, "\t", 1);
        write_text(L, text, length);
        lua_pop(L, 1);
    }
    write_text(L, "\n", 1);
    fflush(stdout); /* it is seen even when the script is killed after that */
    ask_now_and_then(L, before);
    return 0;
}

void dwl_open_print(lua_State *L)
{
    lua_pushboolean(L, isatty(STDOUT_FILENO));
    lua_pushcclosure(L, print, 1);
    lua_setglobal(L, "print");
}
