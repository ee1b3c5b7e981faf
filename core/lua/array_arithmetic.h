/* Arithmetic, comparisons and functions of every element, for the methods of arrays. */
#ifndef DWL_ARRAY_ARITHMETIC_H
#define DWL_ARRAY_ARITHMETIC_H

#include "lua/glue.h"

/* Methods named as the kernels and the comparisons of array/elementwise.h. */
int dwl_array_kernel(lua_State *L);
int dwl_array_compare(lua_State *L);
extern const dw_option dwl_array_compare_options[];

/* array.where(condition, yes, no) */
int dwl_array_where(lua_State *L);
extern const dw_option dwl_array_where_options[];

/* Gives the metatable on top of the stack + - * / // % ^ and ==, and words for < and <=. */
void dwl_open_array_arithmetic(lua_State *L);

#endif
