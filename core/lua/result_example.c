/* run:example: one of the simulated problems as text. */
#include "lua/glue.h"
#include "lua/result.h"
#include "sim/sim.h"

const dw_sim *dwl_check_result(lua_State *L)
{
    if (!lua_istable(L, 1)) dwl_error(L, "is a method: write %s(...), with a colon", dwl_who(L));
    lua_pushliteral(L, "name");
    if (lua_rawget(L, 1) != LUA_TSTRING) dwl_error(L, "is a method of a run");
    const dw_sim *sim = dwl_kept_sim(L, 1);
    if (!sim) sim = dw_sim_find(lua_tostring(L, -1));
    if (!sim) dwl_error(L, "there is no simulator '%s'", lua_tostring(L, -1));
    lua_pop(L, 1);
    return sim;
}

typedef struct example_arguments {
    int64_t problem;
    struct {
        int64_t at;
    } options;
} example_arguments;

static const dw_option example_inner[] = {
    { "at", DW_INTEGER, 0, .min = 1, .max = 0x1p53, .flags = DW_OPTIONAL,
      .doc = "which of run.size, from 1; not given: the one in the middle" },
    { 0 },
};

const dw_option dwl_example_options[] = {
    { "problem", DW_INTEGER, offsetof(example_arguments, problem), .min = 1, .max = 1e12,
      .flags = DW_REQUIRED, .doc = "which of the simulated problems, from 1" },
    { "options", DW_GROUP, offsetof(example_arguments, options), .group = example_inner,
      .doc = "of which size" },
    { 0 },
};

int dwl_result_example(lua_State *L)
{
    const dw_sim *sim = dwl_check_result(L);
    example_arguments a;
    dwl_arguments(L, &a);
    const dw_sim_common *common = dwl_kept_options(L, 1);
    if (!sim->show || !common) return dwl_error(L, "%s has no examples to show", sim->name);
    int64_t at = a.options.at < 0 ? ((int64_t)common->size.n + 1) / 2 : a.options.at;
    if (a.problem > common->trials)
        return dwl_error(L, "'problem' is %lld, but the run has %lld of each size",
                         (long long)a.problem, (long long)common->trials);
    if (at > (int64_t)common->size.n)
        return dwl_error(L, "'at' is %lld, but the run has %zu size%s", (long long)at,
                         common->size.n, common->size.n == 1 ? "" : "s");
    dw_buffer *text = dwl_push_buffer(L);
    dw_error err;
    if (sim->show(common, (size_t)at - 1, a.problem - 1, text, &err)) return dwl_raise(L, &err);
    if (text->length && text->text[text->length - 1] == '\n')
        text->text[--text->length] = '\0'; /* print adds the last newline */
    dwl_buffer_to_string(L, text);
    return 1;
}
