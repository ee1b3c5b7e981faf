/* painter.so: the painting half of core/plot as a module. */
#include "plot/backend.h"

__attribute__((visibility("default"))) const dw_plot_backend *dw_painter(void);

const dw_plot_backend *dw_painter(void)
{
    return dw_plot_backend_here();
}
