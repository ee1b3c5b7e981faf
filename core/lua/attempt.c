#include "lua/attempt.h"

#include <string.h>

#include "lua/error_hint.h"
#include "lua/handover.h"
#include "lua/painter.h"
#include "lua/watch.h"
#include "plot/figure.h"

enum { MOST_PRINTED = 16 << 10, MOST_RESULTS = 16 };

typedef struct attempt {
    dwl_run run;
    lua_State *L;
    dwl_setting *settings;
    dw_buffer parcel, figures, message;
    int64_t figure_count;
    dw_buffer *printed, *figure;
    dwl_blame *blame;
} attempt;

static char functions_key; /* of a table of the functions that the checker knows */

static int attempt_gc(lua_State *L)
{
    attempt *a = lua_touserdata(L, 1);
    if (a->L) dwl_close_state(a->L);
    a->L = NULL;
    dw_buffer_free(&a->parcel);
    dw_buffer_free(&a->figures);
    dw_buffer_free(&a->message);
    return 0;
}

static attempt *push_attempt(lua_State *L, const dwl_attempt_options *options)
{
    attempt *a = lua_newuserdatauv(L, sizeof *a, 1);
    *a = (attempt){ .run = *options->script,
                    .printed = options->printed,
                    .figure = options->figure,
                    .blame = options->blame };
    lua_createtable(L, 0, 1);
    lua_pushcfunction(L, attempt_gc);
    lua_setfield(L, -2, "__gc");
    lua_setmetatable(L, -2);
    return a;
}

/* ---- settings: SET in t:run { set = SET } ---- */

static const char *written(lua_State *L)
{
    char number[32];
    if (lua_type(L, -1) != LUA_TNUMBER) return luaL_tolstring(L, -1, NULL);
    dw_text_number(lua_tonumber(L, -1), number);
    return lua_pushstring(L, number);
}

/* Makes the settings of a table; they live in the attempt's user value. */
static void read_settings(lua_State *L, attempt *a, int at, int set)
{
    size_t n = 0;
    for (lua_pushnil(L); lua_next(L, set); lua_pop(L, 1), n++)
        if (lua_type(L, -2) != LUA_TSTRING)
            dwl_error(L, "'set' has the names of parameters, as in { steps = 3 }");
    lua_newtable(L);
    int keep = lua_gettop(L);
    a->settings = lua_newuserdatauv(L, (n + 1) * sizeof *a->settings, 0);
    lua_rawseti(L, keep, 1);
    size_t i = 0;
    for (lua_pushnil(L); lua_next(L, set); lua_settop(L, keep + 1), i++) {
        a->settings[i] = (dwl_setting){ .name = lua_tostring(L, -2), .value = written(L) };
        lua_rawseti(L, keep, (lua_Integer)(2 * i + 2));
        lua_pushvalue(L, keep + 1);
        lua_rawseti(L, keep, (lua_Integer)(2 * i + 3));
    }
    lua_settop(L, keep);
    lua_setiuservalue(L, at, 1);
    a->run.settings = a->settings;
    a->run.settings_count = n;
}

/* ---- what the script does meanwhile ---- */

static bool in_chinese(const attempt *a)
{
    return strcmp(a->run.language, "zh-TW") == 0;
}

static int print_into(lua_State *L)
{
    const attempt *a = dwl_run_of(L)->context;
    int n = lua_gettop(L);
    for (int i = 1; i <= n; i++) {
        size_t length;
        const char *text = luaL_tolstring(L, i, &length);
        size_t room =
            a->printed && a->printed->length < MOST_PRINTED ? MOST_PRINTED - a->printed->length : 0;
        if (room) dw_buffer_add_bytes(a->printed, text, length < room ? length : room);
        if (room) dw_buffer_add(a->printed, i < n ? "\t" : "\n");
        lua_pop(L, 1);
    }
    if (n == 0 && a->printed && a->printed->length < MOST_PRINTED) dw_buffer_add(a->printed, "\n");
    return 0;
}

static int prepare(lua_State *L)
{
    lua_pushcfunction(L, print_into);
    lua_setglobal(L, "print");
    lua_newtable(L);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &functions_key);
    return 0;
}

static void write_layers(dw_buffer *out, const dw_axes *axes, int64_t panel, int64_t *number)
{
    for (size_t i = 0; i < axes->layer_count; i++) {
        const dw_layer *layer = &axes->layers[i];
        dwl_parcel_index(out, ++*number);
        dwl_parcel_open(out);
        dwl_parcel_text(out, "kind", dw_layer_name(layer->kind));
        dwl_parcel_text(out, "label", layer->label);
        dwl_parcel_integer(out, "panel", panel);
        dwl_parcel_series(out, "x", layer->x, layer->n);
        dwl_parcel_series(out, "y", layer->y, layer->n);
        dwl_parcel_series(out, "low", layer->low, layer->n);
        dwl_parcel_series(out, "high", layer->high, layer->n);
        dwl_parcel_close(out);
    }
}

static void write_figure(attempt *a, const dw_figure *figure, const char *name)
{
    dw_buffer *out = &a->figures;
    int64_t panel = 0, layers = 0;
    dwl_parcel_index(out, ++a->figure_count);
    dwl_parcel_open(out);
    dwl_parcel_text(out, "name", name);
    dwl_parcel_text(out, "title", figure->texts[DW_FIGURE_TITLE]);
    dwl_parcel_name(out, "layers");
    dwl_parcel_open(out);
    for (size_t i = 0; i < figure->axes_count; i++)
        write_layers(out, figure->axes[i], ++panel, &layers);
    for (size_t i = 0; i < figure->extra_count; i++)
        write_layers(out, figure->extras[i], ++panel, &layers);
    dwl_parcel_close(out);
    dwl_parcel_close(out);
}

/* Only the first figure is painted, at half its size; whether that works makes no difference. */
static void on_drawing(lua_State *L, struct dw_figure *figure, const char *name, const char *path)
{
    attempt *a = dwl_run_of(L)->context;
    if (a->figures.length < DWL_MOST_PARCEL) write_figure(a, figure, name);
    if (!a->figure || a->figure->length) return;
    dw_error err, warning = { "" };
    figure->output_scale = 0.5;
    if (dwl_painter_of(L)->save(figure, path, "png", &warning, &err) == DW_OK)
        dw_buffer_add(a->figure, path);
}

/* ---- between the states ---- */

/* Calls a function of C in the script's state, with the argument and, after it, the n values at the
 * top; when that fails, a sentence is left in the message. */
static bool protected_call(attempt *a, lua_CFunction function, void *argument, int n)
{
    lua_State *L = a->L;
    if (!lua_checkstack(L, 8)) {
        dw_buffer_add(&a->message, "not enough memory");
        return false;
    }
    lua_pushcfunction(L, function);
    lua_insert(L, -n - 1);
    lua_pushlightuserdata(L, argument);
    lua_insert(L, -n - 1);
    int status = dwl_watched_call(L, n + 1, 0);
    if (status == LUA_OK) return true;
    if (status == LUA_ERRMEM)
        dw_buffer_format(&a->message,
                         in_chinese(a) ? "記憶體不足；程式最多可用 %zu MiB"
                                       : "not enough memory; a script may use %zu MiB",
                         a->run.memory >> 20);
    else if (lua_type(L, -1) == LUA_TSTRING)
        dw_buffer_add(&a->message, lua_tostring(L, -1));
    else
        dw_buffer_format(&a->message, "an error that is no text but a %s", luaL_typename(L, -1));
    if (status != LUA_ERRMEM) dwl_add_error_hint(&a->message, &a->run);
    lua_pop(L, 1);
    return false;
}

static int send_result(lua_State *L)
{
    attempt *a = lua_touserdata(L, 1);
    lua_rawgetp(L, LUA_REGISTRYINDEX, &functions_key); /* attempt result functions */
    dwl_hand_over(L, 2, "", 3, &a->parcel);
    return 0;
}

typedef struct call {
    attempt *of;
    lua_Integer function;
    int given, returned;
} call;

static void no_foreign(lua_State *L, lua_Integer number, const char *name, void *context)
{
    (void)number, (void)context;
    luaL_error(L, "'%s' is a function", name);
}

static int answer_call(lua_State *L)
{
    call *c = lua_touserdata(L, 1);
    attempt *a = c->of;
    lua_settop(L, 0);
    lua_rawgetp(L, LUA_REGISTRYINDEX, &functions_key);
    luaL_checkstack(L, c->given + 4, "arguments");
    lua_rawgeti(L, 1, c->function);
    dwl_parcel_reader reader = { a->parcel.text, a->parcel.text + a->parcel.length, no_foreign,
                                 NULL };
    for (int i = 0; i < c->given; i++) dwl_take_over(L, &reader);
    lua_call(L, c->given, LUA_MULTRET);
    c->returned = lua_gettop(L) - 1;
    if (c->returned > MOST_RESULTS)
        luaL_error(L, "a function returns at most %d values", MOST_RESULTS);
    a->parcel.length = 0;
    for (int i = 0; i < c->returned; i++)
        dwl_hand_over(L, 2 + i, i ? "another value" : "the value", 1, &a->parcel);
    return 0;
}

static void push_proxy(lua_State *L, lua_Integer number, const char *name, void *context);

/* Pushes the values of the parcel; the attempt is at an index. */
static void take_values(lua_State *L, attempt *a, int at, int count)
{
    dwl_parcel_reader reader = { a->parcel.text, a->parcel.text + a->parcel.length, push_proxy,
                                 &at };
    luaL_checkstack(L, count + 4, "results");
    for (int i = 0; i < count; i++) dwl_take_over(L, &reader);
}

static void blame(lua_State *L, attempt *a, const char *key)
{
    if (dw_env_stops(&a->run.env))
        dw_buffer_add(&a->message, in_chinese(a) ? "（時間限制）" : " (the time limit)");
    const char *message = a->message.text ? a->message.text : "not enough memory";
    lua_pushstring(L, message);
    a->blame(L, key, lua_tostring(L, -1));
}

/* Upvalues: the attempt, the function's number, its name. */
static int call_proxy(lua_State *L)
{
    attempt *a = lua_touserdata(L, lua_upvalueindex(1));
    const char *name = lua_tostring(L, lua_upvalueindex(3));
    call c = { a, lua_tointeger(L, lua_upvalueindex(2)), lua_gettop(L), 0 };
    a->parcel.length = a->message.length = 0;
    for (int i = 1; i <= c.given; i++)
        dwl_hand_over(L, i, lua_pushfstring(L, "argument %d of %s", i, name), 0, &a->parcel);
    if (!protected_call(a, answer_call, &c, 0)) blame(L, a, name);
    lua_settop(L, 0);
    lua_pushvalue(L, lua_upvalueindex(1));
    take_values(L, a, 1, c.returned);
    return c.returned;
}

static void push_proxy(lua_State *L, lua_Integer number, const char *name, void *context)
{
    const int *at = context;
    lua_pushvalue(L, *at);
    lua_pushinteger(L, number);
    lua_pushstring(L, name[0] ? name : "the function");
    lua_pushcclosure(L, call_proxy, 3);
}

/* ---- running ---- */

/* Leaves the table that the script returned on its state's stack. */
static bool run_script(attempt *a)
{
    a->L = dwl_new_state(&a->run, &a->message);
    if (!a->L || !protected_call(a, prepare, NULL, 0)) return false;
    if (!dwl_run_script(a->L, &a->message)) return false;
    if (!lua_istable(a->L, -1)) {
        bool zh = in_chinese(a), nothing = lua_isnil(a->L, -1);
        const char *some = zh ? "程式回傳的是 %s" : "the script returns a %s";
        const char *none = zh ? "程式沒有回傳任何東西" : "the script returns nothing";
        dw_buffer_format(&a->message, nothing ? none : some, luaL_typename(a->L, -1));
        dw_buffer_add(&a->message, zh ? "；最後一行應該像 return { 名稱 = 值, ... }"
                                      : "; it must end with: return { name = value, ... }");
        return false;
    }
    return true;
}

static void push_figures(lua_State *L, attempt *a)
{
    lua_newtable(L);
    dwl_parcel_reader reader = { a->figures.text, a->figures.text + a->figures.length, no_foreign,
                                 NULL };
    for (int64_t i = 0; i < a->figure_count; i++) {
        dwl_take_over(L, &reader); /* its number */
        dwl_take_over(L, &reader);
        lua_rawset(L, -3);
    }
}

void dwl_attempt(lua_State *L, const dwl_attempt_options *options)
{
    lua_gc(L, LUA_GCCOLLECT); /* closes the states of attempts that nobody knows any more */
    attempt *a = push_attempt(L, options);
    int at = lua_gettop(L);
    a->run.seed = options->seed;
    a->run.drawing = on_drawing;
    a->run.context = a;
    if (options->set) read_settings(L, a, at, options->set);
    if (!run_script(a) || !protected_call(a, send_result, a, 1)) blame(L, a, "runs");
    take_values(L, a, at, 1);
    if (a->figures.failed) luaL_error(L, "not enough memory");
    push_figures(L, a);
    lua_setfield(L, -2, "figures");
    lua_remove(L, at);
}
