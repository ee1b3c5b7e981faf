/* Runs every group of C tests; the exit status is the number of groups that failed. */
#include <gsl/gsl_errno.h>
#include <stddef.h>

int dw_test_base(void);
int dw_test_random(void);
int dw_test_sim_trials(void);
int dw_test_array(void);
int dw_test_stats(void);
int dw_test_sim(void);
int dw_test_sim_distractor(void);
int dw_test_sim_scaling(void);
int dw_test_sim_quanta(void);
int dw_test_sim_downstream(void);
int dw_test_sim_moe(void);
int dw_test_sim_mirage(void);
int dw_test_sim_next_token(void);
int dw_test_sim_stop(void);
int dw_test_sim_calibration(void);
int dw_test_sim_instruction(void);
int dw_test_sim_scratchpad(void);
int dw_test_sim_emergence(void);
int dw_test_sim_investor(void);
int dw_test_data(void);
int dw_test_plot(void);
int dw_test_output(void);
int dw_test_series(void);
int dw_test_sim_multistep(void);
int dw_test_math(void);
int dw_test_theme(void);
int dw_test_recall(void);
int dw_test_recall_hostile(void);
int dw_test_stored(void);
int dw_test_stamp(void);
int dw_test_fit(void);
int dw_test_axes(void);
int dw_test_describe(void);
int dw_test_interval(void);
int dw_test_emergence(void);
int dw_test_bootstrap(void);
int dw_test_calibration(void);
int dw_test_recalibrate(void);
int dw_test_distribution(void);
int dw_test_insets(void);
int dw_test_contour(void);
int dw_test_htest(void);
int dw_test_htest_null(void);

int main(void)
{
    static int (*const groups[])(void) = {
        dw_test_base,
        dw_test_random,
        dw_test_sim_trials,
        dw_test_array,
        dw_test_stats,
        dw_test_sim,
        dw_test_sim_distractor,
        dw_test_sim_scaling,
        dw_test_sim_quanta,
        dw_test_sim_downstream,
        dw_test_sim_moe,
        dw_test_sim_mirage,
        dw_test_sim_next_token,
        dw_test_sim_stop,
        dw_test_sim_calibration,
        dw_test_sim_instruction,
        dw_test_sim_scratchpad,
        dw_test_sim_emergence,
        dw_test_sim_investor,
        dw_test_data,
        dw_test_plot,
        dw_test_output,
        dw_test_series,
        dw_test_sim_multistep,
        dw_test_math,
        dw_test_theme,
        dw_test_recall,
        dw_test_stored,
        dw_test_stamp,
        dw_test_axes,
        dw_test_describe,
        dw_test_recall_hostile,
        dw_test_fit,
        dw_test_interval,
        dw_test_emergence,
        dw_test_bootstrap,
        dw_test_calibration,
        dw_test_recalibrate,
        dw_test_distribution,
        dw_test_insets,
        dw_test_contour,
        dw_test_htest,
        dw_test_htest_null,
    };
    int failed = 0;
    gsl_set_error_handler_off();
    for (size_t i = 0; i < sizeof groups / sizeof *groups; i++) failed += groups[i]() != 0;
    return failed;
}
