#include "lua/path.h"

#include <string.h>

#include "base/file.h"
#include "lua/glue.h"

static void check_plain(lua_State *L, const char *name)
{
    if (!name[0] || strlen(name) > 200)
        dwl_error(L, "a file name has 1 to 200 bytes, got %zu", strlen(name));
    if (name[0] == '.') dwl_error(L, "the file name '%s' starts with a dot", name);
    for (const char *c = name; *c; c++) {
        if (*c == '/' || *c == '\\')
            dwl_error(L, "the file name '%s' must be plain, without folders (see --out)", name);
        if ((unsigned char)*c < 0x20 || *c == 0x7f)
            dwl_error(L, "the file name holds a control character (byte %d)", *c);
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

const char *dwl_input_path(lua_State *L, const char *name)
{
    const dwl_run *run = dwl_run_of(L);
    if (run->sealed) dwl_error(L, "'%s' is not read: the script comes out of a figure", name);
    if (!run->trust && (name[0] == '/' || climbs(name)))
        dwl_error(L, "'%s' lies outside the script's folder; --trust allows that", name);
    const char *slash = strrchr(run->script, '/');
    if (name[0] == '/' || !slash) return lua_pushstring(L, name);
    lua_pushlstring(L, run->script, (size_t)(slash - run->script) + 1);
    lua_pushstring(L, name);
    lua_concat(L, 2);
    return lua_tostring(L, -1);
}
