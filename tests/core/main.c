/* Runs every group of C tests; the exit status is the number of groups that failed. */
#include <gsl/gsl_errno.h>

int dw_test_array(void);
int dw_test_data(void);
int dw_test_plot(void);

int main(void)
{
    gsl_set_error_handler_off();
    return (dw_test_array() != 0) + (dw_test_data() != 0) + (dw_test_plot() != 0);
}
