/* Several pictures at once: decks of figures, and series in which layers appear one by one. */
#include <string.h>

#include "lua/figure.h"
#include "lua/painter.h"
#include "lua/path.h"
#include "lua/remember.h"
#include "plot/frames.h"

/* ---- decks ---- */

typedef struct deck_arguments {
    const char *name, *title;
    int figures;
} deck_arguments;

const dw_option dwl_deck_options[] = {
    { "name", DW_TEXT, offsetof(deck_arguments, name), .flags = DW_REQUIRED,
      .doc = "file name, below the output folder" },
    { "figures", DW_ANY, offsetof(deck_arguments, figures), .flags = DW_REQUIRED,
      .doc = "a list of figures, a page for each" },
    { "title", DW_TEXT, offsetof(deck_arguments, title),
      .doc = "of the document; that of the first figure when not given" },
    { 0 },
};

/* deck(name, figures) as the table of options that it is short for. */
static void make_table(lua_State *L, int given)
{
    if (given > 2) dwl_error(L, "takes a name and a list of figures, got %d arguments", given);
    lua_newtable(L);
    if (given > 0) lua_pushvalue(L, 1), lua_setfield(L, -2, "name");
    if (given > 1) lua_pushvalue(L, 2), lua_setfield(L, -2, "figures");
    lua_insert(L, 1);
}

static const dw_figure **figures_at(lua_State *L, int index, size_t *n)
{
    if (!lua_istable(L, index))
        dwl_error(L, "'figures' must be a list of figures, got a %s", luaL_typename(L, index));
    *n = lua_rawlen(L, index);
    if (*n < 1 || *n > DW_DECK_MOST)
        dwl_error(L, "'figures' must hold 1 to %d figures, got %zu", DW_DECK_MOST, *n);
    const dw_figure **figures = lua_newuserdatauv(L, *n * sizeof *figures, 0);
    for (size_t i = 0; i < *n; i++) {
        lua_rawgeti(L, index, (lua_Integer)(i + 1));
        if (!luaL_testudata(L, -1, DWL_FIGURE))
            dwl_error(L, "'figures' must be a list of figures, but element %zu is a %s", i + 1,
                      luaL_typename(L, -1));
        figures[i] = dwl_to_figure(L, -1); /* the list keeps it */
        lua_pop(L, 1);
    }
    return figures;
}

int dwl_plot_deck(lua_State *L)
{
    int given = lua_gettop(L);
    if (given != 1 || !lua_istable(L, 1)) make_table(L, given);
    deck_arguments a;
    dwl_read_table(L, 1, dwl_who(L), dwl_deck_options, &a);
    size_t n;
    const dw_figure **figures = figures_at(L, a.figures, &n);
    if (dwl_run_of(L)->drawing) return 0; /* they are looked at when they are saved */
    const char *path = dwl_output_path(L, a.name, "pdf");
    dw_error err, warning = { "" };
    if (dwl_painter_of(L)->deck(figures, n, a.title, path, &warning, &err)) dwl_raise(L, &err);
    dwl_tell_saved(L, path, &warning);
    return 0;
}

/* ---- series ---- */

typedef struct frames_arguments {
    const char *name;
    dw_texts formats;
    bool animated, axes_first, loop, transparent;
    double delay, scale;
} frames_arguments;

#define AT(field) offsetof(frames_arguments, field)

const dw_option dwl_frames_options[] = {
    { "name", DW_TEXT, AT(name), .flags = DW_REQUIRED,
      .doc = "file name without number and ending, below the output folder" },
    { "formats", DW_TEXTS, AT(formats), .flags = DW_OPTIONAL,
      .doc = "of png, svg (NAME-1.png, NAME-2.png, ...), pdf (one NAME.pdf with a page each), apng "
             "(an animation, NAME.apng); those of the run when not given" },
    { "animated", DW_BOOLEAN, AT(animated), .doc = "an animation, too: NAME.apng" },
    { "delay", DW_NUMBER, AT(delay), .def = 1.5, .min = 0.02, .max = 60, .unit = "s",
      .doc = "how long the animation shows each picture" },
    { "loop", DW_BOOLEAN, AT(loop),
      .doc = "the animation begins again; otherwise it stays at the last picture" },
    { "axes_first", DW_BOOLEAN, AT(axes_first), .doc = "the first picture has no layers yet" },
    { "scale", DW_NUMBER, AT(scale), .def = 1, .min = 0.1, .max = 20,
      .doc = "times as many pixels a side, as of save" },
    { "transparent", DW_BOOLEAN, AT(transparent), .doc = "no page behind the figure" },
    { 0 },
};

/* The paths are those that the core makes of the stem. */
static void tell_files(lua_State *L, const char *stem, const char *format, size_t count,
                       const dw_error *warning)
{
    bool each = strcmp(format, "png") == 0 || strcmp(format, "svg") == 0;
    for (size_t i = 1; each && i <= count; i++) {
        dwl_tell_saved(L, lua_pushfstring(L, "%s-%d.%s", stem, (int)i, format), warning);
        lua_pop(L, 1);
    }
    if (!each) dwl_tell_saved(L, lua_pushfstring(L, "%s.%s", stem, format), warning);
}

/* Returns how many pictures there are. */
static size_t save_frames(lua_State *L, const dw_figure *figure, const frames_arguments *a,
                          const char *format)
{
    dw_frames frames = { format, a->axes_first, a->delay, a->loop };
    const char *path = dwl_output_path(L, a->name, "-");
    const char *stem = lua_pushlstring(L, path, strlen(path) - 2);
    size_t count;
    dw_error err, warning = { "" };
    if (dwl_painter_of(L)->frames(figure, &frames, stem, &count, &warning, &err))
        dwl_raise(L, &err);
    tell_files(L, stem, format, count, &warning);
    lua_pop(L, 2);
    return count;
}

int dwl_figure_frames(lua_State *L)
{
    static const char *const known[] = { "png", "svg", "pdf", "apng", NULL };
    dw_figure *figure = dwl_to_figure(L, 1);
    frames_arguments a;
    dwl_name_or_table(L, 2, dwl_frames_options, &a);
    dwl_check_formats(L, a.formats, known);
    const char *dot = strrchr(a.name, '.');
    for (size_t i = 0; dot && known[i]; i++)
        if (strcmp(dot + 1, known[i]) == 0)
            dwl_error(L, "the name '%.80s' must have no ending; see 'formats'", a.name);
    figure->output_scale = a.scale;
    figure->output_clear = a.transparent;
    if (dwl_run_of(L)->drawing) return 0; /* several pictures of one figure: for the eye alone */
    dwl_remember(L, figure);
    size_t count = 0;
    for (size_t i = 0; i < a.formats.n; i++) count = save_frames(L, figure, &a, a.formats.at[i]);
    const char *formats = a.formats.n ? "" : dwl_run_of(L)->formats;
    for (; *formats; formats += formats[3] ? 4 : 3) {
        count = save_frames(L, figure, &a, lua_pushlstring(L, formats, 3));
        lua_pop(L, 1);
    }
    if (a.animated) count = save_frames(L, figure, &a, "apng");
    lua_pushinteger(L, (lua_Integer)count);
    return 1;
}
