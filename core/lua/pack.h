/* A value of one Lua state written down so that another state can make its own copy: how a trial
 * function and what it uses reach the state of every thread.
 *
 * Plain values, tables of them, arrays, abilities, functions of Lua with what they use, and the
 * functions and libraries that every state has come along; anything else is refused by name. Tables
 * and functions that appear twice are one in the copy, too; so are variables that two functions
 * share. */
#ifndef DWL_PACK_H
#define DWL_PACK_H

#include "lua/glue.h"

/* Appends the value at an index to a pack (empty at first; a pack holds one value). `name` is what
 * the script calls it. Raises an error that names what cannot come along. */
void dwl_pack(lua_State *L, int index, const char *name, dw_buffer *pack);

/* Pushes a copy of the packed value, and under it a table of all objects and variables that are in
 * it, for dwl_pack_changed. May raise: call it protected. */
void dwl_unpack(lua_State *L, const dw_buffer *pack);

/* Two copies of one pack, given by their tables of objects: pushes the name of the first object or
 * variable whose contents now differ and returns true; false when none does. */
bool dwl_pack_changed(lua_State *L, int live, int pristine);

/* Marks in a pack; a number that follows is a size_t. */
enum {
    DWL_PACK_NIL = 'n',
    DWL_PACK_FALSE = '0',
    DWL_PACK_TRUE = '1',
    DWL_PACK_INTEGER = 'i',
    DWL_PACK_NUMBER = 'd',
    DWL_PACK_TEXT = 's',     /* length, bytes */
    DWL_PACK_AGAIN = 'r',    /* number of the object */
    DWL_PACK_TABLE = 't',    /* name, owner if strict, its names; keys, values; END */
    DWL_PACK_ARRAY = 'a',    /* name; rows, columns, is_matrix, elements */
    DWL_PACK_ABILITY = 'b',  /* the ability, its points */
    DWL_PACK_FUNCTION = 'f', /* code as a text, count; for each variable AGAIN or VARIABLE */
    DWL_PACK_VARIABLE = 'v', /* name; value */
    DWL_PACK_LIBRARY = 'l',  /* path: "math.floor" */
    DWL_PACK_GLOBALS = 'g',
    DWL_PACK_END = 'e'
};

/* Libraries that every state has, ended by NULL; functions without one are looked for, too. */
extern const char *const dwl_pack_libraries[], *const dwl_pack_functions[];

#endif
