#include "lua/place.h"

#include <stdint.h>
#include <string.h>

static const dwl_token *last(const dwl_place *place)
{
    return place->count ? &place->tokens[place->count - 1] : NULL;
}

static bool is_sign(const dwl_token *token, char sign)
{
    return token->kind == DWL_TOKEN_SIGN && token->n == 1 && *token->at == sign;
}

/* Nothing can follow a value but a sign or, after a space, a keyword. */
static bool is_value(const dwl_token *token)
{
    return token->kind == DWL_TOKEN_NUMBER || token->kind == DWL_TOKEN_STRING ||
           is_sign(token, ')') || is_sign(token, ']') || is_sign(token, '}');
}

static void find_kind(dwl_place *place, const char *end)
{
    const dwl_token *token = last(place);
    place->kind = DWL_PLACE_NAME;
    place->word = end;
    if (!token) return;
    bool touches = token->at + token->n == end;
    if (touches && token->kind == DWL_TOKEN_NAME) {
        place->word = token->at;
        place->n = token->n;
        place->count--;
    } else if (touches && token->kind == DWL_TOKEN_STRING && token->open && *token->at != '[') {
        place->kind = DWL_PLACE_TEXT;
        place->quote = *token->at;
        place->word = token->at + 1;
        place->n = token->n - 1;
        place->count--;
        return;
    } else if ((touches && is_value(token)) || token->open) {
        place->kind = DWL_PLACE_NONE;
        return;
    }
    token = last(place);
    if (token && (is_sign(token, '.') || is_sign(token, ':'))) place->kind = DWL_PLACE_FIELD;
}

bool dwl_place_find(dwl_place *place, const char *text, size_t n)
{
    const char *end = text + n;
    *place = (dwl_place){ .kind = DWL_PLACE_NONE };
    for (const char *at = text; at < end;) {
        const dwl_token token = dwl_token_next(at, end);
        at = token.at + token.n;
        bool comment = token.kind == DWL_TOKEN_COMMENT;
        if (comment && at == end) return true; /* inside it */
        if (comment || token.kind == DWL_TOKEN_END) continue;
        dw_buffer_add_bytes(&place->room, (const char *)&token, sizeof token);
        place->count++;
    }
    place->tokens = (const dwl_token *)(void *)place->room.text;
    if (place->room.failed) return false;
    find_kind(place, end);
    return true;
}

void dwl_place_free(dwl_place *place)
{
    dw_buffer_free(&place->room);
}

bool dwl_place_is(const dwl_place *place, size_t i, const char *text)
{
    return i < place->count && dwl_token_is(&place->tokens[i], text);
}

bool dwl_place_is_name(const dwl_place *place, size_t i)
{
    return i < place->count && place->tokens[i].kind == DWL_TOKEN_NAME &&
           !dwl_is_keyword(place->tokens[i].at, place->tokens[i].n);
}

/* 1 of an opening bracket, -1 of a closing one. */
static int bracket(const dwl_token *token)
{
    if (token->kind != DWL_TOKEN_SIGN || token->n != 1) return 0;
    return strchr("([{", *token->at) ? 1 : strchr(")]}", *token->at) ? -1 : 0;
}

size_t dwl_place_open(const dwl_place *place, size_t before)
{
    int depth = 0;
    for (size_t i = before; i-- > 0;) {
        depth -= bracket(&place->tokens[i]);
        if (depth < 0) return i;
    }
    return SIZE_MAX;
}

size_t dwl_place_commas(const dwl_place *place, size_t from, size_t before)
{
    size_t commas = 0;
    int depth = 0;
    for (size_t i = from + 1; i < before; i++) {
        depth += bracket(&place->tokens[i]);
        commas += depth == 0 && is_sign(&place->tokens[i], ',');
    }
    return commas;
}

bool dwl_place_has(const dwl_place *place, size_t from, const char *name)
{
    int depth = 0;
    for (size_t i = from + 1; i + 1 < place->count; i++) {
        depth += bracket(&place->tokens[i]);
        if (depth == 0 && dwl_place_is(place, i, name) && dwl_place_is(place, i + 1, "="))
            return true;
    }
    return false;
}
