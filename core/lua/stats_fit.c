/* `stats.fit` in Lua. */
#include "lua/stats_fit.h"

#include "lua/stats.h"

static const dwl_function functions[] = {
    { "curve", dwl_fit_curve, DWL_NAMED, dwl_fit_curve_options, .returns = "a fit",
      .doc = "fits any function of the script to points by nonlinear least squares",
      .formula =
          "min over b of sum weights (y - fn(x, b))^2, or of rho(residual) of a robust loss; "
          "Levenberg-Marquardt and its geodesic acceleration, the better of the two; se from "
          "rsd^2 (J'J)^-1, of a robust loss Huber's sandwich",
      .source = "GSL multifit_nlinear; Moré 1978; Transtrum and Sethna 2012; Huber 1973",
      .example = "local fit = stats.fit.curve{ fn = function(x, b) return b[1] * math.exp(-b[2] * "
                 "x) end, x = x, y = y, start = {1, 0.1} }" },
    { 0 },
};

const dwl_library dwl_stats_fit = { "stats.fit", "Models fitted to data.", functions };
