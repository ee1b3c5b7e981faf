-- Nonlinear fits as a script sees them; NIST's reference sets.
package.path = debug.getinfo(1, "S").source:match("^@(.*/)") .. "?.lua;" .. package.path
local t = require "harness"
local test, equal, near, fails, has = t.test, t.equal, t.near, t.fails, t.has

local here = debug.getinfo(1, "S").source:match("^@(.*/)")
local nist = dofile(here .. "../data/nist_nonlinear.lua")

--- The number of right digits, 0..15.
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

local function fit_nist(set, start)
  local model = load("local b, x, x1, x2 = ... return " .. set.model)
  local several = #set.predictors > 1
  local y = set.y
  if set.response ~= "y" then
    y = {}
    for i, v in ipairs(set.y) do y[i] = math.log(v) end
  end
  return stats.fit.curve {
    fn = function(x, b)
      if several then return model(b, nil, x[1], x[2]) end
      return model(b, x)
    end,
    x = several and { set.x1, set.x2 } or set.x,
    y = y,
    start = start,
  }
end

print "# digits reached           b    sd   rss   rsd  iterations"
for _, set in ipairs(nist) do
  for _, start in ipairs { "start1", "start2" } do
    test("NIST " .. set.name .. " from " .. start, function()
      local fit = fit_nist(set, set[start])
      local b = fewest(fit.params, set.b)
      local sd = set.sd and fewest(fit.se, set.sd)
      local rss = set.sd and digits(fit.rss, set.rss)
      local rsd = set.sd and digits(fit.rsd, set.rsd)
      print(string.format("# %-10s %s %5.1f %5.1f %5.1f %5.1f %6d", set.name, start, b, sd or 0,
                          rss or 0, rsd or 0, fit.iterations))
      t.truth(b >= 6, "parameters")
      t.truth(fit.converged, fit.message)
      equal(fit.dof, set.dof)
      if not set.sd then return end
      t.truth(sd >= 5, "standard deviations")
      t.truth(rss >= 8 and rsd >= 8, "residuals")
      t.truth(fit.identified, fit.message)
    end)
  end
end

local function exponential(x, b)
  return b[1] * math.exp(-b[2] * x)
end

local x, y = {}, {}
for i = 1, 30 do
  x[i] = i / 5
  y[i] = exponential(x[i], { 4, 0.7 }) + 0.01 * math.sin(37 * i * i)
end

local function fit(more)
  local options = { fn = exponential, x = x, y = y, start = { 1, 1 } }
  for name, value in pairs(more or {}) do options[name] = value end
  return stats.fit.curve(options)
end

test("several predictors come as a list", function()
  local f = stats.fit.curve {
    fn = function(v, b) return b[1] * v[1] + b[2] * v[2] ^ 2 end,
    x = { { 1, 2, 3, 4 }, { 3, 1, 4, 1 } }, y = { 20, 6, 38, 10 }, start = { 1, 1 } }
  near(f.params[1], 2, 1e-9)
  near(f.predict { 10, 1 }, f.params[1] * 10 + f.params[2], 1e-12)
  local out = f.predict { { 10, 20 }, { 1, 2 } }
  equal(#out, 2)
end)
test("a straight line has the standard errors of stats.fit.linear", function()
  local line = stats.fit.linear { x = x, y = y, weights = x }
  local f = fit { fn = function(v, b) return b[1] + b[2] * v end, weights = x }
  for i = 1, 2 do
    near(f.params[i], line.params[i], 1e-10)
    near(f.se[i] / line.se[i], 1, 1e-9)
  end
  near(f.rss / line.rss, 1, 1e-12)
  near(f.r2, line.r2, 1e-12)
  near(f.aic, line.aic, 1e-11)
  local _, low = f.predict(3, { interval = "prediction", level = 0.9 })
  local _, wanted = line.predict(3, { interval = "prediction", level = 0.9 })
  near(low, wanted, 1e-9)
end)
test("a Jacobian of the script's gives the same fit", function()
  local a = fit()
  local b = fit {
    jacobian = function(v, p)
      local e = math.exp(-p[2] * v)
      return { e, -p[1] * v * e }
    end,
  }
  near(a.params[2], b.params[2], 1e-9)
  near(a.se[2], b.se[2], 1e-8)
end)
test("a model that is not finite somewhere does not stop the search", function()
  local calls, bad = 0, 0
  local f = fit {
    start = { 1, 0.05 },
    fn = function(v, b)
      calls = calls + 1
      if b[2] > 1.2 then
        bad = bad + 1
        return 0 / 0
      end
      return exponential(v, b)
    end,
  }
  near(f.params[2], fit().params[2], 1e-8)
end)
test("a parameter at its bound is held there and said", function()
  local f = fit { upper = { 3, math.huge } }
  equal(f.params[1], 3)
  equal(f.se[1], math.huge)
  t.truth(f.se[2] < 0.1)
  equal(f.identified, false)
  has(f.message, "parameter 1 is at its upper bound 3")
  local alone = stats.fit.curve {
    fn = function(v, b) return 3 * math.exp(-b[1] * v) end, x = x, y = y, start = { 1 } }
  near(f.params[2], alone.params[1], 1e-8)
  local inside = fit { lower = { 0, 0 }, upper = { 10, 5 } }
  near(inside.params[1], fit().params[1], 1e-8)
  equal(inside.identified, true)
  near(fit({ lower = { 0, 0 } }).params[2], fit().params[2], 1e-8)
  equal(fit({ start = { 3, 1 }, upper = { 3, 9 }, lower = { 3 - 1, 0 } }).params[1], 3)
end)
test("parameters that cannot be told apart are said", function()
  local f = fit { fn = function(v, b) return b[1] * b[2] * math.exp(-b[3] * v) end,
                  start = { 1, 1, 1 } }
  equal(f.identified, false)
  has(f.message, "not identified: the data do not determine parameters 1, 2")
  equal(f.se[1], math.huge)
  t.truth(f.se[3] < 0.1)
  near(f.params[1] * f.params[2], fit().params[1], 1e-7)
end)
test("too few iterations are said", function()
  local f = fit { iterations = 1, start = { 1000, 30 } }
  if not f.converged then has(f.message, "did not converge") end
end)
test("as many parameters as points: no standard errors", function()
  local f = fit { x = { 1, 2 }, y = { 2, 1 } }
  near(f.rss, 0, 1e-20)
  has(f.message, "no standard errors")
  t.truth(f.rsd ~= f.rsd)
  equal(f.se[1], math.huge)
end)
test("robust losses are little moved by outliers", function()
  local wild = { table.unpack(y) }
  wild[3], wild[20] = 9, -5
  for _, loss in ipairs { "huber", "soft_l1", "cauchy" } do
    local f = fit { y = wild, loss = loss, delta = 0.02 }
    near(f.params[2], 0.7, 0.03)
    t.truth(f.converged, f.message)
    t.truth(f.se[2] > 0 and f.se[2] < 0.02)
  end
  t.truth(math.abs(fit({ y = wild }).params[2] - 0.7) > 0.05)
end)
test("Huber's loss with a large delta is least squares", function()
  local f = fit { loss = "huber", delta = 100 }
  near(f.params[2], fit().params[2], 1e-9)
  near(f.se[2], fit().se[2], 1e-8)
end)
test("more starts leave a local minimum, the same each time", function()
  local wave = {}
  for i = 1, 30 do wave[i] = 2 * math.sin(3.1 * x[i]) + 0.05 * math.sin(37 * i * i) end
  local function fn(v, b) return b[1] * math.sin(b[2] * v) end
  local one = fit { fn = fn, y = wave, start = { 1, 1.2 }, lower = { 0, 0 }, upper = { 9, 9 },
                    starts = 40 }
  near(one.params[2], 3.1, 0.02)
  local two = fit { fn = fn, y = wave, start = { 1, 1.2 }, lower = { 0, 0 }, upper = { 9, 9 },
                    starts = 40 }
  equal(one.params[2], two.params[2])
  equal(one.starts, 40)
end)
test("bootstrap intervals, residuals and cases", function()
  local f = fit { names = { "height", "rate" } }
  for _, method in ipairs { "residual", "case" } do
    local boot = f.bootstrap { resamples = 200, method = method, seed = 3 }
    local ratio = boot.se[2] / f.se.rate
    t.truth(ratio > 0.6 and ratio < 1.6, method .. " " .. ratio)
    t.truth(boot.low[2] < f.params.rate and f.params.rate < boot.high[2])
    equal(f.bootstrap({ resamples = 200, method = method, seed = 3 }).low[1], boot.low[1])
    has(boot.method, method)
    equal(boot.failed, 0)
  end
end)
test("print shows a table", function()
  local text = tostring(fit { names = { "height", "rate" } })
  has(text, "height")
  has(text, "converged")
end)
test("an error of the function keeps its place", function()
  local line
  local function broken(v, b)
    line = debug.getinfo(1, "l").currentline + 1
    return b.missing.field
  end
  local ok, message = pcall(fit, { fn = broken })
  equal(ok, false)
  has(message, "stats_fit.lua:" .. line .. ":")
end)
test("an error in a prediction and in a bootstrap, too", function()
  local angry = false
  local f = fit {
    fn = function(v, b)
      if angry then error "too late" end
      return exponential(v, b)
    end,
  }
  angry = true
  fails(function() f.predict(1) end, "too late")
  fails(function() f.bootstrap { resamples = 10 } end, "too late")
end)
test("a fit within the function of a fit", function()
  local f = fit {
    fn = function(v, b)
      return exponential(v, b) + 0 * stats.fit.linear({ x = { 1, 2 }, y = { 1, 2 } }).slope
    end,
  }
  near(f.params[2], fit().params[2], 1e-9)
end)
test("points with NaN are dropped and counted", function()
  local wild = { table.unpack(y) }
  wild[3] = 0 / 0
  equal(fit({ y = wild, na = "drop" }).dropped, 1)
  equal(fit({ y = wild, na = "drop" }).n, 29)
end)

test("weights cost no digits where x has a large offset", function()
  local x, y, w = { 1, 2, 4, 7, 11, 12 }, { 2, 3, 3, 8, 9, 15 }, { 2, 3, 0.7, 5, 11, 0 }
  local far = {}
  for i, value in ipairs(x) do far[i] = 1e9 + value end
  local near_fit = stats.fit.linear { x = x, y = y, weights = w }
  local far_fit = stats.fit.linear { x = far, y = y, weights = w }
  for _, name in ipairs { "rss", "r2", "rsd", "aic" } do near(far_fit[name] / near_fit[name], 1, 1e-13) end
  near(far_fit.params[2] / near_fit.params[2], 1, 1e-13)
  near(far_fit.se[2] / near_fit.se[2], 1, 1e-13)
end)

t.bad_calls({
  { "fit{ x = {1, 2} }", "x has 2 values, y has 30" },
  { "fit{ x = {1}, y = {1} }", "1 point cannot determine 2 parameters" },
  { "fit{ start = {} }", "'start' is empty" },
  { "fit{ start = {1, 0/0} }", "start[2] must be finite" },
  { "fit{ start = {1, 2}, lower = {0} }", "lower has 1 values for 2 parameters" },
  { "fit{ lower = {5, 0}, upper = {1, 2} }", "bounds of parameter 1 are crossed" },
  { "fit{ lower = {2, 0} }", "start[1] = 1 is outside its bounds 2..inf" },
  { "fit{ lower = {0, 0/0} }", "lower[2] is not a number" },
  { "fit{ fn = function(v, b) return nil end }", "fn must return a number",
    "at point 1 (x = 0.2) with b = {1, 1}" },
  { "fit{ fn = function(v, b) return v > 1 and 'a' or 1 end }", "got a string", "at point 6" },
  { "fit{ fn = function(v, b) return 0/0 end }", "at point 1 with the start" },
  { "fit{ fn = 3 }", "'fn' must be a function" },
  { "fit{ y = {0/0, 1/0, 1}, x = {1, 2, 3} }", "y holds 2 values that are not finite" },
  { "fit{ loss = 'huber' }", "needs delta" },
  { "fit{ delta = 1 }", "belongs to a robust loss" },
  { "fit{ loss = 'absolute' }", "'loss' must be one of" },
  { "fit{ jacobian = function() return {1} end }", "2 numbers", "got 1" },
  { "fit{ jacobian = function() return 1 end }", "jacobian must return a list" },
  { "fit{ names = {'a'} }", "names has 1 texts for 2 parameters" },
  { "fit{ weights = {1, 2} }", "weights has 2 values" },
  { "fit{ starts = 0 }", "'starts' must be" },
  { "fit().bootstrap{ resamples = 3 }", "'resamples' must be" },
  { "fit().predict(1, { interval = 'both' })", "'interval' must be one of" },
  { "return fit().parms", "did you mean 'params'" },
}, { fit = fit })
t.done()
