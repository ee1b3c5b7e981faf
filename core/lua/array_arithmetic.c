#include "lua/array_arithmetic.h"

#include "array/elementwise.h"

/* The array or number at an index; a table of numbers becomes an array and stays on the stack. */
static dw_operand read_operand(lua_State *L, int index, const char *name, dw_array *listed)
{
    if (lua_type(L, index) == LUA_TNUMBER) return dw_operand_number(lua_tonumber(L, index));
    if (lua_istable(L, index)) {
        dw_series series = dwl_read_series(L, index, dwl_who(L), name);
        *listed = dw_array_of((double *)series.at, series.n);
        return dw_operand_array(listed);
    }
    dw_array *array = dwl_to_array(L, index);
    if (array) return dw_operand_array(array);
    dw_buffer *value = dwl_push_buffer(L);
    dwl_describe_value(L, index, value);
    dwl_error(L, "'%s' must be an array or a number, got %s", name, value->text);
    return (dw_operand){ 0 };
}

static dw_array *push_alike(lua_State *L, const dw_array *shape)
{
    return dwl_push_unset_array(L, shape->rows, shape->columns, shape->is_matrix);
}

static int combine(lua_State *L, dw_operator op)
{
    dw_array *a = dwl_to_array(L, 1), *b = dwl_to_array(L, 2);
    if ((!a && lua_type(L, 1) != LUA_TNUMBER) || (!b && lua_type(L, 2) != LUA_TNUMBER))
        return luaL_error(L, "an array goes with numbers and arrays, not with a %s",
                          luaL_typename(L, a ? 2 : 1));
    dw_operand left = a ? dw_operand_array(a) : dw_operand_number(lua_tonumber(L, 1));
    dw_operand right = b ? dw_operand_array(b) : dw_operand_number(lua_tonumber(L, 2));
    dw_array *out = push_alike(L, a ? a : b);
    dw_error err;
    if (dw_array_combine(op, left, right, out->at, &err)) return luaL_error(L, "%s", err.text);
    return 1;
}

/* Upvalue 1: the operator. */
static int array_operator(lua_State *L)
{
    return combine(L, (dw_operator)lua_tointeger(L, lua_upvalueindex(1)));
}

static int array_unm(lua_State *L)
{
    dw_array *a = luaL_checkudata(L, 1, DWL_ARRAY), *out = push_alike(L, a);
    dw_array_negate(a, out->at);
    return 1;
}

static int array_eq(lua_State *L)
{
    dw_array *a = dwl_to_array(L, 1), *b = dwl_to_array(L, 2);
    lua_pushboolean(L, a && b && dw_array_equal(a, b));
    return 1;
}

/* Lua makes one truth value of what < gives. */
static int array_order(lua_State *L)
{
    return luaL_error(L, "arrays are compared element by element with a:lt(b), a:le(b), a:gt(b) "
                         "or a:ge(b), not with < <= > >=");
}

int dwl_array_kernel(lua_State *L)
{
    const dwl_function *function = lua_touserdata(L, lua_upvalueindex(1));
    dw_array *a = dwl_self(L, DWL_ARRAY), *out;
    dwl_arguments(L, NULL);
    out = push_alike(L, a);
    dw_kernel_apply(dw_kernel_find(function->name), a->at, dw_array_size(a), out->at);
    return 1;
}

typedef struct compare_arguments {
    int other;
} compare_arguments;

const dw_option dwl_array_compare_options[] = {
    { "other", DW_ANY, offsetof(compare_arguments, other), .flags = DW_REQUIRED,
      .doc = "a number, or an array of the same shape" },
    { 0 },
};

int dwl_array_compare(lua_State *L)
{
    const dwl_function *function = lua_touserdata(L, lua_upvalueindex(1));
    dw_array *a = dwl_self(L, DWL_ARRAY), listed;
    compare_arguments given;
    dwl_arguments(L, &given);
    dw_operand other = read_operand(L, given.other, "other", &listed);
    dw_array *out = push_alike(L, a);
    dw_error err;
    if (dw_array_combine(dw_operator_find(function->name), dw_operand_array(a), other, out->at,
                         &err))
        return dwl_raise(L, &err);
    return 1;
}

typedef struct where_arguments {
    int condition, yes, no;
} where_arguments;

const dw_option dwl_array_where_options[] = {
    { "condition", DW_ANY, offsetof(where_arguments, condition), .flags = DW_REQUIRED,
      .doc = "an array; what is not 0 counts as true" },
    { "yes", DW_ANY, offsetof(where_arguments, yes), .flags = DW_REQUIRED,
      .doc = "taken where the condition holds: a number, or an array of the same shape" },
    { "no", DW_ANY, offsetof(where_arguments, no), .flags = DW_REQUIRED,
      .doc = "taken elsewhere: a number, or an array of the same shape" },
    { 0 },
};

int dwl_array_where(lua_State *L)
{
    where_arguments a;
    dwl_arguments(L, &a);
    dw_array listed[3];
    dw_operand condition = read_operand(L, a.condition, "condition", &listed[0]);
    if (!condition.array)
        return dwl_error(L, "'condition' must be an array, got %g", condition.number);
    dw_operand yes = read_operand(L, a.yes, "yes", &listed[1]);
    dw_operand no = read_operand(L, a.no, "no", &listed[2]);
    dw_array *out = push_alike(L, condition.array);
    dw_error err;
    if (dw_array_choose(condition.array, yes, no, out->at, &err)) return dwl_raise(L, &err);
    return 1;
}

void dwl_open_array_arithmetic(lua_State *L)
{
    static const struct {
        const char *event, *name;
    } operators[] = { { "__add", "+" },   { "__sub", "-" }, { "__mul", "*" }, { "__div", "/" },
                      { "__idiv", "//" }, { "__mod", "%" }, { "__pow", "^" } };
    static const luaL_Reg others[] = { { "__unm", array_unm },
                                       { "__eq", array_eq },
                                       { "__lt", array_order },
                                       { "__le", array_order },
                                       { NULL, NULL } };
    for (size_t i = 0; i < sizeof operators / sizeof *operators; i++) {
        lua_pushinteger(L, (lua_Integer)dw_operator_find(operators[i].name));
        lua_pushcclosure(L, array_operator, 1);
        lua_setfield(L, -2, operators[i].event);
    }
    luaL_setfuncs(L, others, 0);
}
