/* Saving a figure: what its file remembers, in which formats, how large. */
#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "lua/figure.h"
#include "lua/painter.h"
#include "lua/path.h"
#include "lua/print.h"
#include "lua/remember.h"
#include "plot/math.h"
#include "plot/undrawn.h"

static char warned_key; /* of a table of the warnings that were given */

/* Each warning is given once, however many figures and formats it is true of. */
static bool is_new_warning(lua_State *L, const char *text)
{
    luaL_checkstack(L, 4, "warning");
    if (lua_rawgetp(L, LUA_REGISTRYINDEX, &warned_key) != LUA_TTABLE) {
        lua_newtable(L);
        lua_copy(L, -1, -2);
        lua_rawsetp(L, LUA_REGISTRYINDEX, &warned_key);
    }
    lua_pushstring(L, text);
    bool is_new = lua_rawget(L, -2) == LUA_TNIL; /* warnings given */
    lua_pushstring(L, text);
    lua_pushboolean(L, true);
    lua_rawset(L, -4); /* warnings given */
    lua_pop(L, 2);
    return is_new;
}

void dwl_tell_saved(lua_State *L, const char *path, const dw_error *warning)
{
    dwl_run *run = dwl_run_of(L);
    bool warns = warning->text[0] && run->warned && is_new_warning(L, warning->text);
    if (warns) run->warned(run, warning->text);
    run->figures++;
    if (run->saved) run->saved(run, path);
}

static void save_as(lua_State *L, const dw_figure *figure, const char *name, const char *format)
{
    const char *path = dwl_output_path(L, name, format);
    dw_error err, warning = { "" };
    if (dwl_painter_of(L)->save(figure, path, format, &warning, &err)) dwl_raise(L, &err);
    if (!warning.text[0]) dw_figure_undrawn(figure, &warning);
    dwl_tell_saved(L, path, &warning);
    lua_pop(L, 1);
}

static void save_csv(lua_State *L, const dw_figure *figure, const char *name)
{
    dwl_run *run = dwl_run_of(L);
    const char *path = dwl_output_path(L, name, "csv");
    dw_buffer *text = dwl_push_buffer(L);
    dw_error err;
    if (dw_figure_csv(figure, text, &err) || dw_file_write(path, text->text, text->length, &err))
        dwl_raise(L, &err);
    if (run->saved) run->saved(run, path);
    lua_pop(L, 2);
}

static void print_caption(lua_State *L, const dw_figure *figure)
{
    dw_buffer *text = dwl_push_buffer(L);
    const char *caption = figure->texts[DW_FIGURE_CAPTION];
    if (caption[0]) dw_math_plain(caption, text);
    for (int i = DW_FIGURE_TITLE; !caption[0] && i <= DW_FIGURE_FOOTER; i++) {
        if (!figure->texts[i][0]) continue;
        if (i) dw_buffer_add(text, " | ");
        dw_math_plain(figure->texts[i], text);
    }
    dw_buffer_add(text, "\n");
    if (text->text) dwl_write_plain(text->text, text->length, stdout);
    lua_pop(L, 1);
}

/* ---- the arguments ---- */

void dwl_name_or_table(lua_State *L, int index, const dw_option *list, void *out)
{
    int extra = lua_gettop(L) - index;
    const char *who = dwl_who(L);
    if (extra > 0) dwl_error(L, "takes at most 1 argument, got %d", extra + 1);
    int type = extra < 0 ? LUA_TNONE : lua_type(L, index);
    if (type == LUA_TSTRING) {
        lua_newtable(L);
        lua_pushvalue(L, index);
        lua_setfield(L, -2, "name");
        index = lua_gettop(L);
    } else if (type == LUA_TNONE || type == LUA_TNIL) {
        lua_newtable(L);
        index = lua_gettop(L);
    } else if (type != LUA_TTABLE) {
        dwl_error(L, "takes a name or a table of options, got a %s", luaL_typename(L, index));
    }
    dwl_read_table(L, index, who, list, out);
}

static void refuse_format(lua_State *L, const char *given, const char *const *allowed)
{
    dw_nearest nearest = { .given = given };
    dw_buffer *names = dwl_push_buffer(L);
    char hint[96];
    for (size_t i = 0; allowed[i]; i++) {
        dw_nearest_offer(&nearest, allowed[i]);
        dw_buffer_format(names, "%s%s", i ? ", " : "", allowed[i]);
    }
    dwl_error(L, "there is no format '%.40s'%s; there are %s", given,
              dw_nearest_hint(&nearest, hint), names->text);
}

void dwl_check_formats(lua_State *L, dw_texts formats, const char *const *allowed)
{
    for (size_t i = 0; i < formats.n; i++) {
        size_t k = 0;
        while (allowed[k] && strcmp(allowed[k], formats.at[i]) != 0) k++;
        if (!allowed[k]) refuse_format(L, formats.at[i], allowed);
    }
}

static const char *const known[] = { "png", "svg", "pdf", NULL };

typedef struct save_arguments {
    const char *name;
    dw_texts formats;
    double scale;
    bool transparent;
} save_arguments;

#define AT(field) offsetof(save_arguments, field)

const dw_option dwl_save_options[] = {
    { "name", DW_TEXT, AT(name), .flags = DW_REQUIRED,
      .doc = "file name, below the output folder; with an ending (.svg) only in that format" },
    { "formats", DW_TEXTS, AT(formats), .flags = DW_OPTIONAL,
      .doc = "of png, svg, pdf; those of the run when not given" },
    { "scale", DW_NUMBER, AT(scale), .def = 1, .min = 0.1, .max = 20,
      .doc = "times as many pixels a side, with the same look and the same size on paper" },
    { "transparent", DW_BOOLEAN, AT(transparent), .doc = "no page behind the figure" },
    { 0 },
};

/* The ending of a name that asks for one format alone, or NULL. */
static const char *ending_of(const char *name)
{
    size_t n = strlen(name);
    for (size_t i = 0; known[i] && n > 4; i++)
        if (name[n - 4] == '.' && strcmp(name + n - 3, known[i]) == 0) return known[i];
    return NULL;
}

static void save_all(lua_State *L, const dw_figure *figure, const save_arguments *a)
{
    const char *ending = ending_of(a->name);
    if (ending && a->formats.n)
        dwl_error(L, "the name '%.80s' has the ending of a format; so leave 'formats' out",
                  a->name);
    if (ending) save_as(L, figure, a->name, ending);
    for (size_t i = 0; i < a->formats.n; i++) save_as(L, figure, a->name, a->formats.at[i]);
    if (ending || a->formats.n) return;
    for (const char *at = dwl_run_of(L)->formats; *at; at += at[3] ? 4 : 3) {
        save_as(L, figure, a->name, lua_pushlstring(L, at, 3));
        lua_pop(L, 1);
    }
}

int dwl_figure_save(lua_State *L)
{
    dw_figure *figure = dwl_to_figure(L, 1);
    save_arguments a;
    dwl_name_or_table(L, 2, dwl_save_options, &a);
    dwl_check_formats(L, a.formats, known);
    const dwl_run *run = dwl_run_of(L);
    figure->output_scale = a.scale;
    figure->output_clear = a.transparent;
    if (run->drawing) {
        run->drawing(L, figure, a.name, dwl_output_path(L, a.name, "png"));
        return 0;
    }
    dwl_remember(L, figure);
    save_all(L, figure, &a);
    if (run->csv) {
        const char *ending = ending_of(a.name);
        save_csv(L, figure, lua_pushlstring(L, a.name, strlen(a.name) - (ending ? 4 : 0)));
    }
    if (run->caption) print_caption(L, figure);
    return 0;
}
