#include "lua/handover.h"

#include <stdio.h>
#include <string.h>

#include "lua/inorder.h"

enum {
    NIL = 'n',
    FALSE = '0',
    TRUE = '1',
    INTEGER = 'i',
    NUMBER = 'd',
    TEXT = 's',     /* length, bytes */
    TABLE = 't',    /* keys and values until END */
    ARRAY = 'a',    /* rows, columns, is_matrix, elements */
    FUNCTION = 'f', /* number; name as a length and bytes */
    END = 'e'
};

enum { DEEPEST = 20 };

typedef struct sender {
    lua_State *L;
    dw_buffer *out;
    int functions, depth;
    char name[120]; /* where we are: "weights[2]" */
} sender;

static void add_mark(dw_buffer *out, char mark)
{
    dw_buffer_add_bytes(out, &mark, 1);
}

static void add_size(dw_buffer *out, size_t n)
{
    dw_buffer_add_bytes(out, (const char *)&n, sizeof n);
}

static void add_text(dw_buffer *out, const char *text, size_t n)
{
    add_size(out, n);
    dw_buffer_add_bytes(out, text, n);
}

/* Raises the one of two sentences that is in the language of the run. */
static void refuse(sender *s, const char *what, const char *what_zh)
{
    bool zh = strcmp(dwl_run_of(s->L)->language, "zh-TW") == 0;
    if (zh) what = what_zh;
    if (s->name[0]) luaL_error(s->L, zh ? "「%s」是%s" : "'%s' is %s", s->name, what);
    luaL_error(s->L, zh ? "程式回傳的是%s" : "the script returns %s", what);
}

/* ---- values; each is at the top of the stack and stays there ---- */

static void send_value(sender *s);

/* Adds ".key" to the name of where we are; returns how long it was. The key is under the top. */
static size_t enter(sender *s)
{
    size_t n = strlen(s->name), room = sizeof s->name - n;
    if (lua_type(s->L, -2) == LUA_TSTRING)
        snprintf(s->name + n, room, n ? ".%s" : "%s", lua_tostring(s->L, -2));
    else if (lua_isinteger(s->L, -2))
        snprintf(s->name + n, room, "[%lld]", (long long)lua_tointeger(s->L, -2));
    dw_text_trim_utf8(s->name);
    return n;
}

static void check_table(sender *s, int table)
{
    if (s->depth >= DEEPEST)
        refuse(s, "a table that is nested too deeply, or holds itself",
               "層數太多的表格，或是包含自己的表格");
    if (!lua_getmetatable(s->L, table)) return;
    lua_pop(s->L, 1);
    if (dwl_strict_owner(s->L, table)) return; /* what param returns, the scores of a run */
    refuse(s,
           "a simulator's result or another object; return the numbers that it holds, as in "
           "run.exact.mean",
           "模擬結果或其他物件；請回傳裡面的數字，例如 run.exact.mean");
}

static void send_table(sender *s)
{
    lua_State *L = s->L;
    int table = lua_gettop(L);
    check_table(s, table);
    s->depth++;
    luaL_checkstack(L, 12, "what the script returns");
    add_mark(s->out, TABLE);
    for (dwl_walk walk = dwl_walk_start(L, table); dwl_walk_next(L, &walk); lua_pop(L, 1)) {
        int key = lua_type(L, -2);
        size_t n = enter(s);
        if (key != LUA_TSTRING && key != LUA_TNUMBER)
            refuse(s, "a table with keys that are neither texts nor numbers",
                   "鍵不是文字也不是數字的表格");
        lua_pushvalue(L, -2);
        send_value(s);
        lua_pop(L, 1);
        send_value(s);
        s->name[n] = '\0';
    }
    add_mark(s->out, END);
    s->depth--;
}

static void send_array(sender *s, const dw_array *array)
{
    size_t bytes = dw_array_size(array) * sizeof *array->at;
    if (bytes > DWL_MOST_PARCEL) refuse(s, "a value that is too large", "太大的資料");
    add_mark(s->out, ARRAY);
    add_size(s->out, array->rows);
    add_size(s->out, array->columns);
    add_size(s->out, array->is_matrix);
    dw_buffer_add_bytes(s->out, (const char *)array->at, bytes);
}

static void send_userdata(sender *s)
{
    const dw_array *array = dwl_to_array(s->L, -1);
    if (array) {
        send_array(s, array);
        return;
    }
    refuse(s,
           "an object that cannot be returned; return numbers, texts, arrays, functions or tables "
           "of them",
           "不能回傳的物件；請回傳數字、文字、陣列、函式，或由它們組成的表格");
}

static void send_function(sender *s)
{
    if (!s->functions)
        refuse(s, "a function, which cannot be handed to a script", "不能交給程式的函式");
    lua_Integer number = (lua_Integer)lua_rawlen(s->L, s->functions) + 1;
    lua_pushvalue(s->L, -1);
    lua_rawseti(s->L, s->functions, number);
    add_mark(s->out, FUNCTION);
    add_size(s->out, (size_t)number);
    add_text(s->out, s->name, strlen(s->name));
}

static void send_number(sender *s)
{
    lua_Integer whole = lua_tointeger(s->L, -1);
    lua_Number x = lua_tonumber(s->L, -1);
    bool integer = lua_isinteger(s->L, -1);
    add_mark(s->out, integer ? INTEGER : NUMBER);
    if (integer)
        dw_buffer_add_bytes(s->out, (const char *)&whole, sizeof whole);
    else
        dw_buffer_add_bytes(s->out, (const char *)&x, sizeof x);
}

static void send_value(sender *s)
{
    size_t n;
    const char *text;
    if (s->out->length > DWL_MOST_PARCEL) refuse(s, "a value that is too large", "太大的資料");
    switch (lua_type(s->L, -1)) {
    case LUA_TNIL:
        add_mark(s->out, NIL);
        break;
    case LUA_TBOOLEAN:
        add_mark(s->out, lua_toboolean(s->L, -1) ? TRUE : FALSE);
        break;
    case LUA_TNUMBER:
        send_number(s);
        break;
    case LUA_TSTRING:
        text = lua_tolstring(s->L, -1, &n);
        add_mark(s->out, TEXT);
        add_text(s->out, text, n);
        break;
    case LUA_TTABLE:
        send_table(s);
        break;
    case LUA_TUSERDATA:
        send_userdata(s);
        break;
    case LUA_TFUNCTION:
        send_function(s);
        break;
    default:
        refuse(s,
               "a coroutine or a value of the host; return numbers, texts, arrays, functions or "
               "tables of them",
               "不能回傳的東西；請回傳數字、文字、陣列、函式，或由它們組成的表格");
    }
}

void dwl_hand_over(lua_State *L, int index, const char *name, int functions, dw_buffer *parcel)
{
    sender s = { .L = L, .out = parcel, .functions = functions ? lua_absindex(L, functions) : 0 };
    snprintf(s.name, sizeof s.name, "%s", name);
    lua_pushvalue(L, index);
    send_value(&s);
    lua_pop(L, 1);
    if (parcel->failed) luaL_error(L, "not enough memory");
}

/* ---- the other side ---- */

static void take(lua_State *L, dwl_parcel_reader *r, void *out, size_t n)
{
    if ((size_t)(r->end - r->at) < n) luaL_error(L, "a value was cut off on its way");
    if (n) memcpy(out, r->at, n);
    r->at += n;
}

static size_t take_size(lua_State *L, dwl_parcel_reader *r)
{
    size_t n;
    take(L, r, &n, sizeof n);
    return n;
}

static void take_text(lua_State *L, dwl_parcel_reader *r)
{
    size_t n = take_size(L, r);
    if ((size_t)(r->end - r->at) < n) luaL_error(L, "a text was cut off on its way");
    lua_pushlstring(L, r->at, n);
    r->at += n;
}

static void take_array(lua_State *L, dwl_parcel_reader *r)
{
    size_t rows = take_size(L, r), columns = take_size(L, r);
    bool is_matrix = take_size(L, r) != 0;
    dw_array *array = dwl_push_unset_array(L, rows, columns, is_matrix);
    take(L, r, array->at, rows * columns * sizeof *array->at);
}

static void take_function(lua_State *L, dwl_parcel_reader *r)
{
    lua_Integer number = (lua_Integer)take_size(L, r);
    take_text(L, r);
    r->push_foreign(L, number, lua_tostring(L, -1), r->context);
    lua_remove(L, -2);
}

/* False at the end of a table, where nothing is pushed. */
static bool take_value(lua_State *L, dwl_parcel_reader *r)
{
    char mark;
    lua_Integer whole;
    lua_Number x;
    luaL_checkstack(L, 12, "what was handed over");
    take(L, r, &mark, 1);
    switch (mark) {
    case END:
        return false;
    case FALSE:
    case TRUE:
        lua_pushboolean(L, mark == TRUE);
        break;
    case INTEGER:
        take(L, r, &whole, sizeof whole);
        lua_pushinteger(L, whole);
        break;
    case NUMBER:
        take(L, r, &x, sizeof x);
        lua_pushnumber(L, x);
        break;
    case TEXT:
        take_text(L, r);
        break;
    case ARRAY:
        take_array(L, r);
        break;
    case FUNCTION:
        take_function(L, r);
        break;
    case TABLE:
        lua_newtable(L);
        while (take_value(L, r)) {
            take_value(L, r);
            lua_rawset(L, -3);
        }
        break;
    default:
        lua_pushnil(L);
    }
    return true;
}

void dwl_take_over(lua_State *L, dwl_parcel_reader *reader)
{
    take_value(L, reader);
}

/* ---- writing without a state ---- */

void dwl_parcel_open(dw_buffer *parcel)
{
    add_mark(parcel, TABLE);
}

void dwl_parcel_close(dw_buffer *parcel)
{
    add_mark(parcel, END);
}

void dwl_parcel_name(dw_buffer *parcel, const char *name)
{
    add_mark(parcel, TEXT);
    add_text(parcel, name, strlen(name));
}

void dwl_parcel_text(dw_buffer *parcel, const char *name, const char *text)
{
    if (!text) return;
    dwl_parcel_name(parcel, name);
    dwl_parcel_name(parcel, text);
}

void dwl_parcel_index(dw_buffer *parcel, int64_t index)
{
    lua_Integer whole = index;
    add_mark(parcel, INTEGER);
    dw_buffer_add_bytes(parcel, (const char *)&whole, sizeof whole);
}

void dwl_parcel_integer(dw_buffer *parcel, const char *name, int64_t value)
{
    dwl_parcel_name(parcel, name);
    dwl_parcel_index(parcel, value);
}

void dwl_parcel_series(dw_buffer *parcel, const char *name, const double *x, size_t n)
{
    if (!x || n == 0) return;
    dwl_parcel_name(parcel, name);
    add_mark(parcel, ARRAY);
    add_size(parcel, 1);
    add_size(parcel, n);
    add_size(parcel, 0);
    dw_buffer_add_bytes(parcel, (const char *)x, n * sizeof *x);
}
