#include "lua/retell.h"

#include <string.h>

#include "lua/token.h"

typedef struct reteller {
    lua_State *L;
    const dwl_retelling *names;
    dw_buffer *out;
    const char *copied, *end; /* what is before `copied` is in `out` */
    int kept, depth;          /* table at the index of names that stay locals */
} reteller;

static bool has(reteller *r, int table, const dwl_token *name)
{
    lua_pushlstring(r->L, name->at, name->n);
    bool is = lua_rawget(r->L, table) != LUA_TNIL;
    lua_pop(r->L, 1);
    return is;
}

static void put(reteller *r, int table, const dwl_token *name, bool bare)
{
    lua_pushlstring(r->L, name->at, name->n);
    lua_pushboolean(r->L, bare);
    lua_rawset(r->L, table);
}

static void copy_to(reteller *r, const char *to)
{
    dw_buffer_add_bytes(r->out, r->copied, (size_t)(to - r->copied));
    r->copied = to;
}

/* Spaces instead of the text up to there; its lines stay. */
static void blank_to(reteller *r, const char *to)
{
    for (; r->copied < to; r->copied++)
        dw_buffer_add_bytes(r->out, *r->copied == '\n' ? "\n" : " ", 1);
}

static dwl_token after(const reteller *r, const dwl_token *token)
{
    return dwl_token_code(token->at + token->n, r->end);
}

/* ---- local a <const>, b = ... ---- */

typedef struct attribute {
    const char *from, *to;
} attribute;

enum { MOST_LOCALS = 200 };

typedef struct local_list {
    dwl_token names[MOST_LOCALS];
    attribute attributes[MOST_LOCALS];
    size_t n;
    dwl_token next; /* behind it */
    bool stays;
} local_list;

static void read_locals(reteller *r, dwl_token name, local_list *list)
{
    list->n = 0;
    list->stays = false;
    for (;;) {
        attribute *a = &list->attributes[list->n];
        list->names[list->n++] = name;
        *a = (attribute){ name.at + name.n, name.at + name.n };
        list->stays = list->stays || dwl_token_is(&name, "_ENV") || has(r, r->kept, &name);
        list->next = after(r, &name);
        if (dwl_token_is(&list->next, "<")) {
            dwl_token word = after(r, &list->next), close = after(r, &word);
            list->stays = list->stays || dwl_token_is(&word, "close");
            a->to = close.at + close.n;
            list->next = after(r, &close);
        }
        if (!dwl_token_is(&list->next, ",") || list->n == MOST_LOCALS) return;
        name = after(r, &list->next);
    }
}

/* `word` is local; ";" ends what came before it, as the word did. */
static dwl_token retell_locals(reteller *r, const dwl_token *word, dwl_token name)
{
    local_list list;
    read_locals(r, name, &list);
    for (size_t i = 0; i < list.n; i++)
        put(r, list.stays ? r->kept : r->names->declared, &list.names[i], false);
    if (list.stays) return list.next;
    copy_to(r, word->at);
    dw_buffer_add(r->out, ";    ");
    r->copied += word->n;
    for (size_t i = 0; i < list.n; i++) {
        copy_to(r, list.attributes[i].from);
        blank_to(r, list.attributes[i].to);
    }
    if (!dwl_token_is(&list.next, "=")) dw_buffer_add(r->out, " = nil");
    return list.next;
}

static dwl_token retell_local(reteller *r, const dwl_token *word)
{
    dwl_token next = after(r, word);
    if (!dwl_token_is(&next, "function")) return retell_locals(r, word, next);
    dwl_token name = after(r, &next);
    if (has(r, r->kept, &name)) return next;
    put(r, r->names->declared, &name, false);
    copy_to(r, word->at);
    dw_buffer_add(r->out, ";    ");
    r->copied += word->n;
    return next;
}

/* ---- x = 3, function f() ... at the very start ---- */

static bool is_new(reteller *r, const dwl_token *name)
{
    if (name->kind != DWL_TOKEN_NAME || dwl_is_keyword(name->at, name->n)) return false;
    if (has(r, r->names->known, name)) return false;
    lua_pushglobaltable(r->L);
    bool is = !has(r, lua_gettop(r->L), name);
    lua_pop(r->L, 1);
    return is;
}

static void declare_first(reteller *r, const char *text)
{
    dwl_token first = dwl_token_code(text, r->end), token = first;
    if (dwl_token_is(&first, "function")) {
        dwl_token name = after(r, &first), next = after(r, &name);
        if (dwl_token_is(&next, "(") && is_new(r, &name)) put(r, r->names->declared, &name, true);
        return;
    }
    while (token.kind == DWL_TOKEN_NAME) { /* is it a list of names before "="? */
        token = after(r, &token);
        if (dwl_token_is(&token, "=")) break;
        if (!dwl_token_is(&token, ",")) return;
        token = after(r, &token);
    }
    if (!dwl_token_is(&token, "=")) return;
    for (token = first; !dwl_token_is(&token, "="); token = after(r, &token))
        if (is_new(r, &token)) put(r, r->names->declared, &token, true);
}

static int opens(const dwl_token *token)
{
    static const char *const openers[] = { "function", "do", "if", "repeat", NULL };
    if (token->kind != DWL_TOKEN_NAME) return 0;
    for (const char *const *word = openers; *word; word++)
        if (dwl_token_is(token, *word)) return 1;
    return dwl_token_is(token, "end") || dwl_token_is(token, "until") ? -1 : 0;
}

void dwl_retell(lua_State *L, const char *text, size_t n, const dwl_retelling *names,
                dw_buffer *out)
{
    lua_newtable(L);
    reteller r = { L, names, out, text, text + n, lua_gettop(L), 0 };
    declare_first(&r, text);
    bool field = false;
    for (dwl_token token = dwl_token_code(text, r.end); token.kind != DWL_TOKEN_END;) {
        r.depth += opens(&token);
        bool keyword = dwl_is_keyword(token.at, token.n);
        if (token.kind == DWL_TOKEN_NAME && !keyword && !field && has(&r, names->known, &token))
            put(&r, names->used, &token, true);
        field = dwl_token_is(&token, ".") || dwl_token_is(&token, ":");
        token = r.depth == 0 && dwl_token_is(&token, "local") ? retell_local(&r, &token)
                                                              : after(&r, &token);
    }
    copy_to(&r, r.end);
    lua_pop(L, 1);
}
