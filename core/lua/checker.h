/* Checks a student's script: runs the exercise's `check` in a state of its own, with what it needs
 * to run the script in other states and to say what it finds. */
#ifndef DWL_CHECKER_H
#define DWL_CHECKER_H

#include "lua/glue.h"
#include "lua/verdict.h"

typedef struct dwl_check {
    const dwl_run *script; /* how the student's script is run */
    dwl_verdict *verdict;
    bool paints; /* the first figure is painted into the script's output folder */
    size_t runs; /* done so far */
} dwl_check;

/* Fills the verdict. What is wrong with the exercise itself is said in verdict->broken. The seed is
 * that of the exercise's run; both runs share its env. */
void dwl_check_script(dwl_run *exercise, dwl_check *check);

/* ---- for the files of the checker ---- */

/* Inside a check. */
dwl_check *dwl_check_of(lua_State *L);
/* Ends the check; never returns. */
int dwl_check_end(lua_State *L);

/* t:number, t:array, ...: expect.c */
typedef struct dwl_expect_arguments dwl_expect_arguments;
extern const dw_option dwl_expect_options[];
int dwl_expect_number(lua_State *L);
int dwl_expect_array(lua_State *L);
int dwl_expect_func(lua_State *L);
int dwl_expect_text(lua_State *L);
int dwl_expect_boolean(lua_State *L);

#endif
