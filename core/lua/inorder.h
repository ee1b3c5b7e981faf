/* A walk over a table whose order is the same in each run: numbers, then texts, then the rest as it
 * comes. Lua's own depends on where things are in memory. */
#ifndef DWL_INORDER_H
#define DWL_INORDER_H

#include <lua.h>
#include <stdbool.h>

typedef struct dwl_walk {
    int table; /* index on the stack */
    bool sorted;
    lua_Integer at, count;
} dwl_walk;

/* Pushes what the walk needs: two values. The table is at an index and must stay as it is. */
dwl_walk dwl_walk_start(lua_State *L, int table);
/* Pushes the next key and its value: the caller pops the value before the next call. At the end
 * nothing is pushed, and what start pushed is gone. */
bool dwl_walk_next(lua_State *L, dwl_walk *walk);

#endif
