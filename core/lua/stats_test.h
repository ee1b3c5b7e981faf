/* What the tests of `stats.test` share: what is asked, and the answer as a table. */
#ifndef DWL_STATS_TEST_H
#define DWL_STATS_TEST_H

#include "lua/glue.h"
#include "stats/htest.h"

typedef struct dwl_question {
    const char *alternative;
    double level;
} dwl_question;

extern const dw_option dwl_question_options[]; /* alternative and level */
extern const dw_option dwl_level_options[];    /* level alone */

dw_question dwl_question_of(const dwl_question *asked);

/* Pushes the answer; dropped is negative where nothing can be dropped. More fields may be set, then
 * dwl_close_test. */
void dwl_push_test(lua_State *L, const dw_test *test, const dwl_question *asked, long dropped);
int dwl_close_test(lua_State *L);

extern const dw_option dwl_test_t_options[], dwl_test_welch_options[],
    dwl_test_mann_whitney_options[], dwl_test_wilcoxon_options[], dwl_test_ks_options[],
    dwl_test_permutation_options[], dwl_test_binomial_options[], dwl_test_chi_square_options[],
    dwl_test_fisher_options[], dwl_test_mcnemar_options[];

int dwl_test_t(lua_State *L);
int dwl_test_welch(lua_State *L);
int dwl_test_mann_whitney(lua_State *L);
int dwl_test_wilcoxon(lua_State *L);
int dwl_test_ks(lua_State *L);
int dwl_test_permutation(lua_State *L);
int dwl_test_binomial(lua_State *L);
int dwl_test_chi_square(lua_State *L);
int dwl_test_fisher(lua_State *L);
int dwl_test_mcnemar(lua_State *L);

#endif
