/* The words of a Lua text, one after another: for whoever looks at what is typed before, or
 * without, compiling it. Never fails: what Lua would refuse is a token of its own. */
#ifndef DWL_TOKEN_H
#define DWL_TOKEN_H

#include <stdbool.h>
#include <stddef.h>

typedef enum dwl_token_kind {
    DWL_TOKEN_END,
    DWL_TOKEN_NAME,    /* keywords, too */
    DWL_TOKEN_NUMBER,  /* as far as letters, digits and dots go */
    DWL_TOKEN_STRING,  /* quotes or long brackets and all */
    DWL_TOKEN_COMMENT, /* from the dashes on, without the end of the line */
    DWL_TOKEN_SIGN     /* one character; of "==", "~=", "<=", ">=", "//", "::", "..", "..." all */
} dwl_token_kind;

typedef struct dwl_token {
    dwl_token_kind kind;
    const char *at;
    size_t n;
    bool open; /* a string or a long comment whose end is not there */
} dwl_token;

/* The first token at or after `at`, white space skipped. */
dwl_token dwl_token_next(const char *at, const char *end);
/* The next that is no comment. */
dwl_token dwl_token_code(const char *at, const char *end);

bool dwl_token_is(const dwl_token *token, const char *text);
bool dwl_is_keyword(const char *name, size_t n);
bool dwl_is_name_byte(char c);

/* All keywords, ended by NULL. */
extern const char *const dwl_keywords[];

#endif
