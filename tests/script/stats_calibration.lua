-- Calibration as a script sees it: certified values, properties, intervals, bad calls.
local here = debug.getinfo(1, "S").source:match("^@(.*/)")
package.path = here .. "?.lua;" .. package.path
local t = require "harness"
local test, equal, near, fails, truth = t.test, t.equal, t.near, t.fails, t.truth

-- ---- certified values ----

local function digits(got, wanted)
  if got == wanted then return 15 end
  local off = wanted == 0 and math.abs(got) or math.abs(got - wanted) / math.abs(wanted)
  if off ~= off then return -1 end
  return math.max(0, math.min(15, -math.log(off, 10)))
end

local function options_of(name)
  local binning, bins, side = name:match("^(%a+)(%d+)_(%a+)$")
  if not binning then binning, bins = name:match("^(rank)(%d+)$") end
  if not binning then return { binning = "distinct" } end
  return { binning = binning == "rank" and "mass" or binning, bins = tonumber(bins), closed = side }
end

--- The least digits of the pairs { got, wanted }.
local function least(pairs_of)
  local worst = 15
  for _, pair in ipairs(pairs_of) do worst = math.min(worst, digits(pair[1], pair[2])) end
  return worst
end

local function gaps(case, name, want)
  local c, y, how = case.confidence, case.correct, options_of(name)
  local r = stats.reliability(c, y, how)
  equal(#r.count, #want.count)
  for b, count in ipairs(want.count) do equal(r.count[b], count) end
  equal(#r.edges, #want.count + 1)
  equal(r.ece, stats.ece(c, y, how))
  equal(r.ace, stats.ace(c, y, how))
  equal(r.mce, stats.mce(c, y, how))
  return least { { r.ece, want.ece }, { r.ace, want.ace }, { r.mce, want.mce } }
end

local function murphy(case, name, want)
  local m = stats.murphy(case.confidence, case.correct, options_of(name:sub(8)))
  near(m.reliability - m.resolution + m.uncertainty + m.within_variance - m.within_covariance,
       m.brier, 1e-15)
  return least { { m.reliability, want.rel }, { m.resolution, want.res }, { m.uncertainty, want.unc },
    { m.within_variance, want.wbv or 0 }, { m.within_covariance, want.wbc or 0 } }
end

local function scalar(case, name)
  local c, y = case.confidence, case.correct
  if name == "n" then return stats.reliability(c, y).n end
  if name == "accuracy" then return stats.mean(y) end
  if name == "mean_confidence" then return stats.mean(c) end
  if name == "brier" then return stats.brier(c, y) end
  return stats.log_loss(c, y, name == "log_loss_eps15" and { clip = 1e-15 } or {})
end

local cases = dofile(here .. "../data/calibration.lua")
for _, case in ipairs(cases) do
  local names = {}
  for name in pairs(case.expect) do names[#names + 1] = name end
  table.sort(names)
  for _, name in ipairs(names) do
    test(case.name .. " " .. name, function()
      local want, got = case.expect[name], nil
      if name:find "^murphy" then got = murphy(case, name, want)
      elseif type(want) == "table" then got = gaps(case, name, want)
      else got = digits(scalar(case, name), want) end
      print(("# %-14s %-22s %4.1f digits of %d"):format(case.name, name, got, case.digits))
      truth(got >= case.digits, "only " .. got .. " digits")
    end)
  end
end

-- ---- made data ----

local function made(n, seed, right)
  local rng, c, y = seed, {}, {}
  local function uniform()
    rng = rng * 16807 % 2147483647
    return rng / 2147483647
  end
  for i = 1, n do
    c[i] = uniform()
    y[i] = uniform() < right(c[i]) and 1 or 0
  end
  return c, y
end

local function calibrated(p) return p end

local function shuffled(c, y)
  local a, b, n = {}, {}, #c
  for i = 1, n do
    local j = (i * 7919) % n + 1 -- n and 7919 have no common divisor
    a[i], b[i] = c[j], y[j]
  end
  return a, b
end

test("the order of the answers does not matter", function()
  local c, y = made(3000, 11, function(p) return p * p end)
  local a, b = shuffled(c, y)
  for _, binning in ipairs { "width", "mass", "quantile", "distinct" } do
    for _, closed in ipairs { "left", "right" } do
      local how = { binning = binning, closed = closed, bins = 7 }
      for _, name in ipairs { "ece", "ace", "mce" } do
        near(stats[name](a, b, how), stats[name](c, y, how), 1e-13)
      end
      near(stats.murphy(a, b, how).resolution, stats.murphy(c, y, how).resolution, 1e-13)
    end
  end
  for _, name in ipairs { "brier", "log_loss", "auroc" } do
    near(stats[name](a, b), stats[name](c, y), 1e-13)
  end
  near(stats.sharpness(a), stats.sharpness(c), 1e-13)
end)

test("brier is the sum of its parts in any bins", function()
  local c, y = made(500, 5, function(p) return p * p end)
  for i = 1, 500, 3 do c[i] = math.floor(c[i] * 8) / 8 end
  for _, binning in ipairs { "width", "mass", "quantile", "distinct" } do
    for _, bins in ipairs { 1, 2, 15, 499, 1000 } do
      local m = stats.murphy(c, y, { bins = bins, binning = binning })
      near(m.reliability - m.resolution + m.uncertainty + m.within_variance - m.within_covariance,
           m.brier, 1e-14)
      if binning == "distinct" then near(m.within_variance, 0, 1e-30) end
    end
  end
end)

-- Of a calibrated model the gap of a bin of n answers is about normal, of variance sum p (1 - p) /
-- n^2, so that |gap| has the mean sqrt(2 / pi) sd and the variance (1 - 2 / pi) sd^2.
test("a calibrated model has the ECE that chance gives it", function()
  local n, bins = 40000, 10
  local c, y = made(n, 77, calibrated)
  local mean, variance, sums = 0, 0, {}
  for b = 1, bins do sums[b] = 0 end
  for i = 1, n do
    local b = math.max(1, math.ceil(c[i] * bins))
    sums[b] = sums[b] + c[i] * (1 - c[i])
  end
  for b = 1, bins do
    local sd = math.sqrt(sums[b]) / n -- of the bin's part of the ECE
    mean = mean + math.sqrt(2 / math.pi) * sd
    variance = variance + (1 - 2 / math.pi) * sd * sd
  end
  local z = (stats.ece(c, y, { bins = bins }) - mean) / math.sqrt(variance)
  truth(math.abs(z) < 5.5, "z is " .. z) -- a sum of ten half-normals; chance of more below 1e-6
end)

test("what each score says of simple answers", function()
  near(stats.brier({ 0.5, 0.5 }, { 1, 0 }), 0.25)
  near(stats.log_loss({ 0.5, 0.5 }, { true, false }), math.log(2))
  equal(stats.log_loss({ 0 }, { 1 }, { clip = 0 }), math.huge)
  near(stats.log_loss({ 0 }, { 1 }), 52 * math.log(2))
  equal(stats.sharpness { 0.3, 0.3, 0.3 }, 0)
  near(stats.sharpness { 0, 1 }, 0.25)
  equal(stats.auroc({ 0.1, 0.4, 0.8 }, { 0, 0, 1 }), 1)
  equal(stats.auroc({ 0.8, 0.4, 0.1 }, { 0, 0, 1 }), 0)
  equal(stats.auroc({ 0.5, 0.5, 0.5 }, { 0, 0, 1 }), 0.5)
  equal(stats.auroc({ 0.2, 0.5, 0.5, 0.9 }, { 0, 0, 1, 1 }), 0.875)
  equal(stats.ece({ 1, 0, 1 }, { 1, 0, 1 }), 0)
end)

test("bins of a reliability diagram", function()
  local r = stats.reliability({ 0.9, 0.8, 0.3, 0.7, 0 }, { true, true, false, false, true }, { bins = 5 })
  equal(r.bins, 5)
  equal(r.n, 5)
  equal(r.count[1], 1)
  equal(r.count[4], 2)
  near(r.gap[4], 0.5 - 0.75)
  truth(r.gap[3] ~= r.gap[3], "an empty bin has no gap")
  local low, high = stats.wilson(1, 2)
  equal(r.low[4], low)
  equal(r.high[4], high)
  equal(r.method, "wilson")
  fails(function() return r.gaps end, "has no 'gaps'", "gap")
end)

test("na = drop leaves pairs out and counts them", function()
  local c, y = { 0.9, 0 / 0, 0.3, 0.6 }, { 1, 1, math.huge, 0 }
  local value, dropped = stats.ece(c, y, { na = "drop" })
  equal(value, (stats.ece({ 0.9, 0.6 }, { 1, 0 })))
  equal(dropped, 2)
  local _, low, high, left_out = stats.brier(c, y, { na = "drop", interval = true, method = "basic" })
  truth(low <= high)
  equal(left_out, 2)
  equal(stats.reliability(c, y, { na = "drop" }).dropped, 2)
  equal(stats.murphy(c, y, { na = "drop" }).n, 2)
  equal(select(2, stats.sharpness(c, { na = "drop" })), 1)
end)

-- ---- intervals ----

test("intervals of every score", function()
  local c, y = made(800, 21, function(p) return p * p end)
  local how = { interval = true, resamples = 400, seed = 2 }
  for _, name in ipairs { "ece", "ace", "mce", "brier", "log_loss", "auroc" } do
    local value, low, high = stats[name](c, y, how)
    truth(0 <= low and low < high, name)
    truth(low < value and value < high, name .. " is not inside")
    local b = stats.bootstrap({ c, y }, name,
      { resamples = 400, seed = 2, method = (name:find "ce$" and #name == 3) and "basic" or "bca" })
    near(b.estimate, value, 1e-13)
    equal(b.low, low)
    equal(b.high, high)
  end
  local value, low, high = stats.sharpness(c, how)
  truth(low < value and value < high)
  equal(low, stats.bootstrap({ c, y }, "sharpness", { resamples = 400, seed = 2 }).low)
end)

test("a function of the resampled answers gives the same replicates", function()
  local c, y = made(300, 8, function(p) return 0.2 + p * p / 2 end)
  for i = 1, 300, 2 do c[i] = math.floor(c[i] * 20) / 20 end
  local how = { resamples = 60, seed = 4, method = "percentile", paired = true, bins = 8 }
  local own = { resamples = 60, seed = 4, method = "percentile", paired = true }
  for _, name in ipairs { "auroc", "sharpness" } do
    local a = stats.bootstrap({ c, y }, name, how)
    local b = stats.bootstrap({ c, y }, function(p, o) return stats[name](p, name == "auroc" and o or nil) end, own)
    for i = 1, 60 do near(a.replicates[i], b.replicates[i], 1e-12) end
  end
  local m = stats.murphy(c, y, { bins = 8 })
  for _, name in ipairs { "reliability", "resolution" } do
    near(stats.bootstrap({ c, y }, name, how).estimate, m[name], 1e-13)
  end
  for _, binning in ipairs { "mass", "quantile", "distinct" } do
    local r = stats.reliability(c, y, { bins = 8, binning = binning })
    for _, name in ipairs { "ece", "ace", "mce" } do
      near(stats.bootstrap({ c, y }, name, { bins = 8, binning = binning, method = "basic", resamples = 20 }).estimate,
           r[name], 1e-13)
    end
  end
end)

local c, y = { 0.9, 0.8, 0.3 }, { 1, 1, 0 }
t.bad_calls({
  { "stats.ece({}, {})", "stats.ece: there are no answers" },
  { "stats.ece(c, {1, 0})", "'confidence' has 3 values, 'correct' has 2" },
  { "stats.ece(c)", "'correct' is missing" },
  { "stats.ece(c, 1)", "'correct' must be an array or a table of 0 and 1", "number" },
  { "stats.ece(c, {true, 1, false})", "element 2 is a number" },
  { "stats.ece(c, {1, 1, 0.5})", "answer 3 must be 0 (wrong) or 1 (right), got 0.5" },
  { "stats.ece(c, {2, 2, 0})", "answer 1 must be 0 (wrong) or 1 (right), got 2 (2 of 3" },
  { "stats.ece({0.9, 90, 30}, y)", "confidence 2 must be in 0..1, got 90 (2 of 3 confidences" },
  { "stats.brier({0.9, -0.1, 0.5}, y)", "confidence 2 must be in 0..1, got -0.1" },
  { "stats.brier({0.9, 0/0, 1/0}, y)", "confidence 2 must be in 0..1, got", "(2 of 3" },
  { "stats.ece(c, y, {bins = 0})", "'bins'", "1..1000", "0" },
  { "stats.ece(c, y, {bins = 1e9})", "'bins'" },
  { "stats.ece(c, y, {bins = 2.5})", "'bins'", "whole number" },
  { "stats.ece(c, y, {binning = 'widht'})", "'binning'", "width" },
  { "stats.ece(c, y, {closed = 'both'})", "'closed'", "right" },
  { "stats.ece(c, y, {bin = 5})", "unknown option 'bin'", "bins" },
  { "stats.log_loss(c, y, {clip = 0.5})", "'clip'" },
  { "stats.log_loss(c, y, {clip = 0/0})", "'clip'" },
  { "stats.log_loss(c, y, {clip = 0, interval = true})", "clip must be above 0" },
  { "stats.auroc(c, {1, 1, 1})", "all 3 answers are right" },
  { "stats.auroc(c, {0, 0, 0})", "all 3 answers are wrong" },
  { "stats.ece({0.5}, {1}, {interval = true})", "stats.ece: the sample has 1 value" },
  { "stats.brier({0.5, 0.5}, {1, 0}, {interval = true})", "every resample gives 0.25" },
  { "stats.sharpness{}", "there are no answers" },
  { "stats.sharpness{2}", "confidence 1 must be in 0..1, got 2" },
  { "stats.murphy(c, {0/0, 1, 1}, {bins = 2})", "answer 1 must be 0 (wrong) or 1 (right)" },
  { "stats.reliability(c, y, {na = 'skip'})", "'na'", "drop" },
  { "stats.reliability({0/0}, {1}, {na = 'drop'})", "there are no answers" },
}, { c = c, y = y })

t.done()
