/* Where in a text one is typing: the tokens before, and the piece of a word that is there so far.
 */
#ifndef DWL_PLACE_H
#define DWL_PLACE_H

#include "base/text.h"
#include "lua/token.h"

typedef enum dwl_place_kind {
    DWL_PLACE_NONE,  /* in a comment, behind a number: nothing is to be offered */
    DWL_PLACE_NAME,  /* a variable, a keyword, an option */
    DWL_PLACE_FIELD, /* behind a dot or a colon: the last token */
    DWL_PLACE_TEXT   /* inside quotes */
} dwl_place_kind;

typedef struct dwl_place {
    dwl_place_kind kind;
    const char *word; /* up to the end of the text */
    size_t n;
    char quote;              /* of a text */
    const dwl_token *tokens; /* before the word, without comments */
    size_t count;
    dw_buffer room;
} dwl_place;

/* The text has to stay. False when there is no memory; free it in any case. */
bool dwl_place_find(dwl_place *place, const char *text, size_t n);
void dwl_place_free(dwl_place *place);

bool dwl_place_is(const dwl_place *place, size_t i, const char *text);
/* Whether a token is a name and no keyword. */
bool dwl_place_is_name(const dwl_place *place, size_t i);
/* The bracket that is open before a token; SIZE_MAX: none is. */
size_t dwl_place_open(const dwl_place *place, size_t before);
/* How many commas stand behind that bracket, before the word, in no other brackets. */
size_t dwl_place_commas(const dwl_place *place, size_t bracket, size_t before);
/* Whether `name =` stands there, too. */
bool dwl_place_has(const dwl_place *place, size_t bracket, const char *name);

#endif
