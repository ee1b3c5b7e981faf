#include "lua/painter.h"

#include <dlfcn.h>

#include "lua/glue.h"

const dw_plot_backend *dwl_load_painter(const char *path, dw_error *err)
{
    void *module = dlopen(path, RTLD_LAZY | RTLD_LOCAL); /* kept until the program ends */
    if (!module) {
        dw_fail(err, DW_EIO, "cannot load the painter: %s", dlerror());
        return NULL;
    }
    dw_painter_function *find;
    *(void **)&find = dlsym(module, DW_PAINTER_SYMBOL); /* the way POSIX writes it */
    const dw_plot_backend *painter = find ? find() : NULL;
    if (painter && painter->version == DW_PLOT_BACKEND_VERSION) return painter;
    dw_fail(err, DW_EIO, "'%s' belongs to another version of dunwu", path);
    return NULL;
}

static char painter_key;

const dw_plot_backend *dwl_painter_of(lua_State *L)
{
    lua_rawgetp(L, LUA_REGISTRYINDEX, &painter_key);
    const dw_plot_backend *painter = lua_touserdata(L, -1);
    lua_pop(L, 1);
    if (painter) return painter;
    dw_error err;
    painter = dwl_load_painter(dwl_run_of(L)->painter, &err);
    if (!painter) dwl_raise(L, &err);
    lua_pushlightuserdata(L, (void *)painter);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &painter_key);
    return painter;
}
