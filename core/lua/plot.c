/* `plot` in Lua: figures and axes. */
#include <math.h>
#include <string.h>

#include "lua/ceiling.h"
#include "lua/figure.h"
#include "lua/painter.h"
#include "lua/panels.h"
#include "plot/layout.h"

/* ---- figures ---- */

dw_figure *dwl_to_figure(lua_State *L, int index)
{
    dw_figure **slot = index == 1 ? dwl_self(L, DWL_FIGURE) : luaL_checkudata(L, index, DWL_FIGURE);
    if (!*slot) luaL_error(L, "the figure is closed");
    return *slot;
}

static int figure_gc(lua_State *L)
{
    dwl_figure_box *box = luaL_checkudata(L, 1, DWL_FIGURE);
    dw_figure_free(box->figure); /* accepts NULL */
    dwl_discharge(L, box->charged);
    *box = (dwl_figure_box){ 0 };
    return 0;
}

/* Whether the table of options at an index says something about a field. */
static bool says(lua_State *L, int index, const char *field)
{
    if (!lua_istable(L, index)) return false;
    lua_pushstring(L, field);
    bool given = lua_rawget(L, index) != LUA_TNIL;
    lua_pop(L, 1);
    return given;
}

void dwl_page_of_run(lua_State *L, int index, dw_figure_options *page)
{
    const dwl_run *run = dwl_run_of(L);
    if (page->width_px < 0) page->width_px = 0; /* not given */
    if (page->height_px < 0) page->height_px = 0;
    if (!page->own_theme) page->theme = run->theme;
    if (!says(L, index, "language")) page->language = run->language;
}

static int plot_figure(lua_State *L)
{
    dw_figure_options options = { 0 };
    dwl_arguments(L, &options);
    dwl_page_of_run(L, 1, &options);
    dw_figure **slot = dwl_push_figure(L);
    dw_error err;
    if (dw_figure_new(&options, slot, &err)) return dwl_raise(L, &err);
    (*slot)->forgets = !options.remember;
    return 1;
}

static int plot_theme(lua_State *L)
{
    dw_theme_options options = { 0 };
    dwl_arguments(L, &options);
    if (!options.base) options.base = dwl_run_of(L)->theme;
    dw_theme *theme = lua_newuserdatauv(L, sizeof *theme, 0);
    dw_error err;
    if (dw_theme_make(&options, theme, &err)) return dwl_raise(L, &err);
    luaL_setmetatable(L, DWL_THEME);
    return 1;
}

static int figure_axes(lua_State *L)
{
    dw_figure *figure = dwl_to_figure(L, 1);
    dw_axes_options options = { 0 };
    dwl_arguments(L, &options);
    dw_axes **slot = dwl_push_axes(L, 1);
    dw_error err;
    if (dw_figure_add_axes(figure, &options, slot, &err)) return dwl_raise(L, &err);
    dwl_keep_cell(L, 1, 2, figure->axes_count - 1);
    return 1;
}

/* ---- layout ---- */

static const char *const roles[] = { "title",      "subtitle", "footer",   "panel_title", "x_label",
                                     "y_label",    "x_tick",   "y_tick",   "end_label",   "legend",
                                     "rule_label", "note",     "bar_tick", "bar_label",   "level" };

static void set_box(lua_State *L, dw_box box)
{
    lua_pushnumber(L, box.x);
    lua_setfield(L, -2, "x");
    lua_pushnumber(L, box.y);
    lua_setfield(L, -2, "y");
    lua_pushnumber(L, box.w);
    lua_setfield(L, -2, "width");
    lua_pushnumber(L, box.h);
    lua_setfield(L, -2, "height");
}

static void push_texts(lua_State *L, const dw_layout *layout)
{
    lua_createtable(L, (int)layout->text_count, 0);
    for (size_t i = 0; i < layout->text_count; i++) {
        const dw_text_box *text = &layout->texts[i];
        lua_createtable(L, 0, 8);
        set_box(L, text->box);
        lua_pushstring(L, text->text);
        lua_setfield(L, -2, "text");
        lua_pushstring(L, roles[text->role]);
        lua_setfield(L, -2, "role");
        lua_pushinteger(L, text->panel + 1);
        lua_setfield(L, -2, "panel");
        lua_pushnumber(L, text->size_px);
        lua_setfield(L, -2, "size_px");
        lua_pushinteger(L, text->angle);
        lua_setfield(L, -2, "angle");
        lua_rawseti(L, -2, (lua_Integer)(i + 1));
    }
}

static void push_panels(lua_State *L, const dw_layout *layout)
{
    lua_createtable(L, (int)layout->panel_total, 0);
    for (size_t i = 0; i < layout->panel_total; i++) {
        lua_createtable(L, 0, 4);
        set_box(L, layout->panels[i].box);
        lua_rawseti(L, -2, (lua_Integer)(i + 1));
    }
}

/* A layout that a Lua error cannot leak. */
typedef struct kept_layout {
    const dw_plot_backend *painter;
    dw_layout *layout;
} kept_layout;

static int layout_gc(lua_State *L)
{
    kept_layout *kept = luaL_checkudata(L, 1, "dunwu.layout");
    if (kept->layout) kept->painter->layout_free(kept->layout);
    kept->layout = NULL;
    return 0;
}

static int figure_layout(lua_State *L)
{
    dw_figure *figure = dwl_to_figure(L, 1);
    dwl_arguments(L, NULL);
    kept_layout *kept = lua_newuserdatauv(L, sizeof *kept, 0);
    *kept = (kept_layout){ .painter = dwl_painter_of(L) };
    luaL_setmetatable(L, "dunwu.layout");
    dw_error err;
    if (kept->painter->layout(figure, &kept->layout, &err)) return dwl_raise(L, &err);
    lua_createtable(L, 0, 4);
    push_texts(L, kept->layout);
    lua_setfield(L, -2, "texts");
    push_panels(L, kept->layout);
    lua_setfield(L, -2, "panels");
    lua_pushinteger(L, figure->width_px);
    lua_setfield(L, -2, "width");
    lua_pushinteger(L, figure->height_px);
    lua_setfield(L, -2, "height");
    return 1;
}

/* ---- the declarations ---- */

static const dwl_function functions[] = {
    { "figure", plot_figure, DWL_NAMED, dw_figure_option_list, .returns = "a figure",
      .doc = "an empty page, as large as a slide; theme and language are those of the run unless "
             "given",
      .example = "local fig = plot.figure { title = \"The score jumps\" }" },
    { "theme", plot_theme, DWL_NAMED, dw_theme_option_list,
      .returns = "a theme, for plot.figure { theme = it }",
      .doc = "a theme of one's own; a text that cannot be read on the page is an error",
      .example = "local mine = plot.theme { base = \"dark\", palette = { \"#7fc8ff\" } }" },
    { "deck", dwl_plot_deck, DWL_POSITIONAL, dwl_deck_options,
      .usage = "plot.deck(\"name\", { figures })   or   plot.deck { name = , figures = , title = }",
      .returns = "nothing",
      .doc = "one PDF with a page for each figure, of its size, with real text and the titles as "
             "bookmarks; written whole or not at all",
      .example = "plot.deck(\"lecture\", { first, second })" },
    { "grid", dwl_plot_grid, DWL_POSITIONAL, dwl_grid_options, .returns = "a figure",
      .doc = "a page of panels that are all there at once: fig[1], fig[2], ... row by row, #fig of "
             "them; one that nothing is drawn into stays blank",
      .example = "local fig = plot.grid(2, 4, { title = \"Eight tasks\", share_y = true })\n"
                 "for i, ax in ipairs(fig) do ax:line(size, score[i]) end" },
    { 0 },
};

const dwl_library dwl_plot_library = { "plot",
                                       "Figures that go straight onto a slide. Every text may hold "
                                       "math: 10^9, x^{n+1}, N_c, N_{max}, \\alpha, \\times, and "
                                       "$a_b$ for all between; \\_ \\^ \\$ are the signs "
                                       "themselves. Names such as my_file stay as they are.",
                                       functions };

static const dwl_function figure_methods[] = {
    { "axes", figure_axes, DWL_NAMED_METHOD, dw_axes_option_list, .returns = "axes",
      .doc = "the next panel of the grid, row by row",
      .example = "local ax = fig:axes { x = { scale = \"log\" }, y = { percent = true } }" },
    { "panel", dwl_figure_panel, DWL_METHOD, dwl_panel_options, .returns = "axes",
      .doc = "the panel in a row and column; options change it",
      .example = "local ax = fig:panel(2, 1, { title = \"Arithmetic\" })" },
    { "save", dwl_figure_save, DWL_METHOD, dwl_save_options,
      .usage = "figure:save \"name\"   or   figure:save { name = , formats = , scale = , "
               "transparent = }",
      .returns = "nothing",
      .doc =
          "writes the figure, each file whole or not at all, in the formats of the run (--format) "
          "unless others are named",
      .example = "fig:save { name = \"multistep\", formats = { \"png\", \"pdf\" }, scale = 2 }" },
    { "frames", dwl_figure_frames, DWL_METHOD, dwl_frames_options,
      .usage =
          "figure:frames \"name\"   or   figure:frames { name = , formats = , animated = , ... }",
      .returns = "the number of pictures",
      .doc =
          "a series for slides: the same page with the layers appearing one by one in the order "
          "in which they were added; those of one label together, bands with their line, names and "
          "notes with what they belong to",
      .example = "fig:frames { name = \"build\", animated = true, delay = 2 }" },
    { "layout", figure_layout, DWL_METHOD, NULL,
      .returns = "{ width, height, texts = { { text, role, x, y, width, height, size_px, angle, "
                 "panel } }, "
                 "panels = { { x, y, width, height } } }, in pixels",
      .doc = "where every text and panel goes; nothing is painted" },
    { 0 },
};

const dwl_library dwl_figure_methods = { DWL_FIGURE, "What a figure can do.", figure_methods };

static const dwl_function no_methods[] = { { 0 } };
static const dwl_library theme_methods = { DWL_THEME, "A theme.", no_methods };

void dwl_open_plot(lua_State *L)
{
    dwl_new_kind(L, &dwl_figure_methods);
    lua_pushcfunction(L, figure_gc);
    lua_setfield(L, -2, "__gc");
    lua_pushcfunction(L, figure_gc);
    lua_setfield(L, -2, "__close");
    dwl_open_figure_elements(L);
    lua_pop(L, 1);
    dwl_new_kind(L, &dwl_axes_methods);
    dwl_open_axes_elements(L);
    lua_pop(L, 1);
    dwl_new_kind(L, &theme_methods);
    lua_pop(L, 1);
    luaL_newmetatable(L, "dunwu.layout");
    lua_pushcfunction(L, layout_gc);
    lua_setfield(L, -2, "__gc");
    lua_pop(L, 1);
    dwl_push_library(L, &dwl_plot_library);
    lua_setglobal(L, "plot");
}
