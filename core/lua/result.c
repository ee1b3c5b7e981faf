#include "lua/result.h"

#include <math.h>
#include <string.h>

#include "base/file.h"
#include "lua/glue.h"
#include "lua/path.h"
#include "sim/sim.h"
#include "stats/crossing.h"
#include "stats/interval.h"

/* Pushes a field of the table at an index, nil where the script took it away. */
static void push_field(lua_State *L, int table, const char *field)
{
    table = lua_absindex(L, table);
    lua_pushstring(L, field);
    lua_rawget(L, table);
}

/* The array FIELD of the table at the top, of n elements; it stays alive through the run. */
static const double *array_field(lua_State *L, const char *field, size_t n)
{
    push_field(L, -1, field);
    dw_array *array = dwl_to_array(L, -1);
    if (!array || dw_array_size(array) != n)
        luaL_error(L, "the run has been changed: '%s' is no array of %d elements", field, (int)n);
    lua_pop(L, 1);
    return array->at;
}

static size_t size_count(lua_State *L)
{
    lua_getfield(L, 1, "size");
    dw_array *size = dwl_to_array(L, -1);
    if (!size) luaL_error(L, "the run has been changed: 'size' is no array");
    lua_pop(L, 1);
    return dw_array_size(size);
}

static const double *size_of(lua_State *L, size_t n)
{
    lua_pushvalue(L, 1);
    const double *size = array_field(L, "size", n);
    lua_pop(L, 1);
    return size;
}

/* Pushes the table of a score; false, and nothing pushed, where the run was not graded by it. */
static bool push_score(lua_State *L, const dw_sim *sim, const dw_score_info *info)
{
    lua_pushstring(L, info->name);
    if (lua_rawget(L, 1) == LUA_TTABLE) return true;
    if (!sim->graded) luaL_error(L, "the run has been changed: no score '%s'", info->name);
    lua_pop(L, 1);
    return false;
}

/* ---- csv ---- */

static void csv_number(dw_buffer *text, double x)
{
    char number[32];
    dw_text_number(x, number);
    dw_buffer_add(text, ",");
    if (!isnan(x)) dw_buffer_add(text, number);
}

/* What every row ends with: simulator, trials, seed and settings of the run. */
static const char *push_row_end(lua_State *L, const dw_sim *sim)
{
    dw_buffer *text = dwl_push_buffer(L), *settings = dwl_push_buffer(L);
    lua_getfield(L, 1, "trials");
    lua_getfield(L, 1, "seed");
    dw_buffer_format(text, ",%s,%lld,%lld,", sim->name, (long long)lua_tointeger(L, -2),
                     (long long)lua_tointeger(L, -1));
    lua_pop(L, 2);
    dwl_add_settings(L, sim, "", settings);
    dw_buffer_add_csv(text, settings->text ? settings->text : "");
    dw_buffer_add(text, "\n");
    lua_pop(L, 1);
    dwl_buffer_to_string(L, text);
    return lua_tostring(L, -1);
}

/* The score table is at the top of the stack. */
static void csv_score(lua_State *L, dw_buffer *text, const char *name, const double *size, size_t n,
                      const char *end)
{
    static const char *const fields[] = { "mean", "low", "high", "theory" };
    const double *columns[4];
    for (int i = 0; i < 4; i++) columns[i] = array_field(L, fields[i], n);
    push_field(L, -1, "method");
    const char *method = luaL_optstring(L, -1, "");
    for (size_t row = 0; row < n; row++) {
        char number[32];
        dw_text_number(size[row], number);
        dw_buffer_add_csv(text, name);
        dw_buffer_format(text, ",%s", number);
        for (int i = 0; i < 4; i++) csv_number(text, columns[i][row]);
        dw_buffer_add(text, ",");
        dw_buffer_add_csv(text, method);
        dw_buffer_add(text, end);
    }
    lua_pop(L, 1);
}

/* Rows "name,size,mean" (or "name[2],size,mean") of the arrays that stand beside the scores. */
static void csv_extra(lua_State *L, dw_buffer *text, const dw_extra *info, const double *size,
                      size_t n, const char *end)
{
    lua_getfield(L, 1, info->name);
    const dw_array *array = dwl_to_array(L, -1);
    if (!array) luaL_error(L, "the run has been changed: '%s' is no array", info->name);
    size_t rows = info->once ? 1 : n, columns = rows ? dw_array_size(array) / rows : 0;
    for (size_t row = 0; row < rows; row++)
        for (size_t c = 0; c < columns; c++) {
            char number[32] = "";
            if (!info->once) dw_text_number(size[row], number);
            dw_buffer_add(text, info->name);
            if (info->columns) dw_buffer_format(text, "[%zu]", c + 1);
            dw_buffer_format(text, ",%s", number);
            csv_number(text, array->at[row * columns + c]);
            dw_buffer_format(text, ",,,,%s", end);
        }
    lua_pop(L, 1);
}

static void push_csv(lua_State *L, const dw_sim *sim)
{
    size_t n = size_count(L);
    const double *size = size_of(L, n);
    const char *end = push_row_end(L, sim);
    dw_buffer *text = dwl_push_buffer(L);
    dw_buffer_add(text, "score,size,mean,low,high,theory,method,simulator,trials,seed,settings\n");
    for (const dw_score_info *info = sim->scores; info->name; info++) {
        if (!push_score(L, sim, info)) continue;
        csv_score(L, text, info->name, size, n, end);
        lua_pop(L, 1);
    }
    for (const dw_extra *info = sim->extras; info && info->name; info++)
        csv_extra(L, text, info, size, n, end);
    lua_pushliteral(L, "outcomes");
    if (lua_rawget(L, 1) == LUA_TTABLE) {
        for (lua_Integer i = 1; lua_rawgeti(L, -1, i) == LUA_TTABLE; i++) {
            push_field(L, -1, "label");
            const char *label = luaL_optstring(L, -1, "");
            lua_insert(L, -2);
            csv_score(L, text, label, size, n, end);
            lua_pop(L, 2);
        }
        lua_pop(L, 1);
    }
    lua_pop(L, 1);
    dwl_buffer_to_string(L, text);
}

typedef struct csv_arguments {
    const char *path;
} csv_arguments;

static const dw_option csv_options[] = {
    { "path", DW_TEXT, offsetof(csv_arguments, path), .flags = DW_REQUIRED,
      .doc = "file name, below the output folder" },
    { 0 },
};

static int result_csv(lua_State *L)
{
    const dw_sim *sim = dwl_check_result(L);
    csv_arguments a;
    dwl_arguments(L, &a);
    const char *path = dwl_output_path(L, a.path, "csv");
    if (dwl_run_of(L)->drawing) return 0; /* nobody would look at the file */
    push_csv(L, sim);
    size_t n;
    const char *text = lua_tolstring(L, -1, &n);
    dw_error err;
    if (dw_file_write(path, text, n, &err)) return dwl_raise(L, &err);
    return 0;
}

/* ---- showing ---- */

static void show_cell(dw_buffer *text, double mean, double low, double high)
{
    dw_buffer_format(text, "  %7.4f [%6.4f, %6.4f]", mean, low, high);
}

static void show_head(lua_State *L, dw_buffer *text, const dw_sim *sim)
{
    char trials[32];
    lua_getfield(L, 1, "trials");
    lua_getfield(L, 1, "seed");
    dw_text_thousands(lua_tonumber(L, -2), trials);
    bool one = lua_tonumber(L, -2) == 1;
    dw_buffer_format(text, "%s: %s trial%s a size, seed %lld\n", sim->name, trials, one ? "" : "s",
                     (long long)lua_tointeger(L, -1));
    lua_pop(L, 2);
}

enum { SHOWN_ROWS = 40, SHOWN_SCORES = 4 };

/* A table of at most SHOWN_SCORES scores, from this one on; the score that comes next. */
static const dw_score_info *show_scores(lua_State *L, dw_buffer *text, const dw_sim *sim,
                                        const dw_score_info *info)
{
    size_t n = size_count(L), scores = 0;
    const double *size = size_of(L, n), *columns[SHOWN_SCORES][3];
    dw_buffer_format(text, "%10s", "size");
    for (; info->name && scores < SHOWN_SCORES; info++) {
        if (!push_score(L, sim, info)) continue;
        dw_buffer_format(text, "  %-24s", info->name);
        columns[scores][0] = array_field(L, "mean", n);
        columns[scores][1] = array_field(L, "low", n);
        columns[scores++][2] = array_field(L, "high", n);
        lua_pop(L, 1);
    }
    dw_buffer_add(text, "\n");
    for (size_t i = 0; i < n; i++) {
        char count[32];
        if (n > SHOWN_ROWS && i == SHOWN_ROWS / 2) {
            dw_buffer_format(text, "%10s\n", "...");
            i = n - SHOWN_ROWS / 2;
        }
        dw_text_count(size[i], 3, count);
        dw_buffer_format(text, "%10s", count);
        for (size_t s = 0; s < scores; s++)
            show_cell(text, columns[s][0][i], columns[s][1][i], columns[s][2][i]);
        dw_buffer_add(text, "\n");
    }
    return info;
}

static void show_methods(lua_State *L, dw_buffer *text, const dw_sim *sim)
{
    for (const dw_score_info *info = sim->scores; info->name; info++) {
        if (!push_score(L, sim, info)) continue;
        push_field(L, -1, "method");
        dw_buffer_format(text, "%s: %s; interval: %s\n", info->name, info->doc,
                         luaL_optstring(L, -1, "none"));
        lua_pop(L, 2);
    }
}

static int result_tostring(lua_State *L)
{
    const dw_sim *sim = dwl_check_result(L);
    dw_buffer *text = dwl_push_buffer(L);
    show_head(L, text, sim);
    dwl_add_settings(L, sim, "settings: ", text);
    dw_buffer_add(text, "\n");
    for (const dw_score_info *info = sim->scores; info->name;)
        info = show_scores(L, text, sim, info);
    show_methods(L, text, sim);
    if (text->length) text->text[--text->length] = '\0'; /* print adds the last newline */
    dwl_buffer_to_string(L, text);
    return 1;
}

/* Simulator, settings and the interval of the first score, in one line: for footers. */
static int result_summary(lua_State *L)
{
    const dw_sim *sim = dwl_check_result(L);
    dwl_arguments(L, NULL);
    dw_buffer *text = dwl_push_buffer(L);
    dw_buffer_add(text, sim->name);
    dwl_add_settings(L, sim, ", ", text);
    lua_getfield(L, 1, "method");
    dw_buffer_format(text, "; intervals: %s", luaL_optstring(L, -1, "none"));
    lua_pop(L, 1);
    dwl_buffer_to_string(L, text);
    return 1;
}

/* ---- crossings ---- */

typedef struct crossing_arguments {
    const char *a, *b;
} crossing_arguments;

static const dw_option crossing_options[] = {
    { "a", DW_TEXT, offsetof(crossing_arguments, a),
      .doc = "name of a score; not given: the simulator's own pair" },
    { "b", DW_TEXT, offsetof(crossing_arguments, b), .doc = "name of the other score" },
    { 0 },
};

/* Raises the error of a name that is no score of the run; NULL: of none. */
static void refuse_score(lua_State *L, const dw_sim *sim, const char *name)
{
    dw_buffer *there = dwl_push_buffer(L);
    dw_nearest nearest = { .given = name };
    char hint[96];
    for (const dw_score_info *info = sim->scores; info->name; info++) {
        if (!push_score(L, sim, info)) continue;
        lua_pop(L, 1);
        dw_buffer_format(there, "%s%s", there->length ? ", " : "", info->name);
        if (name) dw_nearest_offer(&nearest, info->name);
    }
    if (!name) dwl_error(L, "name two scores of %s: %s", sim->name, there->text);
    dwl_error(L, "the run has no score '%s'%s; there are %s", name, dw_nearest_hint(&nearest, hint),
              there->text);
}

/* Differences a - b and their band, from the scores named a and b, into three rows. */
static void difference_of(lua_State *L, const dw_sim *sim, const crossing_arguments *names,
                          size_t n, double *out)
{
    const double *score[2][3];
    const char *const both[2] = { names->a, names->b };
    for (int s = 0; s < 2; s++) {
        lua_pushstring(L, both[s]);
        if (lua_rawget(L, 1) != LUA_TTABLE) refuse_score(L, sim, both[s]);
        score[s][0] = array_field(L, "mean", n);
        score[s][1] = array_field(L, "low", n);
        score[s][2] = array_field(L, "high", n);
        lua_pop(L, 1);
    }
    for (size_t i = 0; i < n;
         i++) { /* Newcombe's method: of two intervals, one of the difference */
        double a = score[0][0][i], b = score[1][0][i];
        out[i] = a - b;
        out[n + i] = a - b - hypot(a - score[0][1][i], score[1][2][i] - b);
        out[2 * n + i] = a - b + hypot(score[0][2][i] - a, b - score[1][1][i]);
    }
}

static void push_crossing(lua_State *L, const dw_crossing *crossing)
{
    lua_createtable(L, 0, 6);
    lua_pushnumber(L, crossing->at);
    lua_setfield(L, -2, "at");
    lua_pushnumber(L, crossing->low);
    lua_setfield(L, -2, "low");
    lua_pushnumber(L, crossing->high);
    lua_setfield(L, -2, "high");
    lua_pushboolean(L, crossing->upward);
    lua_setfield(L, -2, "upward");
    lua_pushboolean(L, crossing->bounded);
    lua_setfield(L, -2, "bounded");
    lua_pushliteral(L, "Newcombe difference, test inverted, 95 %");
    lua_setfield(L, -2, "method");
    dwl_make_strict(L, "a crossing");
}

static int result_crossings(lua_State *L)
{
    const dw_sim *sim = dwl_check_result(L);
    crossing_arguments a;
    dwl_arguments(L, &a);
    if (!a.a) a.a = sim->crossing[0];
    if (!a.b) a.b = sim->crossing[1];
    if (!a.a || !a.b) refuse_score(L, sim, NULL);
    size_t n = size_count(L), count;
    const double *size = size_of(L, n);
    double *difference = lua_newuserdatauv(L, (3 * n + 1) * sizeof *difference, 0);
    difference_of(L, sim, &a, n, difference);
    dw_crossing *found = lua_newuserdatauv(L, (n + 1) * sizeof *found, 0);
    dw_error err;
    if (dw_crossings(size, difference, difference + n, difference + 2 * n, n, found, n, &count,
                     &err))
        return dwl_raise(L, &err);
    lua_createtable(L, (int)count, 0);
    for (size_t i = 0; i < count; i++) {
        push_crossing(L, &found[i]);
        lua_rawseti(L, -2, (lua_Integer)(i + 1));
    }
    return 1;
}

/* ---- fields ---- */

/* An error when the name is that of a score this run was not graded by. */
static void refuse_ungraded(lua_State *L, const char *name)
{
    lua_pushliteral(L, "name");
    const dw_sim *sim = lua_rawget(L, 1) == LUA_TSTRING ? dw_sim_find(lua_tostring(L, -1)) : NULL;
    for (const dw_score_info *info = sim ? sim->scores : NULL; info && info->name; info++)
        if (sim->graded && strcmp(info->name, name) == 0)
            luaL_error(L, "the run was not graded by '%s': %s", name, info->doc);
    lua_pop(L, 1);
}

static void offer_keys(lua_State *L, int table, dw_nearest *nearest)
{
    for (lua_pushnil(L); lua_next(L, table); lua_pop(L, 1))
        if (lua_type(L, -2) == LUA_TSTRING) dw_nearest_offer(nearest, lua_tostring(L, -2));
}

/* Upvalue 1: the __index of the methods, which names what is near when there is nothing. */
static int result_index(lua_State *L)
{
    lua_settop(L, 2);
    if (lua_type(L, 2) == LUA_TSTRING) {
        dw_nearest nearest = { .given = lua_tostring(L, 2) };
        char hint[96];
        lua_pushvalue(L, lua_upvalueindex(1));
        lua_pushvalue(L, 2);
        if (lua_rawget(L, -2) != LUA_TNIL) return 1;
        refuse_ungraded(L, nearest.given);
        lua_settop(L, 2);
        offer_keys(L, 1, &nearest);
        offer_keys(L, lua_upvalueindex(1), &nearest);
        if (strcmp(nearest.given, "outcomes") == 0) return lua_pushnil(L), 1;
        return luaL_error(L, "a run has no field '%s'%s", nearest.given,
                          dw_nearest_hint(&nearest, hint));
    }
    return luaL_error(L, "a run has named fields, not %s", luaL_typename(L, 2));
}

static const dwl_function methods[] = {
    { "csv", result_csv, DWL_METHOD, csv_options, .returns = "nothing",
      .doc = "writes all scores as a CSV table, below the output folder; each row ends with what "
             "the run was: simulator, trials, seed, settings",
      .example = "run:csv \"multistep\"" },
    { "example", dwl_result_example, DWL_METHOD, dwl_example_options,
      .returns = "a text of a few lines",
      .doc = "one of the simulated problems, as it came out in this run: what was asked, what the "
             "toy model answered, how it was graded",
      .example = "print(run:example(1))" },
    { "summary", result_summary, DWL_METHOD, NULL, .returns = "a text",
      .doc = "the simulator, its settings and how intervals are made, in one line for a footer" },
    { "crossings", result_crossings, DWL_METHOD, crossing_options,
      .returns = "a list of { at, low, high, upward, bounded, method }",
      .doc = "every size at which score a and score b cross, linear in log size between "
             "neighbors; the interval holds the sizes at which no difference is not refused",
      .formula = "Newcombe's 95 % band of a - b, inverted", .source = "Newcombe 1998, method 10",
      .example = "for _, c in ipairs(run:crossings()) do print(c.at, c.low, c.high) end" },
    { 0 },
};

const dwl_library dwl_result_methods = { "run",
                                         "The result of a simulator. print(run) shows a table.",
                                         methods };

void dwl_open_result(lua_State *L)
{
    dwl_open_kept(L);
    luaL_newmetatable(L, DWL_RESULT);
    lua_newtable(L); /* meta methods */
    for (const dwl_function *method = methods; method->name; method++) {
        dwl_push_function(L, &dwl_result_methods, method);
        lua_setfield(L, -2, method->name);
    }
    lua_pushcclosure(L, result_index, 1);
    lua_setfield(L, -2, "__index");
    lua_pushcfunction(L, result_tostring);
    lua_setfield(L, -2, "__tostring");
    lua_pushboolean(L, false);
    lua_setfield(L, -2, "__metatable");
    lua_pop(L, 1);
}
