#include "lua/remember.h"

#include <stdio.h>
#include <string.h>

#include "base/version.h"
#include "plot/stored.h"

enum { MOST_ROWS = 200000 }; /* of data that a figure carries */

static void remember(lua_State *L, dw_figure *figure, const char *key, const char *text)
{
    dw_error err;
    if (dw_figure_remember(figure, key, text ? text : "", &err)) dwl_raise(L, &err);
}

static void remember_run(lua_State *L, dw_figure *figure)
{
    const dwl_run *run = dwl_run_of(L);
    char seed[32];
    snprintf(seed, sizeof seed, "%lld", (long long)run->seed);
    remember(L, figure, "dunwu:version", DW_VERSION);
    remember(L, figure, "dunwu:seed", seed);
    remember(L, figure, "dunwu:language", run->language);
    remember(L, figure, "dunwu:theme", run->theme);
    dwl_push_parameters(L);
    remember(L, figure, "dunwu:parameters", lua_tostring(L, -1));
    lua_pop(L, 1);
}

/* The numbers are in the stored figure; a text that is empty is not written. */
static void remember_model(lua_State *L, dw_figure *figure)
{
    dw_buffer *text = dwl_push_buffer(L);
    size_t rows = dw_figure_csv_rows(figure);
    bool fits = rows <= MOST_ROWS;
    dw_error err;
    if (!fits)
        dw_buffer_format(text, "%zu rows, too many to be kept here; --csv writes them\n", rows);
    else if (dw_stored_write(figure, text, &err))
        dwl_raise(L, &err);
    remember(L, figure, "dunwu:data", fits ? "" : text->text);
    remember(L, figure, "dunwu:figure", fits ? text->text : "");
    lua_pop(L, 1);
}

static void remember_script(lua_State *L, dw_figure *figure)
{
    const dwl_run *run = dwl_run_of(L);
    dw_buffer *script = dwl_push_buffer(L); /* without a NUL, which no text chunk can hold */
    dw_buffer_add_bytes(script, run->script_text, strnlen(run->script_text, run->script_length));
    size_t n = script->length;
    bool is_text = n && dw_text_utf8_prefix(script->text, n) == n;
    remember(L, figure, "dunwu:script", is_text ? script->text : "");
    lua_pop(L, 1);
}

void dwl_remember(lua_State *L, dw_figure *figure)
{
    if (figure->forgets) return;
    remember_run(L, figure);
    remember_model(L, figure);
    remember_script(L, figure);
}
