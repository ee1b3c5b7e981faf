/* sim.fit_published: the steps of a published curve, in the toy model of sim.multistep. */
#include <math.h>
#include <string.h>

#include "lua/glue.h"
#include "sim/ability.h"
#include "sim/fit_steps.h"

typedef struct fit_arguments {
    dw_series size, accuracy, questions;
    dw_texts task;
    int steps;
    double midpoint, slope, chance, level;
    int64_t most_steps;
} fit_arguments;

const dw_option dwl_fit_published_options[] = {
    { "size", DW_SERIES, offsetof(fit_arguments, size), .max = INFINITY,
      .flags = DW_REQUIRED | DW_ABOVE_MIN, .unit = "parameters", .doc = "size of each model" },
    { "accuracy", DW_SERIES, offsetof(fit_arguments, accuracy), .min = 0, .max = 1,
      .flags = DW_REQUIRED, .doc = "share of final answers right, of each model" },
    { "questions", DW_SERIES, offsetof(fit_arguments, questions), .min = 1, .max = 1e12,
      .flags = DW_OR_NUMBER, .unit = "questions",
      .doc = "asked of each model, or one number for all; not given: all points weigh the same" },
    { "task", DW_TEXTS, offsetof(fit_arguments, task),
      .doc = "name of the task of each point; all tasks share midpoint and slope, and each has "
             "steps of its own; not given: one task" },
    { "chance", DW_NUMBER, offsetof(fit_arguments, chance), .def = 0, .min = 0, .max = 1,
      .flags = DW_BELOW_MAX, .doc = "accuracy of a random guess" },
    { "steps", DW_ANY, offsetof(fit_arguments, steps),
      .doc = "held, not fitted: a whole number, or { [task] = number }" },
    { "midpoint", DW_NUMBER, offsetof(fit_arguments, midpoint), .max = INFINITY,
      .flags = DW_OPTIONAL | DW_ABOVE_MIN, .unit = "parameters", .doc = "held, not fitted" },
    { "slope", DW_NUMBER, offsetof(fit_arguments, slope), .min = 0.05, .max = 60,
      .flags = DW_OPTIONAL, .unit = "per factor of ten", .doc = "held, not fitted" },
    { "most_steps", DW_INTEGER, offsetof(fit_arguments, most_steps), .def = 100, .min = 1,
      .max = DW_FIT_STEPS_MOST, .unit = "steps", .doc = "1 to so many steps are tried" },
    { "level", DW_NUMBER, offsetof(fit_arguments, level), .def = 0.95, .min = 0, .max = 1,
      .flags = DW_ABOVE_MIN | DW_BELOW_MAX, .doc = "confidence level of low..high" },
    { 0 },
};

/* ---- reading ---- */

/* Numbers the tasks in the order of their first points; names[t] is theirs. */
static size_t number_tasks(lua_State *L, const fit_arguments *a, uint8_t *task, const char **names)
{
    size_t count = 0;
    for (size_t i = 0; i < a->task.n; i++) {
        size_t t = 0;
        while (t < count && strcmp(names[t], a->task.at[i]) != 0) t++;
        if (t == DW_FIT_STEPS_TASKS)
            dwl_error(L, "'task' has more than %d names", DW_FIT_STEPS_TASKS);
        if (t == count) names[count++] = a->task.at[i];
        task[i] = (uint8_t)t;
    }
    return count ? count : 1;
}

static void check_length(lua_State *L, const char *name, size_t n, const fit_arguments *a)
{
    if (n != a->size.n) dwl_error(L, "'%s' has %zu values for %zu of 'size'", name, n, a->size.n);
}

/* The questions of each point, or NULL. */
static const double *questions_of(lua_State *L, const fit_arguments *a)
{
    if (!a->questions.at) return NULL;
    if (!a->questions.scalar) {
        check_length(L, "questions", a->questions.n, a);
        return a->questions.at;
    }
    double *same = lua_newuserdatauv(L, a->size.n * sizeof *same, 0);
    for (size_t i = 0; i < a->size.n; i++) same[i] = a->questions.at[0];
    return same;
}

/* The number of steps at the top of the stack. */
static int64_t held_steps(lua_State *L, int64_t most)
{
    double k = lua_type(L, -1) == LUA_TNUMBER ? lua_tonumber(L, -1) : NAN;
    if (k >= 1 && k <= (double)most && k == floor(k)) return (int64_t)k;
    dw_buffer *got = dwl_push_buffer(L);
    dwl_describe_value(L, -2, got);
    dwl_buffer_to_string(L, got);
    return dwl_error(L, "'steps' must be a whole number in 1..%lld, or { [task] = number }, got %s",
                     (long long)most, lua_tostring(L, -1));
}

static void read_held_steps(lua_State *L, const fit_arguments *a, const char *const *names,
                            size_t tasks, int64_t *steps)
{
    if (a->steps == 0) return;
    if (!lua_istable(L, a->steps) || tasks == 0) {
        lua_pushvalue(L, a->steps);
        for (size_t t = 0; t < (tasks ? tasks : 1); t++) steps[t] = held_steps(L, a->most_steps);
        lua_pop(L, 1);
        return;
    }
    for (lua_pushnil(L); lua_next(L, a->steps); lua_pop(L, 1)) {
        const char *given = lua_type(L, -2) == LUA_TSTRING ? lua_tostring(L, -2) : NULL;
        dw_nearest nearest = { .given = given ? given : "" };
        char hint[96];
        size_t at = tasks;
        for (size_t t = 0; given && t < tasks; t++) {
            dw_nearest_offer(&nearest, names[t]);
            if (strcmp(names[t], given) == 0) at = t;
        }
        if (at == tasks)
            dwl_error(L, "'steps' names a task that 'task' does not%s",
                      dw_nearest_hint(&nearest, hint));
        steps[at] = held_steps(L, a->most_steps);
    }
}

/* ---- the result ---- */

typedef double (*part)(const dw_steps_value *value);
static double value_part(const dw_steps_value *value)
{
    return value->value;
}
static double low_part(const dw_steps_value *value)
{
    return value->low;
}
static double high_part(const dw_steps_value *value)
{
    return value->high;
}

/* table: sets midpoint, slope and steps; steps by name when the tasks have names. */
static void set_values(lua_State *L, const dw_steps_fit *fit, const char *const *names,
                       size_t named, part take)
{
    lua_pushnumber(L, take(&fit->midpoint));
    lua_setfield(L, -2, "midpoint");
    lua_pushnumber(L, take(&fit->slope));
    lua_setfield(L, -2, "slope");
    if (named) lua_createtable(L, 0, (int)named);
    for (size_t t = 0; t < (named ? named : 1); t++) {
        lua_pushinteger(L, (lua_Integer)take(&fit->steps[t]));
        if (named) lua_setfield(L, -2, names[t]);
    }
    if (named) dwl_make_strict(L, "fit.steps");
    lua_setfield(L, -2, "steps");
}

static void set_open(lua_State *L, const dw_steps_fit *fit, const char *const *names, size_t named)
{
    if (named) lua_createtable(L, 0, (int)named);
    for (size_t t = 0; t < (named ? named : 1); t++) {
        lua_pushboolean(L, fit->open[t]);
        if (named) lua_setfield(L, -2, names[t]);
    }
    if (named) dwl_make_strict(L, "fit.open");
    lua_setfield(L, -2, "open");
}

static void add_value(dw_buffer *text, const dw_steps_value *v, bool is_size)
{
    char value[32], low[32], high[32];
    if (is_size) {
        dw_text_count(v->value, 3, value);
        dw_text_count(v->low, 3, low);
        dw_text_count(v->high, 3, high);
        dw_buffer_format(text, "%s (%s to %s)", value, low, high);
        return;
    }
    dw_buffer_format(text, "%.3g (%.3g to %.3g)", v->value, v->low, v->high);
}

/* "steps 11 (7 to 19), midpoint 1B (0.8B to 1.3B), slope 1.4 (1.1 to 1.8)" */
static void set_summary(lua_State *L, const fit_arguments *a, const dw_steps_fit *fit,
                        const char *const *names, size_t named)
{
    dw_buffer *text = dwl_push_buffer(L);
    for (size_t t = 0; t < (named ? named : 1); t++) {
        dw_buffer_format(text, "%s%s%s ", t ? ", " : "", named ? names[t] : "steps",
                         named ? ": steps" : "");
        add_value(text, &fit->steps[t], false);
        if (fit->open[t]) dw_buffer_add(text, " or more");
    }
    dw_buffer_add(text, "; midpoint ");
    add_value(text, &fit->midpoint, true);
    dw_buffer_add(text, ", slope ");
    add_value(text, &fit->slope, false);
    dw_buffer_format(text, "; %g %% intervals, %s", 100 * a->level,
                     a->questions.at ? "profile likelihood of binomial shares" : "least squares");
    if (a->questions.at && fit->dispersion > 1)
        dw_buffer_format(text, ", dispersion %.3g", fit->dispersion);
    dwl_buffer_to_string(L, text);
    lua_setfield(L, -2, "summary");
}

/* fit: the ability, ready for sim.multistep. */
static void set_ability(lua_State *L, const dw_steps_fit *fit)
{
    dw_ability *ability = lua_newuserdatauv(L, sizeof *ability, 1);
    *ability = (dw_ability){ .kind = DW_LOGISTIC,
                             .midpoint = fit->midpoint.value,
                             .slope = fit->slope.value,
                             .ceiling = 1 };
    luaL_setmetatable(L, DWL_ABILITY);
    lua_setfield(L, -2, "ability");
}

static int fit_tostring(lua_State *L)
{
    lua_getfield(L, 1, "summary");
    return 1;
}

static void push_result(lua_State *L, const fit_arguments *a, const dw_steps_fit *fit,
                        const char *const *names, size_t named)
{
    lua_newtable(L);
    set_values(L, fit, names, named, value_part);
    lua_newtable(L);
    set_values(L, fit, names, named, low_part);
    dwl_make_strict(L, "fit.low");
    lua_setfield(L, -2, "low");
    lua_newtable(L);
    set_values(L, fit, names, named, high_part);
    dwl_make_strict(L, "fit.high");
    lua_setfield(L, -2, "high");
    set_open(L, fit, names, named);
    set_summary(L, a, fit, names, named);
    set_ability(L, fit);
    lua_pushnumber(L, fit->deviance);
    lua_setfield(L, -2, a->questions.at ? "deviance" : "rss");
    lua_pushnumber(L, fit->dof);
    lua_setfield(L, -2, "dof");
    lua_pushnumber(L, fit->dispersion);
    lua_setfield(L, -2, "dispersion");
    lua_pushnumber(L, a->level);
    lua_setfield(L, -2, "level");
}

/* Unknown names are errors but for the one of rss and deviance that this fit has not. */
static void close_result(lua_State *L)
{
    lua_newtable(L);
    lua_pushboolean(L, true);
    lua_setfield(L, -2, "rss");
    lua_pushboolean(L, true);
    lua_setfield(L, -2, "deviance");
    dwl_make_strict_but(L, "a fit");
    lua_getmetatable(L, -1);
    lua_pushcfunction(L, fit_tostring);
    lua_setfield(L, -2, "__tostring");
    lua_pop(L, 1);
}

int dwl_fit_published(lua_State *L)
{
    fit_arguments a;
    dwl_arguments(L, &a);
    check_length(L, "accuracy", a.accuracy.n, &a);
    if (a.task.at) check_length(L, "task", a.task.n, &a);
    const char *names[DW_FIT_STEPS_TASKS];
    uint8_t *task = lua_newuserdatauv(L, a.size.n, 0);
    memset(task, 0, a.size.n);
    dw_steps_points points = { .n = a.size.n,
                               .size = a.size.at,
                               .accuracy = a.accuracy.at,
                               .questions = questions_of(L, &a),
                               .task = task,
                               .tasks = number_tasks(L, &a, task, names),
                               .chance = a.chance };
    dw_steps_options options = { .midpoint = a.midpoint,
                                 .slope = a.slope,
                                 .most = a.most_steps,
                                 .level = a.level,
                                 .env = &dwl_run_of(L)->env };
    size_t named = a.task.at ? points.tasks : 0;
    read_held_steps(L, &a, names, named, options.steps);
    dw_array *fitted = dwl_push_array(L, 1, a.size.n, false);
    dw_steps_fit fit;
    dw_error err;
    if (dw_fit_steps(&points, &options, &fit, fitted->at, &err)) return dwl_raise(L, &err);
    push_result(L, &a, &fit, names, named); /* fitted result */
    lua_pushvalue(L, -2);
    lua_setfield(L, -2, "accuracy");
    close_result(L);
    return 1;
}
