-- The bootstrap as a script sees it.
package.path = debug.getinfo(1, "S").source:match("^@(.*/)") .. "?.lua;" .. package.path
local t = require "harness"
local test, equal, near, fails, truth = t.test, t.equal, t.near, t.fails, t.truth

local x, y, group = {}, {}, {}
for i = 1, 80 do
  x[i] = (i * 7919 % 1000) / 100
  y[i] = x[i] + (i * 104729 % 997) / 300
  group[i] = i % 3
end

test("a result names what it is", function()
  local b = stats.bootstrap(x, "mean", { resamples = 500, seed = 3, level = 0.9 })
  near(b.estimate, stats.mean(x), 1e-13)
  truth(b.low < b.estimate and b.estimate < b.high)
  near(b.se, stats.sd(x) / math.sqrt(80), 0.2)
  equal(b.method, "bootstrap, bca")
  equal(b.level, 0.9)
  equal(b.resamples, 500)
  equal(#b.replicates, 500)
  equal(b.n, 80)
  equal(b.failed, 0)
  equal(b.dropped, 0)
  near(b.bias, stats.mean(b.replicates) - b.estimate, 1e-12)
  near(b.se, stats.sd(b.replicates), 1e-12)
  fails(function() return b.lower end, "has no 'lower'", "low")
  fails(function() b.mine = 1 end, "cannot be changed")
end)

test("the same seed gives the same numbers, the run's is the default", function()
  local a = stats.bootstrap(x, "median", { seed = 3 })
  local b = stats.bootstrap(x, "median", { seed = 3 })
  local c = stats.bootstrap(x, "median", { seed = 4 })
  truth(a.replicates == b.replicates and a.replicates ~= c.replicates)
  equal(a.low, b.low)
  truth(stats.bootstrap(x, "mean").replicates == stats.bootstrap(x, "mean").replicates)
end)

test("percentile and basic mirror each other", function()
  local p = stats.bootstrap(x, "sd", { method = "percentile", seed = 1 })
  local b = stats.bootstrap(x, "sd", { method = "basic", seed = 1 })
  near(p.low, stats.quantile(p.replicates, 0.025), 1e-12)
  near(p.high, stats.quantile(p.replicates, 0.975), 1e-12)
  near(b.low, 2 * p.estimate - p.high, 1e-12)
  near(b.high, 2 * p.estimate - p.low, 1e-12)
  truth(p.z0 ~= p.z0 and p.acceleration ~= p.acceleration, "NaN without bca")
end)

test("a function sees the resampled arrays, as a named statistic does", function()
  local options = { seed = 5, resamples = 300 }
  local named = stats.bootstrap(x, "variance", options)
  local own = stats.bootstrap(x, stats.variance, options)
  for i = 1, 300 do near(own.replicates[i], named.replicates[i], 1e-10) end
  near(own.low, named.low, 1e-10)
  near(own.high, named.high, 1e-10)
  near(own.acceleration, named.acceleration, 1e-10)
end)

test("pairs are drawn together", function()
  local pairs_seen = {}
  for i = 1, 80 do pairs_seen[x[i]] = y[i] end
  local b = stats.bootstrap({ x, y }, function(a, c)
    truth(#a == #c and #a >= 79)
    for i = 1, #a, 9 do
      if pairs_seen[a[i]] ~= c[i] then error "a pair was torn apart" end
    end
    return stats.mean(c) - stats.mean(a)
  end, { paired = true, resamples = 200 })
  local c = stats.bootstrap({ x, y }, "difference_of_means", { paired = true })
  near(b.estimate, -c.estimate, 1e-12)
  truth(c.low < c.high and c.high < 0)
  truth(stats.bootstrap({ x, y }, "correlation").low > 0.8)
end)

test("independent samples keep their sizes", function()
  local short = { 1, 2, 4, 8 }
  local b = stats.bootstrap({ x, short }, function(a, c)
    if #a + #c < 83 then error "too few" end
    return stats.mean(a) - stats.mean(c)
  end, { paired = false, resamples = 200, seed = 2 })
  local c = stats.bootstrap({ x, short }, "difference_of_means", { paired = false, seed = 2 })
  near(b.estimate, stats.mean(x) - 3.75, 1e-12)
  near(c.estimate, b.estimate, 1e-12)
  near(b.acceleration, c.acceleration, 1e-10)
end)

test("strata are resampled each to its size", function()
  local far = {}
  for i = 1, 80 do far[i] = 1000 * group[i] + x[i] end
  local b = stats.bootstrap(far, "mean", { strata = group })
  equal(b.method, "stratified bootstrap, bca")
  truth(b.se < 1)
  truth(stats.bootstrap(far, "mean").se > 50)
end)

test("calibration errors", function()
  local confidence, correct = {}, {}
  for i = 1, 400 do
    confidence[i] = 0.5 + (i * 7919 % 400) / 801
    correct[i] = (i * 104729 % 1000) / 1000 < 0.5 and 1 or 0
  end
  for _, name in ipairs { "ece", "brier", "log_loss" } do
    local b = stats.bootstrap({ confidence, correct }, name, { bins = 5, binning = "mass" })
    truth(b.low < b.estimate and b.estimate < b.high, name)
  end
  fails(function() stats.bootstrap({ correct, confidence }, "ece") end, "must be 0 (wrong) or 1")
end)

test("a calibration error that resampling only raises has no bca interval", function()
  local confidence, correct = {}, {}
  for i = 1, 1000 do
    confidence[i] = 0.1 + 0.2 * (i % 5)
    correct[i] = (i // 5 % 10 + 0.5) / 10 < confidence[i] and 1 or 0
  end
  local data = { confidence, correct }
  fails(function() stats.bootstrap(data, "ece") end, "BCa", 'method = "percentile" or "basic"')
  local b = stats.bootstrap(data, "ece", { method = "percentile" })
  truth(b.bias > 0.01)
end)

test("na = drop leaves rows out and counts them", function()
  local a = { 1, 2, 0 / 0, 4, 5, 7 }
  local b = { 2, 2, 3, 5, math.huge, 9 }
  local r = stats.bootstrap({ a, b }, "difference_of_means", { na = "drop", paired = true })
  equal(r.dropped, 2)
  equal(r.n, 4)
  fails(function() stats.bootstrap({ a, b }, "correlation") end, "1 of 6 values of x[1]", "drop")
  r = stats.bootstrap({ a, { 1, 2, 0 / 0 } }, "difference_of_means", { na = "drop", paired = false })
  equal(r.dropped, 2)
  equal(r.n, 7)
end)

test("resamples without a number are counted; too many are an error", function()
  local calls = 0
  local r = stats.bootstrap(x, function(a)
    calls = calls + 1
    return calls == 7 and 0 / 0 or stats.mean(a)
  end, { resamples = 100, method = "percentile" })
  equal(r.failed, 1)
  calls = 0
  fails(function()
    stats.bootstrap(x, function(a)
      calls = calls + 1
      return calls % 2 == 1 and stats.mean(a) or 0 / 0
    end, { resamples = 100 })
  end, "not a number in", "of 100 resamples")
end)

test("an error of the function comes through", function()
  local ok, message = pcall(stats.bootstrap, x, function() error({ code = 7 }) end)
  truth(not ok and message.code == 7)
  fails(function() stats.bootstrap(x, function() error "mine" end) end, "mine")
  fails(function() stats.bootstrap(x, function() return "a" end) end,
        "must return a number, got string")
  fails(function() stats.bootstrap(x, function() end) end, "must return a number, got nothing")
end)

test("a bootstrap within a bootstrap", function()
  local b = stats.bootstrap({ 1, 2, 3, 4, 5, 6 }, function(a)
    return stats.bootstrap(a, "mean", { resamples = 10, method = "percentile" }).estimate
  end, { resamples = 20, method = "percentile", seed = 2 })
  near(b.estimate, 3.5, 1e-12)
end)

t.bad_calls({
  { "stats.bootstrap({}, 'mean')", "'x' is empty" },
  { "stats.bootstrap({5}, 'mean')", "stats.bootstrap", "1 value" },
  { "stats.bootstrap(array{{1, 2}, {3, 4}}, 'mean')", "'x' is a matrix" },
  { "stats.bootstrap(3, 'mean')", "'x' must be numbers" },
  { "stats.bootstrap({3, 3, 3}, 'mean')", "every resample gives 3" },
  { "stats.bootstrap({1, 0/0}, 'mean')", "1 of 2 values of x are not finite" },
  { "stats.bootstrap({0/0, 0/0}, 'mean', {na = 'drop'})", "empty" },
  { "stats.bootstrap(x, 'meen')", "no statistic 'meen'", "did you mean 'mean'" },
  { "stats.bootstrap(x, 3)", "'statistic' must be the name of one or a function" },
  { "stats.bootstrap(x)", "'statistic' is missing" },
  { "stats.bootstrap(x, 'quantile')", "'p' is missing" },
  { "stats.bootstrap(x, 'mean', {p = 0.5})", "'p' belongs to quantile" },
  { "stats.bootstrap(x, 'quantile', {p = 2})", "'p'", "0..1" },
  { "stats.bootstrap(x, 'trimmed_mean', {trim = 0.5})", "'trim'" },
  { "stats.bootstrap(x, 'mean', {resamples = 3})", "'resamples'", "3" },
  { "stats.bootstrap(x, 'mean', {method = 'normal'})", "'method'", "percentile" },
  { "stats.bootstrap(x, 'mean', {paired = true})", "'paired' is for x = {a, b}" },
  { "stats.bootstrap({x, y}, 'mean')", "mean takes one sample, got 2" },
  { "stats.bootstrap(x, 'correlation')", "correlation takes two columns, got 1" },
  { "stats.bootstrap({x, y}, 'difference_of_means')", "'paired' is missing" },
  { "stats.bootstrap({x, y}, 'correlation', {paired = false})", "not one of two independent" },
  { "stats.bootstrap({x, {1, 2}}, 'correlation')", "x[1] has 80 values, x[2] has 2" },
  { "stats.bootstrap({x, {}}, 'difference_of_means', {paired = false})", "empty" },
  { "stats.bootstrap({x, 3}, 'correlation')", "element 2 is a number" },
  { "stats.bootstrap(x, 'mean', {strata = {1, 2}})", "strata has 2 values, x has 80" },
  { "stats.bootstrap({x, y}, 'difference_of_means', {paired = false, strata = x})", "'strata'" },
  { "stats.bootstrap({x, y}, 'ece')", "must be in 0..1" },
  { "stats.bootstrap({1e308, -1e308, 1e308}, 'sd')", "is not a number" },
}, { x = x, y = y })

t.done()
