#include "lua/path.h"

#include <errno.h>
#include <string.h>

#include "base/below.h"
#include "base/file.h"
#include "lua/glue.h"

enum { MOST_FILES = 1000 };

static void check_plain(lua_State *L, const char *name)
{
    if (!name[0] || strlen(name) > 200)
        dwl_error(L, "a file name has 1 to 200 bytes, got %zu", strlen(name));
    if (name[0] == '.') dwl_error(L, "the file name '%s' starts with a dot", name);
    for (const char *c = name; *c; c++) {
        if (*c == '/' || *c == '\\')
            dwl_error(L, "the file name '%s' must be plain, without folders (see --out)", name);
        unsigned char byte = (unsigned char)*c;
        bool is_control = byte < 0x20 || byte == 0x7f ||
                          (byte == 0xc2 && (unsigned char)c[1] < 0xa0); /* U+0080 to U+009F */
        if (is_control) dwl_error(L, "the file name holds a control character (byte %d)", byte);
    }
}

const char *dwl_output_path(lua_State *L, const char *name, const char *extension)
{
    dwl_run *run = dwl_run_of(L);
    check_plain(L, name);
    if (run->in_trial) luaL_error(L, "a trial writes no files");
    if (run->list_parameters) { /* nothing was declared so far: the run was for nothing else */
        run->listed_parameters = true;
        luaL_error(L, "listed");
    }
    dwl_end_definitions(L);
    if (!run->trust && ++run->files > MOST_FILES)
        dwl_error(L, "a script may write %d files", MOST_FILES);
    dw_error err;
    if (dw_folder_make(run->output, &err)) dwl_raise(L, &err);
    size_t n = strlen(name), e = strlen(extension);
    bool has = n > e + 1 && name[n - e - 1] == '.' && strcmp(name + n - e, extension) == 0;
    return lua_pushfstring(L, has ? "%s/%s" : "%s/%s.%s", run->output, name, extension);
}

static bool climbs(const char *name)
{
    for (const char *part = name; part; part = strchr(part, '/')) {
        part += *part == '/';
        if (strncmp(part, "..", 2) == 0 && (part[2] == '/' || !part[2])) return true;
    }
    return false;
}

/* Keys and passwords are kept in such files and folders. */
static bool is_hidden(const char *name)
{
    for (const char *part = name; part; part = strchr(part, '/')) {
        part += *part == '/';
        if (part[0] == '.' && part[1] && part[1] != '/') return true;
    }
    return false;
}

static int input_gc(lua_State *L)
{
    dwl_close_input(lua_touserdata(L, 1));
    return 0;
}

static dwl_input *push_input(lua_State *L)
{
    dwl_input *input = lua_newuserdatauv(L, sizeof *input, 0);
    *input = (dwl_input){ 0 };
    if (luaL_newmetatable(L, "dunwu.input")) {
        lua_pushcfunction(L, input_gc);
        lua_setfield(L, -2, "__gc");
    }
    lua_setmetatable(L, -2);
    return input;
}

/* Pushes the script's folder, with a slash; "" when it is the current one. */
static const char *push_folder(lua_State *L)
{
    const char *script = dwl_run_of(L)->script, *slash = strrchr(script, '/');
    return lua_pushlstring(L, script, slash ? (size_t)(slash - script) + 1 : 0);
}

dwl_input *dwl_open_input(lua_State *L, const char *name)
{
    const dwl_run *run = dwl_run_of(L);
    dw_error err;
    if (run->sealed)
        dwl_error(L, "'%s' is not read: %s", name,
                  run->drawing ? "a script that is checked reads no files"
                               : "the script comes out of a figure");
    if (!run->trust && (name[0] == '/' || climbs(name)))
        dwl_error(L, "'%s' lies outside the script's folder; --trust allows that", name);
    if (!run->trust && is_hidden(name))
        dwl_error(L, "'%s' is not read: it is hidden (a name with a dot first)", name);
    dwl_input *input = push_input(L);
    const char *folder = push_folder(L);
    input->path = lua_pushfstring(L, "%s%s", name[0] == '/' ? "" : folder, name);
    lua_remove(L, -2);
    if (run->trust) {
        input->stream = fopen(input->path, "rb");
        if (!input->stream) dwl_error(L, "cannot read '%s': %s", input->path, strerror(errno));
    } else if (dw_below_open(folder[0] ? folder : ".", name, &input->stream, &err)) {
        dwl_raise(L, &err);
    }
    return input;
}

void dwl_close_input(dwl_input *input)
{
    if (input->stream) fclose(input->stream);
    input->stream = NULL;
}
