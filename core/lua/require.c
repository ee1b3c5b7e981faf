#include "lua/require.h"

#include <string.h>

#include "base/file.h"
#include "lua/glue.h"
#include "lua/path.h"
#include "lua/syntax_hint.h"

enum { LARGEST_MODULE = 16 << 20, LONGEST_NAME = 200 };

/* "tools.count" becomes "tools/count.lua"; pushed. */
static const char *push_file_name(lua_State *L, const char *name, size_t n)
{
    bool fits = n >= 1 && n <= LONGEST_NAME && name[0] != '.' && name[n - 1] != '.';
    for (size_t i = 0; fits && i < n; i++) {
        unsigned char c = (unsigned char)name[i];
        fits = c > ' ' && c != 0x7f && c != '/' && c != '\\' && !(c == '.' && name[i + 1] == '.');
    }
    if (!fits)
        luaL_error(L, "require: a module has a name like \"tools\" or \"folder.tools\", which "
                      "stands for tools.lua or folder/tools.lua below the script's folder");
    luaL_gsub(L, name, ".", "/");
    lua_pushliteral(L, ".lua");
    lua_concat(L, 2);
    return lua_tostring(L, -1);
}

/* message: the same with a hint. */
static void add_hint(lua_State *L, const char *text, const char *end)
{
    dw_buffer *message = dwl_push_buffer(L);
    dw_buffer_add(message, lua_tostring(L, -2));
    dwl_add_syntax_hint(message, text, end, dwl_run_of(L)->language);
    dwl_buffer_to_string(L, message);
}

/* Pushes the module as a function. */
static void load_module(lua_State *L, const char *file)
{
    dwl_input *input = dwl_open_input(L, file); /* input path */
    dw_buffer *text = dwl_push_buffer(L);       /* input path text */
    dw_error err;
    if (dw_stream_read(input->stream, input->path, LARGEST_MODULE, text, &err)) dwl_raise(L, &err);
    dwl_close_input(input);
    const char *bytes = text->text ? text->text : "";
    const char *start = dwl_skip_marks(bytes, bytes + text->length);
    lua_pushfstring(L, "@%s", input->path);
    int status = luaL_loadbufferx(L, start, (size_t)(bytes + text->length - start),
                                  lua_tostring(L, -1), "t");
    if (status == LUA_ERRSYNTAX) add_hint(L, start, bytes + text->length);
    if (status != LUA_OK) lua_error(L);
    dw_buffer_free(text);
    lua_replace(L, -5);
    lua_pop(L, 3);
}

static char modules_key; /* of the modules by their file names; false while one is on its way */

static void push_modules(lua_State *L)
{
    if (lua_rawgetp(L, LUA_REGISTRYINDEX, &modules_key) != LUA_TNIL) return;
    lua_pop(L, 1);
    lua_newtable(L);
    lua_pushvalue(L, -1);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &modules_key);
}

/* modules file: sets the one to what is at the top, and pops that. */
static void keep_module(lua_State *L)
{
    lua_pushvalue(L, 3);
    lua_insert(L, -2);
    lua_rawset(L, 2);
}

int dwl_require(lua_State *L)
{
    size_t n;
    const char *name = luaL_checklstring(L, 1, &n);
    lua_settop(L, 1);
    push_modules(L);
    const char *file = push_file_name(L, name, n);
    lua_pushvalue(L, 3);
    if (lua_rawget(L, 2) != LUA_TNIL) {
        if (lua_toboolean(L, -1)) return 1;
        return luaL_error(L, "require: '%s' requires itself, maybe through others", file);
    }
    lua_settop(L, 3); /* name modules file */
    load_module(L, file);
    lua_pushboolean(L, false);
    keep_module(L);
    lua_pushvalue(L, 1);
    bool fine = lua_pcall(L, 1, 1, 0) == LUA_OK; /* name modules file value-or-error */
    if (fine && !lua_toboolean(L, 4)) {
        lua_pushboolean(L, true);
        lua_replace(L, 4);
    }
    if (fine)
        lua_pushvalue(L, 4);
    else
        lua_pushnil(L); /* it may be tried again */
    keep_module(L);
    return fine ? 1 : lua_error(L);
}
