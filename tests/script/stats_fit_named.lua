-- stats.fit: linear fits against NIST, named models, logistic regression, Chinchilla.
package.path = debug.getinfo(1, "S").source:match("^@(.*/)") .. "?.lua;" .. package.path
local t = require "harness"
local test, equal, near, fails, has = t.test, t.equal, t.near, t.fails, t.has

local here = debug.getinfo(1, "S").source:match("^@(.*/)")
local nist = dofile(here .. "../data/nist_linear.lua")

local function digits(got, wanted)
  if got == wanted then return 15 end
  local error = math.abs(got - wanted) / (wanted == 0 and 1 or math.abs(wanted))
  return error == error and math.max(0, math.min(15, -math.log(error, 10))) or 0
end

local function fewest(got, wanted)
  local least = 15
  for i = 1, #wanted do least = math.min(least, digits(got[i], wanted[i])) end
  return least
end

local function fit_linear(set)
  local intercept = set.terms[1] == "1"
  if set.x1 then
    return stats.fit.linear { x = { set.x1, set.x2, set.x3, set.x4, set.x5, set.x6 }, y = set.y }
  elseif #set.terms > 2 then
    return stats.fit.polynomial { x = set.x, y = set.y, degree = #set.terms - 1 }
  end
  return stats.fit.linear { x = set.x, y = set.y, intercept = intercept }
end

for _, set in ipairs(nist) do
  test("NIST " .. set.name, function()
    local fit, line = fit_linear(set), {}
    for name, bound in pairs(set.digits) do
      local got = name == "b" and fewest(fit.params, set.b)
        or name == "sd" and fewest(fit.se, set.sd) or digits(fit[name], set[name])
      line[#line + 1] = string.format("%s %.1f", name, got)
      t.truth(got >= bound, name .. ": " .. got .. " of " .. bound .. " digits")
    end
    print("# " .. set.name .. ": " .. table.concat(line, ", "))
  end)
end

-- Numbers that look like noise, the same in every run: mean 0, about normal.
local function noise(i)
  local sum = 0
  for k = 1, 12 do sum = sum + (math.sin(i * 12.9898 + k * 78.233) * 43758.5453) % 1 end
  return sum - 6
end

local x = array.geomspace(1, 1000, 40)
local function curve(f)
  local y = {}
  for i = 1, #x do y[i] = f(x[i], i) end
  return y
end

test("weights are repeated points", function()
  local a = stats.fit.linear { x = { 1, 2, 3, 5 }, y = { 1, 3, 2, 6 }, weights = { 1, 3, 1, 2 } }
  local b = stats.fit.linear { x = { 1, 2, 2, 2, 3, 5, 5 }, y = { 1, 3, 3, 3, 2, 6, 6 } }
  near(a.slope, b.slope, 1e-14)
  near(a.rss, b.rss, 1e-14)
  near(a.r2, b.r2, 1e-14)
  equal(a.dof, 2)
end)
test("a weight of 0 is no point", function()
  local a = stats.fit.linear { x = { 1, 2, 3, 9 }, y = { 1, 3, 2, 70 }, weights = { 1, 1, 1, 0 } }
  local b = stats.fit.linear { x = { 1, 2, 3 }, y = { 1, 3, 2 } }
  near(a.slope, b.slope, 1e-14)
  equal(a.dof, 1)
  equal(a.n, 3)
end)
test("aic and bic of a straight line are R's", function()
  -- by hand: n log(2 pi rss / n) + n + 2 (p + 1)
  local fit = stats.fit.linear { x = { 1, 2, 3, 4 }, y = { 2, 4.1, 5.9, 8.2 } }
  local gauss = 4 * math.log(2 * math.pi * fit.rss / 4) + 4
  near(fit.aic, gauss + 6, 1e-13)
  near(fit.bic, gauss + 3 * math.log(4), 1e-13)
end)
test("predictors that depend on each other are said", function()
  local fit = stats.fit.linear { x = { { 1, 2, 3, 4 }, { 2, 4, 6, 8 } }, y = { 2, 4.1, 5.9, 8 } }
  equal(fit.identified, false)
  equal(fit.se[2], math.huge)
  t.truth(fit.se[1] < 1)
  has(fit.message, "not identified")
  local y = fit.predict { { 2.5 }, { 5 } }
  near(y[1], 5, 1e-12)
end)
test("a matrix is a list of its columns", function()
  local m = array { { 1, 5 }, { 2, 1 }, { 3, 4 }, { 4, 2 } }
  local a = stats.fit.linear { x = m, y = { 2, 4.1, 5.9, 8 } }
  local b = stats.fit.linear { x = { { 1, 2, 3, 4 }, { 5, 1, 4, 2 } }, y = { 2, 4.1, 5.9, 8 } }
  equal(a.params[3], b.params[3])
  equal(a.predict(m)[2], b.predict { 2, 1 })
end)
test("a band of a straight line is the textbook's", function()
  local fit = stats.fit.linear { x = { 1, 2, 3, 4, 5 }, y = { 1.1, 1.9, 3.2, 3.9, 5.1 } }
  local half = 3.182446305284263 * fit.rsd -- t, 3 degrees of freedom
  local y, low, high = fit.predict(4, { interval = "confidence" })
  near(high - y, half * math.sqrt(1 / 5 + 1 / 10), 1e-12)
  near(y - low, high - y, 1e-12)
  local _, _, new = fit:predict(4, { interval = "prediction" })
  near(new - y, half * math.sqrt(1 + 1 / 5 + 1 / 10), 1e-12)
end)
test("a power law by logs is the straight line of logs", function()
  local y = curve(function(v, i) return 3 * v ^ -0.5 * math.exp(0.02 * noise(i)) end)
  local fit = stats.fit.power_law { x = x, y = y }
  local log_x, log_y = {}, {}
  for i = 1, #x do log_x[i], log_y[i] = math.log(x[i]), math.log(y[i]) end
  local line = stats.fit.linear { x = log_x, y = log_y }
  near(fit.exponent, line.slope, 1e-10)
  near(fit.a, math.exp(line.intercept), 1e-10)
  near(fit.se.exponent, line.se.slope, 1e-7)
  near(fit.rss, line.rss, 1e-9)
  near(fit.predict(10), fit.a * 10 ^ fit.exponent, 1e-12)
end)

--- The fit is near what made the points, with the truth inside 6 standard errors.
local function finds(fit, truth)
  t.truth(fit.converged, fit.message)
  for name, value in pairs(truth) do
    local z = (fit[name] - value) / fit.se[name]
    t.truth(math.abs(z) < 6, name .. " is " .. fit[name] .. ", z " .. z)
    equal(fit.params[name], fit[name])
  end
end
test("a power law with an offset", function()
  finds(stats.fit.power_law {
    x = x, method = "nonlinear", offset = true,
    y = curve(function(v, i) return 3 * v ^ -0.5 + 0.7 + 0.005 * noise(i) end),
  }, { a = 3, exponent = -0.5, offset = 0.7 })
end)
test("a logistic curve, all four parameters", function()
  finds(stats.fit.logistic {
    x = x, scale = "log10", floor = "fit", ceiling = "fit",
    y = curve(function(v, i)
      return 0.25 + 0.6 / (1 + math.exp(-3 * (math.log(v, 10) - 1.5))) + 0.01 * noise(i)
    end),
  }, { midpoint = 10 ^ 1.5, slope = 3, floor = 0.25, ceiling = 0.85 })
end)
test("a falling logistic curve between given levels", function()
  local y = curve(function(v, i) return 2 / (1 + math.exp(0.02 * (v - 300))) + 0.01 * noise(i) end)
  finds(stats.fit.logistic { x = x, y = y, ceiling = 2 }, { midpoint = 300, slope = -0.02 })
end)
test("a broken power law", function()
  local function f(v, i)
    return 0.3 + 2 * v ^ -0.2 * (1 + (v / 40) ^ (1 / 0.3)) ^ (-0.6 * 0.3) + 0.002 * noise(i)
  end
  local fit = stats.fit.broken_power_law { x = x, y = curve(f) }
  finds(fit, { a = 0.3, b = 2, c0 = 0.2, c1 = 0.6, d1 = 40, f1 = 0.3 })
  equal(#fit.params, 6)
  equal(table.concat(fit.names, " "), "a b c0 c1 d1 f1")
end)

test("logistic regression agrees with its score equations", function()
  local k = { 1, 3, 4, 7, 9, 10 }
  local fit = stats.fit.logistic_regression { x = { 1, 2, 3, 4, 5, 6 }, k = k, n = 10 }
  local score, slope, a, b, d = 0, 0, 0, 0, 0
  for i = 1, 6 do
    local p = 1 / (1 + math.exp(-fit.intercept - fit.slope * i))
    local w = 10 * p * (1 - p)
    score, slope = score + k[i] - 10 * p, slope + i * (k[i] - 10 * p)
    a, b, d = a + w, b + w * i, d + w * i * i
  end
  near(score, 0, 1e-10)
  near(slope, 0, 1e-10)
  near(fit.se.slope, math.sqrt(a / (a * d - b * b)), 1e-9)
  near(fit.predict(4), 1 / (1 + math.exp(-fit.intercept - 4 * fit.slope)), 1e-13)
end)
test("counts and single outcomes give one fit", function()
  local x1, k1 = {}, {}
  local k = { 1, 2, 3, 3, 5 }
  for i = 1, 5 do
    for j = 1, 6 do x1[#x1 + 1], k1[#k1 + 1] = i, j <= k[i] and 1 or 0 end
  end
  local a = stats.fit.logistic_regression { x = { 1, 2, 3, 4, 5 }, k = k, n = { 6, 6, 6, 6, 6 } }
  local b = stats.fit.logistic_regression { x = x1, k = k1 }
  near(a.slope, b.slope, 1e-9)
  near(a.se.slope, b.se.slope, 1e-9)
end)
test("separated outcomes are found", function()
  for _, k in ipairs { { 0, 0, 0, 1, 1, 1 }, { 1, 1, 1, 1, 1, 1 }, { 0, 0, 1, 1, 1, 1 } } do
    local fit = stats.fit.logistic_regression { x = { 1, 2, 3, 4, 5, 6 }, k = k }
    equal(fit.converged, false)
    has(fit.message, "separated")
    equal(fit.se[2], math.huge)
  end
  local touching = stats.fit.logistic_regression { x = { 1, 2, 3, 3, 5 }, k = { 0, 0, 0, 1, 1 } }
  has(touching.message, "separated")
  local two = stats.fit.logistic_regression {
    x = { { 0, 1, 0, 1, 2, 0 }, { 1, 0, 2, 2, 1, 0 } }, k = { 0, 0, 1, 1, 1, 0 } }
  has(two.message, "separated")
  local mixed = stats.fit.logistic_regression { x = { 1, 2, 3, 4, 5, 6 }, k = { 0, 1, 0, 1, 0, 1 } }
  equal(mixed.converged, true)
end)

local function chinchilla_data()
  local N, D, loss = {}, {}, {}
  for i = 1, 60 do
    N[i] = 10 ^ (7.5 + 2.5 * ((i * 0.618) % 1))
    D[i] = 10 ^ (8.5 + 2.5 * ((i * 0.414) % 1))
    loss[i] = (1.8 + 480 / N[i] ^ 0.35 + 2000 / D[i] ^ 0.36) * math.exp(0.003 * noise(i))
  end
  return N, D, loss
end
test("the law of Chinchilla", function()
  local N, D, loss = chinchilla_data()
  local fit = stats.fit.chinchilla { N = N, D = D, loss = loss }
  finds(fit, { E = 1.8, A = 480, B = 2000, alpha = 0.35, beta = 0.36 })
  equal(fit.se[4], fit.se.alpha)
  local sum = 0
  for i = 1, 60 do
    local r = math.abs(math.log(loss[i] / fit.predict { N[i], D[i] }))
    sum = sum + (r <= 1e-3 and r * r / 2 or 1e-3 * (r - 0.5e-3))
  end
  near(fit.objective / sum, 1, 1e-9)
  local boot = fit.bootstrap { resamples = 200, method = "case" }
  equal(boot.failed, 0)
  t.truth(boot.low[4] < fit.alpha and fit.alpha < boot.high[4])
  local ratio = boot.se[4] / fit.se.alpha
  t.truth(ratio > 0.4 and ratio < 2.5, "standard errors " .. ratio)
  equal(fit.bootstrap { resamples = 50 }.params[50][3], fit.bootstrap { resamples = 50 }.params[50][3])
end)

test("the fit of Chinchilla is at least as good as SciPy's best of 500 starts", function()
  local N, D, loss = {}, {}, {}
  for i = 1, 240 do
    N[i] = 10 ^ (7.5 + 2.5 * ((i * 0.618) % 1))
    D[i] = 10 ^ (8.5 + 2.5 * ((i * 0.414) % 1))
    loss[i] = (1.8 + 480 / N[i] ^ 0.35 + 2000 / D[i] ^ 0.36)
      * math.exp(0.01 * ((i * i * 0.7548776662) % 1 - 0.5))
  end
  local fit = stats.fit.chinchilla { N = N, D = D, loss = loss }
  t.truth(fit.objective <= 0.0005011937391, fit.objective) -- SciPy 1.10, L-BFGS-B
  near(fit.objective / 0.0005011937192, 1, 1e-9)
end)

t.bad_calls({
  { "stats.fit.linear{ x = {1, 2}, y = {1, 2, 3} }", "x has 2 values, y has 3" },
  { "stats.fit.linear{ x = {{1, 2, 3}, {1, 2}}, y = {1, 2, 3} }", "x[2] has 2 values" },
  { "stats.fit.linear{ x = {1}, y = {1} }", "1 point cannot determine 2 parameters" },
  { "stats.fit.linear{ x = {}, y = {} }", "'x' is empty" },
  { "stats.fit.linear{ y = {1} }", "'x' is missing" },
  { "stats.fit.linear{ x = {2, 2, 2}, y = {1, 2, 3} }", "x is constant" },
  { "stats.fit.linear{ x = {1, 2, 0/0}, y = {1, 2, 3} }", "x holds 1 value that is not finite" },
  { "stats.fit.linear{ x = {1, 2, 3}, y = {1, 1/0, 0/0} }", "y holds 2 values that are not finite" },
  { "stats.fit.linear{ x = {1, 2, 3}, y = {1, 2, 3}, weights = {1, -1, 1} }", "must not be negative" },
  { "stats.fit.linear{ x = {1, 2, 3}, y = {1, 2, 3}, weights = {0, 0, 1} }", "weight above 0" },
  { "stats.fit.linear{ x = {1, 2, 3}, y = {1, 2, 3}, weights = {1, 1} }", "weights has 2 values" },
  { "stats.fit.linear{ x = {1, 2, 3}, y = {1, 1e200, 3} }", "y is too large" },
  { "stats.fit.linear{ x = {1, 2, 3}, y = {1, 2, 4} }.predict({})", "'x' is empty" },
  { "stats.fit.linear{ x = {1, 2, 3}, y = {1, 2, 4} }.predict(0/0)", "x must be finite" },
  { "stats.fit.linear{ x = {1, 2, 3}, y = {1, 2, 3}, degree = 2 }", "unknown option 'degree'" },
  { "stats.fit.linear{ x = 'a', y = {1, 2, 3} }", "'x' must be" },
  { "stats.fit.linear{ x = {'a', 'b'}, y = {1, 2} }", "element 1 is a string" },
  { "stats.fit.polynomial{ x = {1, 2, 2, 1}, y = {1, 2, 3, 4}, degree = 2 }", "2 distinct values" },
  { "stats.fit.polynomial{ x = {1, 2}, y = {1, 2}, degree = 2 }", "cannot determine 3" },
  { "stats.fit.polynomial{ x = {1, 2}, y = {1, 2}, degree = 0 }", "'degree' must be" },
  { "stats.fit.polynomial{ x = {1e200, 2e200, 3e200}, y = {1, 2, 3}, degree = 2 }", "overflow" },
  { "stats.fit.power_law{ x = {1, 2, -3}, y = {1, 2, 3} }", "x must be above 0" },
  { "stats.fit.power_law{ x = {1, 2, 3}, y = {1, 0, 3} }", "y must be above 0" },
  { "stats.fit.power_law{ x = {1, 2, 3}, y = {1, 2, 3}, offset = true }", "nonlinear" },
  { "stats.fit.power_law{ x = {2, 2, 2}, y = {1, 2, 3} }", "x is constant" },
  { "stats.fit.logistic{ x = {1, 2, 3}, y = {0, 0.5, 1}, floor = 2 }", "below ceiling" },
  { "stats.fit.logistic{ x = {1, 2, 3}, y = {0, 0.5, 1}, floor = 'low' }", "'floor' must be" },
  { "stats.fit.logistic{ x = {0, 2, 3}, y = {0, 0.5, 1}, scale = 'log10' }", "x must be above 0" },
  { "stats.fit.broken_power_law{ x = {1, 2, 3}, y = {1, 2, 3} }", "cannot determine 6" },
  { "stats.fit.logistic_regression{ x = {1, 2}, k = {0, 2} }", "got 2 of 1" },
  { "stats.fit.logistic_regression{ x = {1, 2}, k = {0, 2}, n = 0 }", "n must be" },
  { "stats.fit.logistic_regression{ x = {1, 2}, k = {0, 0.5} }", "whole number in 0..n" },
  { "stats.fit.logistic_regression{ x = {1, 2}, k = {0, 1}, n = {1, 2, 3} }", "n has 3" },
  { "stats.fit.logistic_regression{ x = {1, 1}, k = {0, 1} }", "is constant" },
  { "stats.fit.chinchilla{ N = {1, 2}, D = {1, 2, 3}, loss = {1, 2} }", "D has 3" },
  { "stats.fit.chinchilla{ N = {1, 2}, D = {1, 2}, loss = {1, 2} }", "cannot determine 5" },
  { "stats.fit.chinchilla{ N = {1,2,3,4,5,0}, D = {1,2,3,4,5,6}, loss = {1,2,3,4,5,6} }",
    "N must be above 0" },
  { "stats.fit.chinchilla{ N = {1,2,3,4,5,6}, D = {7,7,7,7,7,7}, loss = {1,2,3,4,5,6} }",
    "D is constant" },
  { "stats.fit.chinchilla{ N = {1,2,3,4,5,6}, D = {1,2,3,4,5,6}, loss = {1,2,3,4,5,-6} }",
    "loss must be above 0" },
  { "return stats.fit.linear{ x = {1,2,3}, y = {1,2,4} }.slop", "did you mean 'slope'" },
  { "stats.fit.linear{ x = {1,2,3}, y = {1,2,4} }.predict()", "'x' is missing" },
  { "stats.fit.linear{ x = {1,2,3}, y = {1,2,4} }.predict({{1}, {2}})", "has 1 predictor, got 2" },
  { "stats.fit.linear{ x = {1,2,3}, y = {1,2,4} }.predict('a')", "'x' must be" },
  { "stats.fit.logistic_regression{ x = {1,2,3}, k = {0,1,0} }.bootstrap{ method = 'residual' }",
    "draw cases" },
})
test("dropped points are counted", function()
  local fit = stats.fit.linear { x = { 1, 2, 3, 0 / 0, 5 }, y = { 2, 4, 6, 8, 1 / 0 }, na = "drop" }
  equal(fit.dropped, 2)
  near(fit.slope, 2, 1e-14)
end)
t.done()
