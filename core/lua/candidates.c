#include "lua/candidates.h"

#include <stdint.h>
#include <string.h>

#include "data/published.h"
#include "data/table.h"
#include "lua/description.h"
#include "lua/fields.h"
#include "lua/montecarlo.h"
#include "lua/place.h"
#include "lua/session.h"
#include "lua/show_value.h"

typedef struct finder {
    lua_State *L;
    dwl_candidates *out;
    dwl_place *place;
    int seen; /* table at the index */
} finder;

void dwl_candidates_add(dwl_candidates *candidates, const char *name, size_t n)
{
    dw_buffer_add_bytes(&candidates->names, name, n);
    dw_buffer_add_bytes(&candidates->names, "", 1);
    if (!candidates->names.failed) candidates->count++;
}

static void offer_bytes(void *context, const char *name, size_t n)
{
    finder *f = context;
    const dwl_place *place = f->place;
    if (n < place->n || memcmp(name, place->word, place->n) != 0 || memchr(name, '\0', n)) return;
    lua_pushlstring(f->L, name, n);
    lua_pushvalue(f->L, -1);
    bool again = lua_rawget(f->L, f->seen) != LUA_TNIL;
    lua_pop(f->L, 1);
    lua_pushboolean(f->L, true);
    lua_rawset(f->L, f->seen);
    if (!again) dwl_candidates_add(f->out, name, n);
}

static void offer(finder *f, const char *name)
{
    offer_bytes(f, name, strlen(name));
}

/* ---- what stands before ---- */

static bool push_variable(finder *f, size_t i)
{
    const dwl_token *name = &f->place->tokens[i];
    if (dwl_session_get(f->L, name->at, name->n)) return true;
    lua_pushglobaltable(f->L);
    lua_pushlstring(f->L, name->at, name->n);
    bool is = lua_rawget(f->L, -2) != LUA_TNIL;
    lua_remove(f->L, -2);
    if (!is) lua_pop(f->L, 1);
    return is;
}

static bool is_step(const dwl_place *place, size_t i)
{
    return dwl_place_is(place, i, ".") || dwl_place_is(place, i, ":");
}

/* The first token of "a.b:c", which ends before a token. */
static size_t start_of_path(const dwl_place *place, size_t end)
{
    size_t i = end - 1;
    while (i >= 2 && is_step(place, i - 1) && dwl_place_is_name(place, i - 2)) i -= 2;
    return i;
}

/* Pushes the value of such a path; false when it is not known without running something. */
static bool push_path(finder *f, size_t end)
{
    const dwl_place *place = f->place;
    lua_State *L = f->L;
    if (end == 0) return false;
    if (place->tokens[end - 1].kind == DWL_TOKEN_STRING) return lua_pushliteral(L, ""), true;
    if (!dwl_place_is_name(place, end - 1)) return false;
    size_t i = start_of_path(place, end);
    if (i > 0 && is_step(place, i - 1)) return false;
    if (!push_variable(f, i)) return false;
    for (i += 2; i < end; i += 2) {
        const dwl_token *name = &place->tokens[i];
        bool is = dwl_field_of(L, lua_gettop(L), name->at, name->n);
        lua_remove(L, is ? -2 : -1);
        if (!is) return false;
    }
    return true;
}

/* ---- calls ---- */

typedef struct call {
    const dwl_library *library;
    const dwl_function *function;
    const dw_option *options;
    bool named;
} call;

static void take_function(finder *f, const dwl_library *library, const dwl_function *function,
                          call *out)
{
    const dw_sim *sim = dwl_sim_of(library, function);
    if (!sim && library == &dwl_sim_library) sim = dwl_defined_sim(f->L, function->name);
    *out = (call){ library, function, sim ? sim->options : function->arguments,
                   sim || function->form == DWL_NAMED || function->form == DWL_NAMED_METHOD };
}

/* The only method of that name that any kind of object has. */
static bool find_method(finder *f, const dwl_token *name, call *out)
{
    int found = 0;
    for (const dwl_library *const *at = dwl_libraries; *at; at++)
        for (const dwl_function *function = (*at)->functions; function->name; function++) {
            bool method = function->form == DWL_METHOD || function->form == DWL_NAMED_METHOD;
            if (!method || !dwl_token_is(name, function->name)) continue;
            found++;
            take_function(f, *at, function, out);
        }
    return found == 1;
}

/* The function whose name ends before a token. */
static bool find_call(finder *f, size_t end, call *out)
{
    const dwl_function *function = NULL;
    const dwl_library *library = NULL;
    if (end == 0 || !dwl_place_is_name(f->place, end - 1)) return false;
    if (push_path(f, end)) {
        library = dwl_declared_in(f->L, -1, &function);
        if (library) take_function(f, library, function, out);
        lua_pop(f->L, 1);
        return library != NULL;
    }
    return end >= 2 && dwl_place_is(f->place, end - 2, ":") &&
           find_method(f, &f->place->tokens[end - 1], out);
}

static const dw_option *option_at(const dw_option *list, size_t i)
{
    for (; list && list->name && i > 0; i--) list++;
    return list && list->name ? list : NULL;
}

static const dw_option *option_named(const dw_option *list, const dwl_token *name)
{
    for (; list && list->name; list++) {
        const dw_option *inner = list->kind == DW_LIST ? option_named(list->group, name) : NULL;
        if (inner) return inner;
        if (list->kind != DW_LIST && dwl_token_is(name, list->name)) return list;
    }
    return NULL;
}

static const dw_option *list_of_brace(finder *f, size_t brace);

/* The option whose value stands at a token: an argument, or behind "name =". *function: of whom. */
static const dw_option *option_of_value(finder *f, size_t at, call *of)
{
    const dwl_place *place = f->place;
    *of = (call){ 0 };
    if (at == 0) return NULL;
    if (dwl_place_is_name(place, at - 1)) /* f "text" */
        return find_call(f, at, of) && !of->named ? option_at(of->options, 0) : NULL;
    if (dwl_place_is(place, at - 1, "=")) {
        size_t open = dwl_place_open(place, at);
        bool in_braces = at >= 2 && open != SIZE_MAX && dwl_place_is(place, open, "{");
        if (!in_braces || !dwl_place_is_name(place, at - 2)) return NULL;
        return option_named(list_of_brace(f, open), &place->tokens[at - 2]);
    }
    if (!dwl_place_is(place, at - 1, "(") && !dwl_place_is(place, at - 1, ",")) return NULL;
    size_t open = dwl_place_open(place, at);
    bool called = open != SIZE_MAX && dwl_place_is(place, open, "(") && find_call(f, open, of);
    if (!called || of->named) return NULL;
    return option_at(of->options, dwl_place_commas(place, open, at));
}

/* The options that may stand in these braces; NULL: any value may. */
static const dw_option *list_of_brace(finder *f, size_t brace)
{
    const dwl_place *place = f->place;
    call of = { 0 };
    if (brace == 0) return NULL;
    bool direct = dwl_place_is_name(place, brace - 1) && find_call(f, brace, &of);
    bool first = !direct && dwl_place_is(place, brace - 1, "(") && find_call(f, brace - 1, &of);
    if ((direct || first) && of.named) return of.options;
    const dw_option *option = option_of_value(f, brace, &of);
    return option && option->kind == DW_GROUP ? option->group : NULL;
}

/* ---- what is offered ---- */

static void offer_options(finder *f, const dw_option *list, size_t brace)
{
    for (; list && list->name; list++) {
        if (list->kind == DW_LIST)
            offer_options(f, list->group, brace);
        else if (!dwl_place_has(f->place, brace, list->name))
            offer(f, list->name);
    }
}

static void offer_variables(finder *f)
{
    for (const char *const *word = dwl_keywords; *word; word++) offer(f, *word);
    dwl_session_push_names(f->L);
    dwl_fields_each(f->L, lua_gettop(f->L), false, offer_bytes, f);
    lua_pushglobaltable(f->L);
    for (lua_pushnil(f->L); lua_next(f->L, -2); lua_pop(f->L, 1))
        if (lua_type(f->L, -2) == LUA_TSTRING) offer(f, lua_tostring(f->L, -2));
}

static void offer_name(finder *f)
{
    const dwl_place *place = f->place;
    size_t last = place->count, open = dwl_place_open(place, last);
    bool starts =
        last && (dwl_place_is(place, last - 1, "{") || dwl_place_is(place, last - 1, ",") ||
                 dwl_place_is(place, last - 1, ";"));
    bool in_braces = starts && open != SIZE_MAX && dwl_place_is(place, open, "{");
    const dw_option *list = in_braces ? list_of_brace(f, open) : NULL;
    if (!list) {
        offer_variables(f);
        return;
    }
    f->out->after = " = ";
    offer_options(f, list, open);
}

static void offer_fields(finder *f)
{
    const dwl_place *place = f->place;
    size_t step = place->count - 1;
    if (!push_path(f, step)) return;
    dwl_fields_each(f->L, lua_gettop(f->L), dwl_place_is(place, step, ":"), offer_bytes, f);
}

static void offer_reference(finder *f)
{
    for (const dwl_library *const *at = dwl_libraries; *at; at++) {
        const dwl_library *library = *at;
        offer(f, library->name);
        for (const dwl_function *function = library->functions; function->name; function++) {
            bool method = function->form == DWL_METHOD || function->form == DWL_NAMED_METHOD;
            const char *between = !library->name[0] ? "" : method ? ":" : ".";
            offer(f, lua_pushfstring(f->L, "%s%s%s", library->name, between, function->name));
            lua_pop(f->L, 1);
        }
    }
}

/* Lua could raise, and lose the index. */
static void add_published(finder *f, const char *name)
{
    if (strncmp(name, f->place->word, f->place->n) == 0)
        dwl_candidates_add(f->out, name, strlen(name));
}

static void offer_published(finder *f)
{
    dw_table *index;
    dw_error err;
    const char *home = dwl_run_of(f->L)->home;
    const char *folder = lua_pushfstring(f->L, "%s/core/data/published", home);
    if (dw_published_names(folder, &index, &err)) return;
    ptrdiff_t column = dw_table_column(index, "name");
    for (size_t i = 0; column >= 0 && i < index->rows; i++)
        add_published(f, index->columns[column].texts[i]);
    dw_table_free(index);
}

/* help "..." and doc "...", with a parenthesis or without. */
static bool is_help(const dwl_place *place)
{
    size_t i = place->count;
    if (i && dwl_place_is(place, i - 1, "(")) i--;
    return i && (dwl_place_is(place, i - 1, "help") || dwl_place_is(place, i - 1, "doc")) &&
           (i < 2 || !is_step(place, i - 2));
}

static void offer_texts(finder *f)
{
    const dwl_place *place = f->place;
    call of;
    f->out->quote = place->quote;
    f->out->after = place->quote == '"' ? "\"" : "'";
    const dw_option *option = option_of_value(f, place->count, &of);
    if (option && option->choices)
        for (const char *const *choice = option->choices; *choice; choice++) offer(f, *choice);
    else if (is_help(place))
        offer_reference(f);
    else if (of.library == &dwl_data_library && strcmp(of.function->name, "published") == 0)
        offer_published(f);
    else
        f->out->files = true;
}

static int find(lua_State *L)
{
    finder *f = lua_touserdata(L, 1);
    f->L = L;
    lua_newtable(L);
    f->seen = lua_gettop(L);
    switch (f->place->kind) {
    case DWL_PLACE_NAME:
        offer_name(f);
        break;
    case DWL_PLACE_FIELD:
        offer_fields(f);
        break;
    case DWL_PLACE_TEXT:
        offer_texts(f);
        break;
    default:
        break;
    }
    return 0;
}

void dwl_candidates_find(lua_State *L, const char *text, size_t n, dwl_candidates *out)
{
    dwl_place place;
    finder f = { .out = out, .place = &place };
    int top = lua_gettop(L);
    if (dwl_place_find(&place, text, n) && lua_checkstack(L, 3)) {
        out->word = place.n;
        lua_pushcfunction(L, find);
        lua_pushlightuserdata(L, &f);
        if (lua_pcall(L, 1, 0, 0) != LUA_OK) lua_settop(L, top); /* no memory: nothing */
    }
    dwl_place_free(&place);
}
