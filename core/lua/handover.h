/* A value of one Lua state written down so that another state can make its own copy: what passes
 * between a student's script and the checker, which share nothing.
 *
 * Numbers, texts, true and false, arrays, and tables of these are copied. A function stays where it
 * is: its number and its name are written, and the other state makes something that calls it. */
#ifndef DWL_HANDOVER_H
#define DWL_HANDOVER_H

#include "lua/glue.h"

enum { DWL_MOST_PARCEL = 64 << 20 }; /* bytes */

/* Appends the value at an index. `name` is what the script calls it. Functions are added to the
 * table at index `functions` (0: they are refused). Raises an error that names what cannot be
 * handed over and what to do instead. */
void dwl_hand_over(lua_State *L, int index, const char *name, int functions, dw_buffer *parcel);

/* Pushes a function of the other state. */
typedef void dwl_push_foreign(lua_State *L, lua_Integer number, const char *name, void *context);

/* Where in a parcel the next value is. */
typedef struct dwl_parcel_reader {
    const char *at, *end;
    dwl_push_foreign *push_foreign;
    void *context;
} dwl_parcel_reader;

/* Pushes a copy of the next value. May raise: call it protected. */
void dwl_take_over(lua_State *L, dwl_parcel_reader *reader);

/* Writing without a state: fields of a table that is open. A series without numbers is left out. */
void dwl_parcel_open(dw_buffer *parcel);
void dwl_parcel_close(dw_buffer *parcel);
void dwl_parcel_name(dw_buffer *parcel, const char *name);
void dwl_parcel_text(dw_buffer *parcel, const char *name, const char *text);
void dwl_parcel_integer(dw_buffer *parcel, const char *name, int64_t value);
void dwl_parcel_index(dw_buffer *parcel, int64_t index); /* the key of a list's element */
void dwl_parcel_series(dw_buffer *parcel, const char *name, const double *x, size_t n);

#endif
