#include "lua/rng.h"

#include <gsl/gsl_randist.h>
#include <math.h>

/* Upvalue 3 of every method is the one object that it belongs to: told at a glance, because a
 * trial may draw a hundred numbers. */
static dw_stream *self(lua_State *L)
{
    dw_stream *stream = lua_touserdata(L, lua_upvalueindex(3));
    if (lua_touserdata(L, 1) != stream)
        dwl_error(L, "is a method: write rng:%s(...)",
                  ((const dwl_function *)lua_touserdata(L, lua_upvalueindex(1)))->name);
    return stream;
}

typedef struct two_numbers {
    double a, b;
} two_numbers;

static const dw_option uniform_options[] = {
    { "low", DW_NUMBER, offsetof(two_numbers, a), .def = 0, .min = -1e300, .max = 1e300,
      .doc = "smallest number" },
    { "high", DW_NUMBER, offsetof(two_numbers, b), .def = 1, .min = -1e300, .max = 1e300,
      .doc = "what every number is below" },
    { 0 },
};

static int rng_uniform(lua_State *L)
{
    dw_stream *stream = self(L);
    if (lua_gettop(L) == 1) {
        lua_pushnumber(L, dw_stream_uniform(stream));
        return 1;
    }
    two_numbers o;
    dwl_arguments(L, &o);
    if (!(o.a < o.b)) return dwl_error(L, "'high' must be above 'low', got %g and %g", o.a, o.b);
    double x = o.a + (o.b - o.a) * dw_stream_uniform(stream);
    lua_pushnumber(L, x < o.b ? x : nextafter(o.b, o.a)); /* the sum may round up */
    return 1;
}

static const dw_option normal_options[] = {
    { "mean", DW_NUMBER, offsetof(two_numbers, a), .def = 0, .min = -1e300, .max = 1e300,
      .doc = "mean" },
    { "sd", DW_NUMBER, offsetof(two_numbers, b), .def = 1, .min = 0, .max = 1e300,
      .doc = "standard deviation" },
    { 0 },
};

/* The ratio method compares with logarithms but is not made of them: the same bits with every
 * mathematical library. */
static int rng_normal(lua_State *L)
{
    dw_stream *stream = self(L);
    two_numbers o = { 0, 1 };
    if (lua_gettop(L) > 1) dwl_arguments(L, &o);
    gsl_rng gsl = dw_stream_gsl(stream);
    lua_pushnumber(L, o.a + gsl_ran_gaussian_ratio_method(&gsl, 1) * o.b);
    return 1;
}

typedef struct two_integers {
    int64_t a, b;
} two_integers;

static const dw_option int_options[] = {
    { "low", DW_INTEGER, offsetof(two_integers, a), .min = -0x1p53, .max = 0x1p53,
      .flags = DW_REQUIRED, .doc = "smallest number" },
    { "high", DW_INTEGER, offsetof(two_integers, b), .min = -0x1p53, .max = 0x1p53,
      .flags = DW_REQUIRED, .doc = "largest number" },
    { 0 },
};

/* A whole number in 0 .. n-1, each as likely as any other: the last, incomplete round of n is
 * drawn again. */
static uint64_t draw_below(dw_stream *stream, uint64_t n)
{
    uint64_t bits, reject = (0 - n) % n;
    do bits = dw_stream_bits(stream);
    while (bits < reject);
    return bits % n;
}

/* What a trial asks again and again, read without the declaration; false: let that read it. */
static bool two_whole_numbers(lua_State *L, two_integers *o)
{
    if (lua_gettop(L) != 3 || !lua_isinteger(L, 2) || !lua_isinteger(L, 3)) return false;
    *o = (two_integers){ lua_tointeger(L, 2), lua_tointeger(L, 3) };
    int64_t most = 1LL << 53;
    return -most <= o->a && o->a <= most && -most <= o->b && o->b <= most;
}

static int rng_int(lua_State *L)
{
    dw_stream *stream = self(L);
    two_integers o;
    if (!two_whole_numbers(L, &o)) dwl_arguments(L, &o);
    if (o.a > o.b)
        return dwl_error(L, "'high' must not be below 'low', got %lld and %lld", (long long)o.a,
                         (long long)o.b);
    lua_pushinteger(L, o.a + (lua_Integer)draw_below(stream, (uint64_t)(o.b - o.a) + 1));
    return 1;
}

static const dw_option chance_options[] = {
    { "p", DW_NUMBER, offsetof(two_numbers, a), .min = 0, .max = 1, .flags = DW_REQUIRED,
      .doc = "probability" },
    { 0 },
};

static int rng_chance(lua_State *L)
{
    dw_stream *stream = self(L);
    two_numbers o;
    o.a = lua_gettop(L) == 2 && lua_type(L, 2) == LUA_TNUMBER ? lua_tonumber(L, 2) : -1;
    if (!(o.a >= 0 && o.a <= 1)) dwl_arguments(L, &o);
    lua_pushboolean(L, dw_stream_event(stream, dw_chance_make(o.a)));
    return 1;
}

typedef struct choice_arguments {
    int list;
} choice_arguments;

static const dw_option choice_options[] = {
    { "list", DW_ANY, offsetof(choice_arguments, list), .flags = DW_REQUIRED,
      .doc = "a table or an array" },
    { 0 },
};

static int rng_choice(lua_State *L)
{
    dw_stream *stream = self(L);
    choice_arguments o;
    dwl_arguments(L, &o);
    const dw_array *array = dwl_to_array(L, o.list);
    if (!array && !lua_istable(L, o.list))
        return dwl_error(L, "'list' must be a table or an array, got a %s",
                         luaL_typename(L, o.list));
    size_t n = array ? dw_array_size(array) : lua_rawlen(L, o.list);
    if (n == 0) return dwl_error(L, "'list' is empty");
    uint64_t at = draw_below(stream, n);
    if (array)
        lua_pushnumber(L, array->at[at]);
    else
        lua_rawgeti(L, o.list, (lua_Integer)at + 1);
    return 1;
}

static const dwl_function methods[] = {
    { "uniform", rng_uniform, DWL_METHOD, uniform_options, .returns = "a number",
      .doc = "low <= number < high, each as likely; rng:uniform() is in 0..1",
      .example = "local u = rng:uniform()" },
    { "normal", rng_normal, DWL_METHOD, normal_options, .returns = "a number",
      .doc = "a number of the normal distribution", .source = "Leva 1992, ratio of uniforms" },
    { "int", rng_int, DWL_METHOD, int_options, .returns = "a whole number",
      .doc = "low <= number <= high, each exactly as likely",
      .example = "local die = rng:int(1, 6)" },
    { "chance", rng_chance, DWL_METHOD, chance_options, .returns = "true or false",
      .doc = "true with probability p; 0 and 1 are exact",
      .example = "local right = rng:chance(0.9) and 1 or 0" },
    { "choice", rng_choice, DWL_METHOD, choice_options, .returns = "one of the elements",
      .doc = "an element, each exactly as likely" },
    { 0 },
};

const dwl_library dwl_rng_methods = {
    "rng",
    "The random numbers of one trial of sim.montecarlo or sim.define: a stream of their own, keyed "
    "by (seed, simulator, x, trial).",
    methods
};

dw_stream *dwl_push_rng(lua_State *L)
{
    dw_stream *stream = lua_newuserdatauv(L, sizeof *stream, 0);
    *stream = dw_stream_make(0, 0, 0, 0);
    lua_newtable(L); /* rng meta */
    lua_newtable(L); /* rng meta methods */
    for (const dwl_function *method = methods; method->name; method++) {
        lua_pushlightuserdata(L, (void *)method);
        lua_pushlightuserdata(L, (void *)&dwl_rng_methods);
        lua_pushvalue(L, -5);
        lua_pushcclosure(L, method->call, 3);
        lua_setfield(L, -2, method->name);
    }
    dwl_make_strict(L, "rng");
    lua_setfield(L, -2, "__index");
    lua_pushliteral(L, "rng");
    lua_setfield(L, -2, "__name");
    lua_pushboolean(L, false);
    lua_setfield(L, -2, "__metatable");
    lua_setmetatable(L, -2);
    return stream;
}
