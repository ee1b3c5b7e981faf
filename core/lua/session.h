/* Chunks that are typed one after another into one state, as if they were one long script: what
 * one of them declares `local` the next ones know, and functions share. */
#ifndef DWL_SESSION_H
#define DWL_SESSION_H

#include "lua/glue.h"

typedef enum dwl_chunk_end {
    DWL_CHUNK_DONE,
    DWL_CHUNK_INCOMPLETE, /* more of it has to be typed: nothing was run */
    DWL_CHUNK_FAILED
} dwl_chunk_end;

typedef struct dwl_chunk {
    const char *text;
    size_t n;
    const char *name; /* in messages */
    size_t line;      /* that its first line is */
    bool is_last;     /* nothing more can be typed: what is incomplete fails */
} dwl_chunk;

/* What was typed so far and worked, as one script. */
typedef struct dwl_session {
    lua_State *L;
    dw_buffer script;
} dwl_session;

/* False and a message when there is no memory. The state stays the caller's. */
bool dwl_session_open(dwl_session *session, lua_State *L, dw_buffer *message);
void dwl_session_close(dwl_session *session);

/* Compiles, runs, and prints the values: `_` is then the first of them. A failure leaves a message
 * with the line. */
dwl_chunk_end dwl_session_run(dwl_session *session, const dwl_chunk *chunk, dw_buffer *message);

/* Sets a variable to the value at the top, and pops it. May raise. */
void dwl_session_set(lua_State *L, const char *name);
/* Pushes a variable's value; false, and nothing is pushed, when there is none. */
bool dwl_session_get(lua_State *L, const char *name, size_t n);
/* Pushes the table whose keys are the names of the variables. */
void dwl_session_push_names(lua_State *L);

#endif
