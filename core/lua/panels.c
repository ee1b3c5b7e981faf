/* Panels in Lua: a grid of them at once, one of them again, second axes. */
#include "lua/panels.h"

#include <string.h>

#include "lua/axes.h"
#include "lua/figure.h"
#include "plot/panels.h"

/* ---- objects ---- */

dw_figure **dwl_push_figure(lua_State *L)
{
    dwl_figure_box *box = lua_newuserdatauv(L, sizeof *box, 1);
    *box = (dwl_figure_box){ 0 };
    luaL_setmetatable(L, DWL_FIGURE);
    lua_newtable(L); /* what scripts said of each cell */
    lua_setiuservalue(L, -2, 1);
    return &box->figure;
}

dw_axes **dwl_push_axes(lua_State *L, int figure)
{
    figure = lua_absindex(L, figure);
    dw_axes **slot = lua_newuserdatauv(L, sizeof *slot, 1);
    *slot = NULL;
    luaL_setmetatable(L, DWL_AXES);
    lua_pushvalue(L, figure);
    lua_setiuservalue(L, -2, 1);
    return slot;
}

static void push_panel(lua_State *L, int figure, size_t i)
{
    dw_axes *axes = dwl_to_figure(L, figure)->axes[i];
    *dwl_push_axes(L, figure) = axes;
}

/* ---- what was said of a cell ---- */

/* Puts the table at the top into the record of a cell, and pops it. */
static void keep_cell(lua_State *L, int figure, size_t i)
{
    lua_getiuservalue(L, figure, 1);
    lua_insert(L, -2);
    lua_rawseti(L, -2, (lua_Integer)(i + 1));
    lua_pop(L, 1);
}

void dwl_keep_cell(lua_State *L, int figure, int options, size_t i)
{
    figure = lua_absindex(L, figure);
    if (!lua_istable(L, options)) return;
    lua_pushvalue(L, options);
    keep_cell(L, figure, i);
}

/* Copies the fields of the table at `from` into the one at `to`; tables of options one level
 * deeper are joined as well. */
static void join(lua_State *L, int to, int from, bool deeper)
{
    to = lua_absindex(L, to);
    from = lua_absindex(L, from);
    luaL_checkstack(L, 8, "options");
    lua_pushnil(L);
    while (lua_next(L, from)) { /* key value */
        const char *key = lua_type(L, -2) == LUA_TSTRING ? lua_tostring(L, -2) : "";
        if (deeper && lua_istable(L, -1) && key[0] && !key[1]) { /* x, y */
            lua_newtable(L);
            lua_pushvalue(L, -3);
            if (lua_rawget(L, to) == LUA_TTABLE) join(L, -2, -1, false);
            lua_pop(L, 1);
            join(L, -1, -2, false);
            lua_remove(L, -2);
        }
        lua_pushvalue(L, -2);
        lua_insert(L, -2); /* key key value */
        lua_rawset(L, to);
    }
}

/* Sets a cell by what was said of it before, joined with the table at `options`. */
static void set_cell(lua_State *L, int figure, int options, size_t i)
{
    dw_axes_options all = { 0 };
    options = lua_absindex(L, options);
    lua_newtable(L);
    int joined = lua_gettop(L);
    lua_getiuservalue(L, figure, 1);
    if (lua_rawgeti(L, -1, (lua_Integer)(i + 1)) == LUA_TTABLE) join(L, -3, -1, true);
    lua_pop(L, 2);
    join(L, -1, options, true);
    dwl_read_table(L, joined, dwl_who(L), dw_axes_option_list, &all);
    dw_error err;
    dw_figure *made = dwl_to_figure(L, figure);
    if (dw_figure_set_axes(made, made->axes[i], &all, &err)) dwl_raise(L, &err);
    lua_pushvalue(L, joined);
    keep_cell(L, figure, i);
}

/* ---- plot.grid ---- */

typedef struct grid_arguments {
    int64_t rows, columns;
    dw_grid_options options;
} grid_arguments;

const dw_option dwl_grid_options[] = {
    { "rows", DW_INTEGER, offsetof(grid_arguments, rows), .min = 1, .max = 20, .flags = DW_REQUIRED,
      .doc = "rows of panels" },
    { "columns", DW_INTEGER, offsetof(grid_arguments, columns), .min = 1, .max = 20,
      .flags = DW_REQUIRED, .doc = "panels in a row" },
    { "options", DW_GROUP, offsetof(grid_arguments, options), .group = dw_grid_option_list,
      .doc = "of the page, and of every panel" },
    { 0 },
};

/* Copies a field of the table of options, when there is one, into the table at the top. */
static void copy_said(lua_State *L, int options, const char *name)
{
    if (!lua_istable(L, options)) return;
    lua_pushstring(L, name);
    lua_pushvalue(L, -1);
    lua_rawget(L, options);
    lua_rawset(L, -3);
}

static void name_cells(lua_State *L, int figure, int options, const dw_texts *titles)
{
    size_t cells = dwl_to_figure(L, figure)->axes_count;
    if (titles->n > cells) dwl_error(L, "'titles' has %zu texts for %zu panels", titles->n, cells);
    for (size_t i = 0; i < cells; i++) {
        lua_newtable(L);
        copy_said(L, options, "x");
        copy_said(L, options, "y");
        copy_said(L, options, "grid");
        keep_cell(L, figure, i);
        if (i >= titles->n) continue;
        lua_newtable(L);
        lua_pushstring(L, titles->at[i]);
        lua_setfield(L, -2, "title");
        set_cell(L, figure, -1, i);
        lua_settop(L, figure);
    }
}

int dwl_plot_grid(lua_State *L)
{
    grid_arguments a = { 0 };
    if (lua_gettop(L) < 3) lua_settop(L, 3);
    dwl_arguments(L, &a);
    dw_figure_options *page = &a.options.figure;
    page->rows = a.rows;
    page->columns = a.columns;
    dwl_page_of_run(L, 3, page);
    dw_figure **slot = dwl_push_figure(L);
    int figure = lua_gettop(L);
    dw_error err;
    if (dw_figure_new(page, slot, &err)) return dwl_raise(L, &err);
    (*slot)->forgets = !page->remember;
    const dw_axes_options cell = { .x = a.options.x, .y = a.options.y, .grid = a.options.grid };
    if (dw_figure_fill(*slot, &cell, &err)) return dwl_raise(L, &err);
    name_cells(L, figure, 3, &a.options.titles);
    return 1;
}

/* ---- figure:panel, figure[i], #figure ---- */

typedef struct panel_arguments {
    int64_t row, column;
    dw_axes_options options;
} panel_arguments;

const dw_option dwl_panel_options[] = {
    { "row", DW_INTEGER, offsetof(panel_arguments, row), .min = 1, .max = 20, .flags = DW_REQUIRED,
      .doc = "from the top" },
    { "column", DW_INTEGER, offsetof(panel_arguments, column), .min = 1, .max = 20,
      .flags = DW_REQUIRED, .doc = "from the left" },
    { "options", DW_GROUP, offsetof(panel_arguments, options), .group = dw_axes_option_list,
      .doc = "what is to be different in this panel; the rest stays" },
    { 0 },
};

int dwl_figure_panel(lua_State *L)
{
    dw_figure *figure = dwl_to_figure(L, 1);
    panel_arguments a = { 0 };
    dwl_arguments(L, &a);
    size_t row = (size_t)a.row - 1, column = (size_t)a.column - 1;
    size_t i = row * figure->columns + column;
    if (row >= figure->rows || column >= figure->columns)
        return dwl_error(L, "the figure has %zu rows and %zu columns", figure->rows,
                         figure->columns);
    if (i >= figure->axes_count)
        return dwl_error(L, "no panel is there yet; fig:axes makes the next one, plot.grid all");
    if (lua_istable(L, 4)) {
        lua_settop(L, 4);
        set_cell(L, 1, 4, i);
    }
    push_panel(L, 1, i);
    return 1;
}

/* ---- axes:twin ---- */

int dwl_axes_twin(lua_State *L)
{
    dw_axes *host = dwl_axes_of(L);
    dw_axis_options y = { 0 };
    dwl_arguments(L, &y);
    lua_getiuservalue(L, 1, 1);
    int figure = lua_gettop(L);
    dw_axes **slot = dwl_push_axes(L, figure);
    dw_error err;
    if (dw_figure_add_twin(dwl_to_figure(L, figure), host, &y, slot, &err))
        return dwl_raise(L, &err);
    return 1;
}

/* ---- axes:inset ---- */

/* Whether the script's table of options says which scale an axis has. */
static bool says_scale(lua_State *L, int options, const char *axis)
{
    bool says = false;
    lua_getfield(L, options, axis);
    if (lua_istable(L, -1)) {
        lua_pushliteral(L, "scale");
        says = lua_rawget(L, -2) != LUA_TNIL;
        lua_pop(L, 1);
    }
    lua_pop(L, 1);
    return says;
}

int dwl_axes_inset(lua_State *L)
{
    dw_axes *host = dwl_axes_of(L);
    dw_inset_options o = { 0 };
    dwl_arguments(L, &o);
    bool table = lua_istable(L, 2);
    if (!table || !says_scale(L, 2, "x")) o.axes.x.scale = NULL;
    if (!table || !says_scale(L, 2, "y")) o.axes.y.scale = NULL;
    lua_getiuservalue(L, 1, 1);
    int figure = lua_gettop(L);
    dw_axes **slot = dwl_push_axes(L, figure);
    dw_error err;
    if (dw_figure_add_inset(dwl_to_figure(L, figure), host, &o, slot, &err))
        return dwl_raise(L, &err);
    return 1;
}

/* Upvalue 1: what answers names. */
static int figure_index(lua_State *L)
{
    if (lua_type(L, 2) == LUA_TNUMBER) {
        const dw_figure *figure = dwl_to_figure(L, 1);
        int exact;
        lua_Integer i = lua_tointegerx(L, 2, &exact);
        if (exact && i >= 1 && (size_t)i <= figure->axes_count)
            push_panel(L, 1, (size_t)i - 1);
        else
            lua_pushnil(L);
        return 1;
    }
    lua_pushvalue(L, lua_upvalueindex(1));
    lua_insert(L, 1);
    lua_call(L, 2, 1);
    return 1;
}

static int figure_length(lua_State *L)
{
    lua_pushinteger(L, (lua_Integer)dwl_to_figure(L, 1)->axes_count);
    return 1;
}

void dwl_open_figure_elements(lua_State *L)
{
    lua_getfield(L, -1, "__index");
    lua_pushcclosure(L, figure_index, 1);
    lua_setfield(L, -2, "__index");
    lua_pushcfunction(L, figure_length);
    lua_setfield(L, -2, "__len");
}

/* The same panel is one value, whichever way it was reached. */
static int axes_equal(lua_State *L)
{
    dw_axes **a = luaL_testudata(L, 1, DWL_AXES), **b = luaL_testudata(L, 2, DWL_AXES);
    lua_pushboolean(L, a && b && *a == *b);
    return 1;
}

void dwl_open_axes_elements(lua_State *L)
{
    lua_pushcfunction(L, axes_equal);
    lua_setfield(L, -2, "__eq");
}
