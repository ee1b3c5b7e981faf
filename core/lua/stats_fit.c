/* `stats.fit` in Lua. */
#include "lua/stats_fit.h"

#include "lua/stats.h"
#include "lua/stats_fit_named.h"

static const dwl_function functions[] = {
    { "linear", dwl_fit_linear, DWL_NAMED, dwl_fit_linear_options,
      .returns = "a fit with intercept and slope (several predictors: intercept, b1, b2, ...), and "
                 "df_reg, ss_reg, ms_reg, df_res, ss_res, ms_res, f, p_value",
      .doc = "a straight line, or a plane through several predictors, by least squares",
      .formula = "min sum weights (y - b0 - b1 x1 - ...)^2 by QR of the design with iterative "
                 "refinement; without an intercept r2 and ss_reg are about 0",
      .source = "Björck 1967; NIST StRD",
      .example =
          "local fit = stats.fit.linear{ x = {1, 2, 3}, y = {2, 4.1, 5.9} } print(fit.slope, "
          "fit.se.slope)" },
    { "polynomial", dwl_fit_polynomial, DWL_NAMED, dwl_fit_polynomial_options,
      .returns = "a fit with c0, c1, ... cK and the analysis of variance of stats.fit.linear",
      .doc = "a polynomial by least squares", .formula = "y = c0 + c1 x + ... + cK x^K",
      .source = "Björck 1967; NIST StRD",
      .example = "local fit = stats.fit.polynomial{ x = x, y = y, degree = 2 }" },
    { "power_law", dwl_fit_power_law, DWL_NAMED, dwl_fit_power_law_options,
      .returns = "a fit with a, exponent (and offset)",
      .doc =
          "a power law: straight in log-log, or nonlinear with an optional constant. With method "
          "\"log\" rss, r2 and residuals are of log y, and the interval of a is made on the log "
          "scale",
      .formula = "y = a x^exponent (+ offset)", .source = "Seber and Wild 1989",
      .example =
          "local fit = stats.fit.power_law{ x = size, y = loss, method = \"nonlinear\", offset "
          "= true }" },
    { "logistic", dwl_fit_logistic, DWL_NAMED, dwl_fit_logistic_options,
      .returns = "a fit with midpoint, slope (and floor, ceiling where they are fitted)",
      .doc = "an S-curve through measured values by least squares; for counts of successes use "
             "logistic_regression",
      .formula =
          "y = floor + (ceiling - floor) / (1 + exp(-slope (t - midpoint))), t = x, or log10 x "
          "with the midpoint in units of x",
      .source = "Seber and Wild 1989, 7.3",
      .example =
          "local fit = stats.fit.logistic{ x = size, y = accuracy, scale = \"log10\", floor = "
          "0.25 }" },
    { "logistic_regression", dwl_fit_logistic_regression, DWL_NAMED, dwl_fit_logit_options,
      .returns = "a fit with intercept and slope (several predictors: intercept, b1, b2, ...), and "
                 "deviance (= rss); r2 is McFadden's, intervals are Wald's",
      .doc = "the chance of success from 0/1 outcomes or counts; separated points, for which no "
             "estimate exists, are found and said",
      .formula = "k ~ Binomial(n, p), log(p / (1 - p)) = b0 + b1 x1 + ...; iteratively reweighted "
                 "least squares",
      .source = "Nelder and Wedderburn 1972; Albert and Anderson 1984; McFadden 1974",
      .example = "local fit = stats.fit.logistic_regression{ x = log_size, k = right, n = 200 }" },
    { "broken_power_law", dwl_fit_broken_power_law, DWL_NAMED, dwl_fit_broken_options,
      .returns = "a fit with a, b, c0, and c1, d1, f1 of each break",
      .doc =
          "a power law whose exponent changes smoothly at each break d, from c0 to c0 + c1, over "
          "a width f in log x",
      .formula = "y = a + b x^-c0 prod_i (1 + (x / d_i)^(1 / f_i))^(-c_i f_i)",
      .source = "Caballero, Gupta, Rish and Krueger 2022 (Broken neural scaling laws)",
      .example = "local fit = stats.fit.broken_power_law{ x = size, y = loss, breaks = 1 }" },
    { "chinchilla", dwl_fit_chinchilla, DWL_NAMED, dwl_fit_chinchilla_options,
      .returns =
          "a fit with E, A, B, alpha, beta; objective is the minimized sum; fit.predict takes "
          "{ N, D }",
      .doc = "the scaling law of loss with model size and data, from a grid of 4,500 starts over "
             "threads. se by Huber's sandwich, a little short for fewer than some hundred points: "
             "there take fit.bootstrap{ method = \"case\" }",
      .formula =
          "L = E + A / N^alpha + B / D^beta; min sum Huber_delta(log loss - log-sum-exp(log A "
          "- alpha log N, log B - beta log D, log E)); BFGS",
      .source = "Hoffmann et al. 2022, approach 3; Besiroglu et al. 2024; Huber 1973",
      .example = "local fit = stats.fit.chinchilla{ N = N, D = D, loss = loss } print(fit.alpha, "
                 "fit.se.alpha)" },
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
