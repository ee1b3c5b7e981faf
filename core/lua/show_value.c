#include "lua/show_value.h"

#include <string.h>

#include "lua/glue.h"
#include "lua/token.h"

enum {
    WIDTH = 96,
    DEEPEST = 4,
    MOST_VALUES = 40,   /* of one call */
    MOST_ELEMENTS = 40, /* of a list */
    MOST_NAMES = 40,    /* of a table */
    MOST_PARTS = 400,   /* of all tables in it */
    MOST_BYTES = 2000,  /* of a text */
    MOST_BYTES_INSIDE = 200
};

typedef struct shower {
    lua_State *L;
    const void *path[DEEPEST];
    int depth, left;
} shower;

static void show(shower *s, int index, size_t indent, dw_buffer *out);

/* ---- plain values ---- */

static void add_escaped(unsigned char c, dw_buffer *out)
{
    if (c == '\n' || c == '\t')
        dw_buffer_add(out, c == '\n' ? "\\n" : "\\t");
    else if (c == '"' || c == '\\')
        dw_buffer_format(out, "\\%c", c);
    else
        dw_buffer_format(out, "\\x%02x", c);
}

static void show_text(const char *text, size_t n, size_t most, dw_buffer *out)
{
    size_t end = n > most ? most : n;
    while (end < n && end > 0 && ((unsigned char)text[end] & 0xc0) == 0x80) end--;
    dw_buffer_add(out, "\"");
    for (size_t i = 0; i < end;) {
        unsigned char c = (unsigned char)text[i];
        size_t more = c < 0x80 ? 0 : c < 0xe0 ? 2 : c < 0xf0 ? 3 : 4;
        char one[5] = "";
        if (more && i + more <= end) memcpy(one, text + i, more);
        bool wide =
            more && one[0] && dw_text_utf8_prefix(one, more) == more && !dw_text_steers(one);
        if (wide)
            dw_buffer_add_bytes(out, one, more);
        else if (c >= ' ' && c < 0x7f && c != '"' && c != '\\')
            dw_buffer_add_bytes(out, text + i, 1);
        else
            add_escaped(c, out);
        i += wide ? more : 1;
    }
    dw_buffer_add(out, "\"");
    if (end < n) dw_buffer_format(out, "... (%zu bytes)", n);
}

static const dwl_function *function_at(lua_State *L, int index, const dwl_library **library)
{
    if (!lua_iscfunction(L, index) || !lua_getupvalue(L, index, 1)) return NULL;
    const dwl_function *function = lua_touserdata(L, -1);
    bool light = lua_islightuserdata(L, -1);
    lua_pop(L, 1);
    if (!light || !lua_getupvalue(L, index, 2)) return NULL;
    const void *given = lua_touserdata(L, -1);
    lua_pop(L, 1);
    for (const dwl_library *const *at = dwl_libraries; *at; at++)
        if (*at == given) return *library = *at, function;
    return NULL;
}

const dwl_library *dwl_declared_in(lua_State *L, int index, const dwl_function **function)
{
    const dwl_library *library = NULL;
    index = lua_absindex(L, index);
    if (lua_isfunction(L, index)) {
        *function = function_at(L, index, &library);
        return library;
    }
    if (lua_type(L, index) == LUA_TSTRING || !lua_getmetatable(L, index)) return NULL;
    lua_pushliteral(L, "__call");
    lua_rawget(L, -2);
    *function = function_at(L, lua_gettop(L), &library);
    lua_pop(L, 2);
    return library;
}

static void show_function(lua_State *L, int index, dw_buffer *out)
{
    const dwl_function *function;
    const dwl_library *library = dwl_declared_in(L, index, &function);
    lua_Debug where;
    if (library) {
        bool method = function->form == DWL_METHOD || function->form == DWL_NAMED_METHOD;
        dw_buffer_format(out, "function %s%s%s", library->name,
                         !library->name[0] ? ""
                         : method          ? ":"
                                           : ".",
                         function->name);
        return;
    }
    lua_pushvalue(L, index);
    lua_getinfo(L, ">S", &where);
    if (*where.what == 'C')
        dw_buffer_add(out, "function of Lua");
    else
        dw_buffer_format(out, "function at %s:%d", where.short_src, where.linedefined);
}

/* Whatever the object says of itself; inside a table only its first line. */
static void show_object(shower *s, int index, dw_buffer *out)
{
    size_t n;
    const char *text = luaL_tolstring(s->L, index, &n), *end = memchr(text, '\n', n);
    if (s->depth == 0 && n > 0) {
        while (n && text[n - 1] == '\n') n--;
        dw_buffer_add_bytes(out, text, n);
    } else {
        size_t most = end ? (size_t)(end - text) : n;
        if (most > 100) most = 100;
        while (most < n && most && ((unsigned char)text[most] & 0xc0) == 0x80) most--;
        dw_buffer_add_bytes(out, text, most);
        if (most < n) dw_buffer_add(out, " ...");
    }
    lua_pop(s->L, 1);
}

static bool shows_itself(lua_State *L, int index)
{
    if (lua_istable(L, index) && dwl_strict_owner(L, index)) return false; /* it tells no values */
    bool does = luaL_getmetafield(L, index, "__tostring") != LUA_TNIL;
    if (does) lua_pop(L, 1);
    return does;
}

static void show_kind(lua_State *L, int index, dw_buffer *out)
{
    bool named = luaL_getmetafield(L, index, "__name") == LUA_TSTRING;
    dw_buffer_add(out, named ? lua_tostring(L, -1) : luaL_typename(L, index));
    if (named) lua_pop(L, 1);
}

/* ---- tables ---- */

/* What stands where in the order: numbers, texts, the others. */
static bool key_before(lua_State *L, int a, int b)
{
    bool number = lua_type(L, a) == LUA_TNUMBER, other = lua_type(L, b) == LUA_TNUMBER;
    if (number && other) return lua_compare(L, a, b, LUA_OPLT);
    if (number || other) return number;
    if (lua_type(L, a) != LUA_TSTRING) return false;
    if (lua_type(L, b) != LUA_TSTRING) return true;
    size_t n, m;
    const char *x = lua_tolstring(L, a, &n), *y = lua_tolstring(L, b, &m);
    int sign = memcmp(x, y, n < m ? n : m);
    return sign ? sign < 0 : n < m;
}

/* The key at the top goes to its place in the list, which keeps the first ones; pops it. */
static void insert_key(lua_State *L, int keys, lua_Integer *n)
{
    int key = lua_gettop(L);
    lua_Integer at = *n;
    for (; at > 0; at--) {
        lua_rawgeti(L, keys, at);
        bool moves = key_before(L, key, key + 1);
        if (moves && at < MOST_NAMES)
            lua_rawseti(L, keys, at + 1);
        else
            lua_pop(L, 1);
        if (!moves) break;
    }
    if (at < MOST_NAMES) {
        lua_rawseti(L, keys, at + 1);
        if (*n < MOST_NAMES) ++*n;
    } else {
        lua_pop(L, 1);
    }
}

/* Pushes the list of the first keys beside 1..length; how many keys there are beside them. */
static size_t push_keys(lua_State *L, int table, lua_Integer length, lua_Integer *shown)
{
    size_t all = 0;
    lua_newtable(L);
    int keys = lua_gettop(L);
    *shown = 0;
    for (lua_pushnil(L); lua_next(L, table);) {
        lua_pop(L, 1);
        bool in_list =
            lua_isinteger(L, -1) && lua_tointeger(L, -1) >= 1 && lua_tointeger(L, -1) <= length;
        if (in_list) continue;
        all++;
        lua_pushvalue(L, -1);
        insert_key(L, keys, shown);
    }
    return all;
}

static void show_key(shower *s, int index, dw_buffer *out)
{
    size_t n, i = 0;
    const char *name = lua_type(s->L, index) == LUA_TSTRING ? lua_tolstring(s->L, index, &n) : NULL;
    while (name && i < n && dwl_is_name_byte(name[i])) i++;
    bool plain =
        name && n > 0 && i == n && (name[0] < '0' || name[0] > '9') && !dwl_is_keyword(name, n);
    if (plain) {
        dw_buffer_add(out, name);
    } else {
        dw_buffer_add(out, "[");
        show(s, index, 0, out);
        dw_buffer_add(out, "]");
    }
    dw_buffer_add(out, " = ");
}

/* The parts of a table one after another, and where each ends: a table of texts at the top. */
typedef struct parts {
    int texts;
    lua_Integer n, bare; /* bare: without a name */
    size_t bytes;
    bool lines; /* one of them has several lines */
} parts;

/* The buffer at the top becomes the next part. */
static void add_part(lua_State *L, parts *p, dw_buffer *part)
{
    p->bytes += part->length + 2;
    p->lines = p->lines || (part->text && memchr(part->text, '\n', part->length));
    dwl_buffer_to_string(L, part);
    lua_rawseti(L, p->texts, ++p->n);
}

static void add_rest(lua_State *L, parts *p, size_t left)
{
    if (left == 0) return;
    dw_buffer *part = dwl_push_buffer(L);
    dw_buffer_format(part, "... %zu more", left);
    add_part(L, p, part);
}

static void collect_list(shower *s, int table, lua_Integer length, size_t indent, parts *p)
{
    lua_State *L = s->L;
    lua_Integer most = length < MOST_ELEMENTS ? length : MOST_ELEMENTS - 1, i = 1;
    for (; i <= most && s->left > 0; i++) {
        dw_buffer *part = dwl_push_buffer(L);
        lua_rawgeti(L, table, i);
        show(s, lua_gettop(L), indent, part);
        lua_pop(L, 1);
        add_part(L, p, part);
    }
    p->bare = p->n;
    add_rest(L, p, (size_t)(length - i + 1));
}

static void collect_names(shower *s, int table, lua_Integer length, size_t indent, parts *p)
{
    lua_State *L = s->L;
    lua_Integer shown, i = 1;
    size_t all = push_keys(L, table, length, &shown);
    int keys = lua_gettop(L);
    for (; i <= shown && s->left > 0; i++) {
        dw_buffer *part = dwl_push_buffer(L);
        lua_rawgeti(L, keys, i);
        show_key(s, lua_gettop(L), part);
        lua_rawget(L, table);
        show(s, lua_gettop(L), indent, part);
        lua_pop(L, 1);
        add_part(L, p, part);
    }
    add_rest(L, p, all - (size_t)(i - 1));
    lua_remove(L, keys);
}

/* In one line if they fit; else named ones a line each, the others as many as fit. */
static void lay_out(lua_State *L, const parts *p, size_t indent, dw_buffer *out)
{
    bool one_line = !p->lines && indent + p->bytes + 4 <= WIDTH;
    size_t column = 0;
    dw_buffer_add(out, p->n == 0 ? "{}" : one_line ? "{ " : "{");
    for (lua_Integer i = 1; i <= p->n; i++) {
        size_t n;
        lua_rawgeti(L, p->texts, i);
        const char *text = lua_tolstring(L, -1, &n);
        bool starts = !one_line && (i == 1 || i > p->bare + 1 || (i == p->bare + 1 && p->bare) ||
                                    indent + column + n > WIDTH - 4);
        if (i > 1) dw_buffer_add(out, starts ? "," : ", ");
        if (starts) {
            dw_buffer_format(out, "\n%*s", (int)indent + 2, "");
            column = 0;
        }
        dw_buffer_add_bytes(out, text, n);
        column += n + 2;
        lua_pop(L, 1);
    }
    if (!p->n) return;
    if (one_line)
        dw_buffer_add(out, " }");
    else
        dw_buffer_format(out, "\n%*s}", (int)indent, "");
}

static void show_table(shower *s, int table, size_t indent, dw_buffer *out)
{
    lua_State *L = s->L;
    const void *address = lua_topointer(L, table);
    for (int i = 0; i < s->depth; i++)
        if (s->path[i] == address) {
            dw_buffer_add(out, "{ itself }");
            return;
        }
    if (s->depth == DEEPEST || s->left <= 0) {
        lua_pushnil(L);
        bool empty = !lua_next(L, table);
        if (!empty) lua_pop(L, 2);
        dw_buffer_add(out, empty ? "{}" : "{ ... }");
        return;
    }
    s->path[s->depth++] = address;
    lua_newtable(L);
    parts p = { .texts = lua_gettop(L) };
    lua_Integer length = (lua_Integer)lua_rawlen(L, table);
    collect_list(s, table, length, indent + 2, &p);
    collect_names(s, table, length, indent + 2, &p);
    lay_out(L, &p, indent, out);
    lua_pop(L, 1);
    s->depth--;
}

/* ---- any ---- */

static void show(shower *s, int index, size_t indent, dw_buffer *out)
{
    lua_State *L = s->L;
    size_t n;
    luaL_checkstack(L, 20, "a value to show");
    s->left--;
    int type = lua_type(L, index);
    if (type == LUA_TSTRING) {
        const char *text = lua_tolstring(L, index, &n);
        show_text(text, n, s->depth ? MOST_BYTES_INSIDE : MOST_BYTES, out);
    } else if (type == LUA_TFUNCTION) {
        show_function(L, index, out);
    } else if (type == LUA_TNUMBER || type == LUA_TBOOLEAN || type == LUA_TNIL ||
               shows_itself(L, index)) {
        show_object(s, index, out);
    } else if (type == LUA_TTABLE) {
        show_table(s, index, indent, out);
    } else if (type == LUA_TTHREAD) {
        dw_buffer_add(out, "coroutine");
    } else {
        show_kind(L, index, out);
    }
}

void dwl_show_values(lua_State *L, int first, int last, dw_buffer *out)
{
    bool lines = false;
    int most = last - first < MOST_VALUES ? last : first + MOST_VALUES - 1;
    lua_newtable(L);
    int texts = lua_gettop(L);
    for (int i = first; i <= most; i++) {
        shower s = { .L = L, .left = MOST_PARTS };
        dw_buffer *text = dwl_push_buffer(L);
        show(&s, i, 0, text);
        lines = lines || (text->text && strchr(text->text, '\n'));
        dwl_buffer_to_string(L, text);
        lua_rawseti(L, texts, i - first + 1);
    }
    for (int i = first; i <= most; i++) {
        size_t n;
        lua_rawgeti(L, texts, i - first + 1);
        const char *text = lua_tolstring(L, -1, &n);
        if (i > first) dw_buffer_add(out, lines ? "\n" : "\t");
        dw_buffer_add_bytes(out, text, n);
        lua_pop(L, 1);
    }
    if (most < last) dw_buffer_format(out, "%s... %d more", lines ? "\n" : "\t", last - most);
    lua_pop(L, 1);
}
