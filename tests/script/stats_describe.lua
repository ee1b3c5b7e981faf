-- Numbers that describe samples, as a script sees them; NIST's univariate sets.
package.path = debug.getinfo(1, "S").source:match("^@(.*/)") .. "?.lua;" .. package.path
local t = require "harness"
local test, equal, near, fails, has = t.test, t.equal, t.near, t.fails, t.has

local here = debug.getinfo(1, "S").source:match("^@(.*/)")
local nan, inf = 0 / 0, math.huge

--- The number of right digits, 0..15.
local function digits(got, wanted)
  if got == wanted then return 15 end
  local error = math.abs(got - wanted) / (wanted == 0 and 1 or math.abs(wanted))
  return error == error and math.max(0, math.min(15, -math.log(error, 10))) or 0
end

local function column(name)
  local x = {}
  for line in io.lines(here .. "../data/" .. name .. ".csv") do x[#x + 1] = tonumber(line) end
  return x
end

-- NIST/ITL Statistical Reference Datasets, https://www.itl.nist.gov/div898/strd/: certified mean,
-- standard deviation, lag 1 autocorrelation, and the digits that must be right.
print "# digits reached     mean    sd    r1"
for _, set in ipairs {
  { "pidigits", 5000, 4.53480000000000, 2.86733906028871, -0.00355099287237972, 14, 12, 12 },
  { "lottery", 218, 518.958715596330, 291.699727470969, -0.120948622967393, 14, 12, 12 },
  { "mavro", 50, 2.00185600000000, 0.000429123454003053, 0.937989183438248, 14, 12, 12 },
  { "numacc1", 3, 10000002, 1, -0.5, 14, 12, 12 },
  { "numacc3", 1001, 1000000.2, 0.1, -0.999, 14, 9, 11 },
} do
  test("NIST " .. set[1], function()
    local x = column("nist_" .. set[1])
    equal(#x, set[2])
    local mean = digits(stats.mean(x), set[3])
    local sd = digits(stats.sd(x), set[4])
    local r1 = digits(stats.autocorrelation(x), set[5])
    print(string.format("# %-15s %8.1f %5.1f %5.1f", set[1], mean, sd, r1))
    t.truth(mean >= set[6] and sd >= set[7] and r1 >= set[8], "digits")
    near(stats.describe(x).mean, set[3], 1e-14)
  end)
end

-- Computed with 40 digits, and by R 4.2 (mad, mean, IQR, acf, t.test).
local x = { 2.5, 3.1, 0.4, 7.75, 1.2, 9.9, 4.4, 4.4, 0.05, 12.3 }

test("shape agrees with 40 digits", function()
  near(stats.skewness(x), 0.68942802592509669, 1e-13)
  near(stats.skewness(x, { form = "adjusted" }), 0.81756106675384477, 1e-13)
  near(stats.kurtosis(x), -0.76332139928557356, 1e-13)
  near(stats.kurtosis(x, { form = "adjusted" }), -0.38515747373699612, 1e-13)
  local _, se = stats.skewness(x, { form = "adjusted" })
  near(se, math.sqrt(6 * 10 * 9 / (8 * 11 * 13)), 1e-14)
  local _, kurtosis_se = stats.kurtosis(x, { form = "adjusted" })
  near(kurtosis_se, 2 * se * math.sqrt(99 / (7 * 15)), 1e-14)
  local gm, gm_se = stats.geometric_mean(x)
  near(gm, 2.2548934785523436, 1e-14)
  near(gm_se, 1.2000867702283863, 1e-13)
end)

test("robust numbers agree with R", function()
  near(stats.mad(x), 4.37367, 1e-13)
  near(stats.mad(x, { constant = 1 }), 2.95, 1e-13)
  near(stats.trimmed_mean(x, 0.2), 3.89166666666667, 1e-13)
  near(stats.iqr(x), 5.3875, 1e-13)
  near(stats.median(x), 3.75, 1e-13)
  near(stats.autocorrelation(x, { lag = 2 }), 0.221247848257494, 1e-13)
  near(stats.autocorrelation(x, { lag = 3 }), -0.320763909188346, 1e-13)
  local r, se = stats.autocorrelation(x, { lag = 2 })
  near(se, math.sqrt((1 + 2 * 0.439475137224333 ^ 2) / 10), 1e-12)
end)

test("a trimmed mean's error is the winsorized one", function()
  local mean, se = stats.trimmed_mean({ 1, 2, 3, 4, 100 }, 0.2)
  equal(mean, 3)
  near(se, stats.standard_error { 2, 2, 3, 4, 4 } / 0.6, 1e-14)
  local all, plain = stats.trimmed_mean(x, 0)
  equal(all, stats.mean(x))
  near(plain, stats.standard_error(x), 1e-14)
  equal(stats.trimmed_mean({ 5, 1, 9 }, 0.49), 5)
  -- 0.3 of 10 is 3, although the double 0.3 is smaller
  equal(stats.trimmed_mean({ 1, 2, 3, 4, 5, 6, 7, 8, 9, 100 }, 0.3), 5.5)
end)

test("intervals of quantiles come from the order", function()
  local ten = { 10, 1, 9, 2, 8, 3, 7, 4, 6, 5 }
  local low, high = stats.quantile_interval(ten)
  equal(low, 2) -- 97.9 %; 3..8 would be 89.1 %
  equal(high, 9)
  low, high = stats.quantile_interval(ten, 0.5, { level = 0.85 })
  equal(low, 3)
  equal(high, 8)
  low, high = stats.quantile_interval { 1, 2, 3, 4, 5, 6 }
  equal(low, 1)
  equal(high, 6)
  low, high = stats.quantile_interval { 1, 2, 3, 4, 5 }
  equal(low, -inf)
  equal(high, inf)
  low, high = stats.quantile_interval(ten, 0.1)
  equal(low, -inf)
  equal(high, 4) -- P(Binomial(10, 0.1) >= 4) = 1.28 %, >= 3: 7.0 %
  equal(select(3, stats.quantile_interval({ 1, nan }, 0.5, { na = "drop" })), 1)
end)

test("describe holds them all", function()
  local d = stats.describe(x)
  equal(d.n, 10)
  equal(d.dropped, 0)
  near(d.low, 1.64141321279141, 1e-13)
  near(d.high, 7.5585867872086, 1e-13)
  equal(d.variance, stats.variance(x))
  equal(d.sd, stats.sd(x))
  equal(d.se, stats.standard_error(x))
  equal(d.skewness, stats.skewness(x, { form = "adjusted" }))
  equal(d.kurtosis, stats.kurtosis(x, { form = "adjusted" }))
  equal(d.median, stats.median(x))
  equal(d.q1, stats.quantile(x, 0.25))
  equal(d.q3, stats.quantile(x, 0.75))
  equal(d.min, 0.05)
  equal(d.max, 12.3)
  equal(d.range, stats.range(x))
  equal(d.iqr, stats.iqr(x))
  equal(d.mad, stats.mad(x))
  has(tostring(d), "mean       4.6 [1.64141, 7.55859]")
  has(d.method, "Student's t")
  fails(function() return d.meen end, "'meen' (did you mean 'mean'?)")
  fails(function() d.other = 3 end, "cannot be changed")
  local two = stats.describe { 4, 4 }
  equal(two.sd, 0)
  t.truth(two.skewness ~= two.skewness and two.kurtosis ~= two.kurtosis)
  has(tostring(two), "skewness")
end)

local function shifted(a, b)
  local out = {}
  for i, v in ipairs(x) do out[i] = a + b * v end
  return out
end

test("shift and scale", function()
  for _, case in ipairs { { 0, 4 }, { 3, -2 }, { 1e6, 1 }, { -7.5, 1e-9 }, { 0, 1e150 }, { 0, 1e-170 } } do
    local a, b = case[1], case[2]
    local y, size = shifted(a, b), math.abs(b)
    local loss = 1e-13 + 1e-15 * math.abs(a) / size
    near(stats.mean(y) / size, (a + b * stats.mean(x)) / size, loss)
    for _, name in ipairs { "sd", "standard_error", "mad", "range" } do
      near(stats[name](y) / size, stats[name](x), 10 * loss)
    end
    local sign = b > 0 and 1 or -1
    near(stats.skewness(y), sign * stats.skewness(x), 100 * loss)
    near(stats.kurtosis(y), stats.kurtosis(x), 100 * loss)
    near(stats.autocorrelation(y), stats.autocorrelation(x), 100 * loss)
    near(stats.median(y) / size, (a + b * stats.median(x)) / size, loss)
  end
  near(stats.geometric_mean(shifted(0, 8)), 8 * stats.geometric_mean(x), 1e-14)
  near(stats.geometric_mean { 1e300, 1e-300, 1e308, 1e-308 }, 1, 1e-13)
end)

test("values near the ends of doubles", function()
  near(stats.sd { -1e308, 1e308 } / 1e308, math.sqrt(2), 1e-14)
  near(stats.sd { 1e-320, 3e-320 } * 1e300, math.sqrt(2) * 1e-20, 1e-3)
  near(stats.kurtosis { 1e200, -1e200, 1e200, -1e200 }, -2, 1e-14)
  fails(function() stats.variance { -1e308, 1e308 } end, "the variance is larger than a number can be")
  fails(function() stats.range { -1e308, 1e308 } end, "the range is larger than a number can be")
  equal(stats.sd { 0.1, 0.1, 0.1 }, 0)
  equal(stats.mad { 3 }, 0)
end)

test("gaps are counted or dropped", function()
  local gaps = { 1, nan, 3, inf, 8 }
  for _, name in ipairs { "mean", "variance", "sd", "standard_error", "min", "max", "range", "median",
                          "iqr", "mad", "skewness", "kurtosis", "geometric_mean", "trimmed_mean",
                          "autocorrelation", "describe", "histogram", "ecdf", "density" } do
    fails(function() stats[name](gaps) end, "stats." .. name,
          "2 of 5 values are not finite, the first (nan) at 2")
  end
  for _, name in ipairs { "mean", "variance", "sd", "standard_error", "min", "max", "range", "median",
                          "iqr", "mad" } do
    local value, dropped = stats[name](gaps, { na = "drop" })
    equal(value, stats[name] { 1, 3, 8 })
    equal(dropped, 2)
    equal(select("#", stats[name] { 1, 3, 8 }), 1)
  end
  for _, name in ipairs { "skewness", "kurtosis", "geometric_mean", "autocorrelation" } do
    local value, se, dropped = stats[name](gaps, { na = "drop" })
    equal(value, (stats[name] { 1, 3, 8 }))
    equal(dropped, 2)
  end
  equal(select(3, stats.trimmed_mean(gaps, 0.1, { na = "drop" })), 2)
  local q, dropped = stats.quantile(gaps, 0.5, { na = "drop" })
  equal(q, 3)
  equal(dropped, 2)
  equal(stats.describe(gaps, { na = "drop" }).dropped, 2)
  fails(function() stats.mean({ nan }, { na = "drop" }) end, "the sample is empty")
end)

-- ---- weights ----

local w = { 1, 2, 0, 3, 1, 4, 2, 1, 1, 5 }

local function replicated()
  local out = {}
  for i, n in ipairs(w) do
    for _ = 1, n do out[#out + 1] = x[i] end
  end
  return out
end

local function ones()
  local out = {}
  for i = 1, #x do out[i] = 1 end
  return out
end

test("frequencies are repeated values", function()
  local all, kind = replicated(), { kind = "frequency" }
  local mean, se = stats.weighted_mean(x, w, kind)
  near(mean, stats.mean(all), 1e-14)
  near(se, stats.standard_error(all), 1e-14)
  near(stats.weighted_variance(x, w, kind), stats.variance(all), 1e-14)
  for type = 1, 9 do
    for i = 0, 40 do
      local p = i / 40
      equal(stats.weighted_quantile(x, w, p, { kind = "frequency", type = type }),
            stats.quantile(all, p, { type = type }))
    end
  end
end)

test("weights of 1 change nothing", function()
  for _, kind in ipairs { "frequency", "reliability" } do
    local mean, se = stats.weighted_mean(x, ones(), { kind = kind })
    near(mean, stats.mean(x), 1e-14)
    near(se, stats.standard_error(x), 1e-14)
    near(stats.weighted_variance(x, ones(), { kind = kind }), stats.variance(x), 1e-14)
    for type = 1, 9 do
      if kind == "frequency" or type ~= 3 then
        for i = 0, 40 do
          near(stats.weighted_quantile(x, ones(), i / 40, { kind = kind, type = type }),
               stats.quantile(x, i / 40, { type = type }), 1e-13)
        end
      end
    end
  end
end)

test("only ratios of reliabilities matter", function()
  near(stats.weighted_variance({ 1, 2, 4, 8 }, { 0.1, 0.2, 0.3, 0.4 }, { kind = "reliability" }),
       10.4142857142857, 1e-13) -- R's cov.wt
  for _, factor in ipairs { 0.25, 3, 1e300, 1e-300 } do
    local scaled = {}
    for i, v in ipairs(w) do scaled[i] = v * factor end
    local kind = { kind = "reliability" }
    near(stats.weighted_mean(x, scaled), stats.weighted_mean(x, w), 1e-14)
    near(stats.weighted_variance(x, scaled, kind), stats.weighted_variance(x, w, kind), 1e-13)
    near(stats.weighted_quantile(x, scaled, 0.3, kind), stats.weighted_quantile(x, w, 0.3, kind), 1e-13)
  end
  -- a value without weight is not there
  equal(stats.weighted_quantile({ 5, 1, 9 }, { 0, 1, 1 }, { 0, 1 }, { kind = "reliability" })[1], 1)
  local half = stats.weighted_quantile({ 1, 2, 3, 4 }, { 1, 1, 1, 1 }, 0.5,
                                       { kind = "reliability", type = 2 })
  equal(half, 2.5)
end)

test("weights drop whole pairs", function()
  local mean, dropped = stats.weighted_mean({ 1, nan, 3 }, { 1, 1, nan }, { na = "drop" })
  equal(mean, 1)
  equal(dropped, 2)
  local q, n = stats.weighted_quantile({ 1, nan, 3 }, { 1, 1, 1 }, 0.5,
                                       { kind = "frequency", na = "drop" })
  equal(q, 2)
  equal(n, 1)
end)

-- ---- histogram, ecdf, density ----

test("rules give R's numbers of bins", function()
  equal(stats.histogram(x).bins, 3)
  equal(stats.histogram(x, { rule = "scott" }).bins, 2)
  equal(stats.histogram(x, { rule = "sturges" }).bins, 5)
  equal(stats.histogram(x, { bins = 7 }).bins, 7)
  has(stats.histogram({ 1, 1, 1, 1, 1, 2 }).method, "sturges") -- the quartiles are equal
  equal(stats.histogram({ 4, 4, 4 }).bins, 1)
end)

test("a histogram counts everything once", function()
  for _, how in ipairs { {}, { rule = "scott" }, { rule = "sturges" }, { bins = 20 } } do
    local h, sum, area = stats.histogram(x, how), 0, 0
    for b = 1, h.bins do
      sum = sum + h.counts[b]
      area = area + h.density[b] * (h.edges[b + 1] - h.edges[b])
      t.truth(h.low[b] <= h.density[b] and h.density[b] <= h.high[b])
    end
    equal(sum, 10)
    near(area, 1, 1e-14)
    equal(h.edges[1], 0.05)
    equal(h.edges[h.bins + 1], 12.3)
  end
  local h = stats.histogram({ 0, 1, 2, 2, 3, 4, 9 }, { edges = { 1, 2, 4 } })
  equal(h.counts[1], 1) -- edges belong to the bin on their right, the last one to its own
  equal(h.counts[2], 4)
  equal(h.below, 1)
  equal(h.above, 1)
  equal(h.n, 5)
  near(h.density[2], 4 / 5 / 2, 1e-15)
  local low, high = stats.wilson(4, 5)
  near(h.low[2], low / 2, 1e-15)
  near(h.high[2], high / 2, 1e-15)
end)

test("an ecdf steps at each value", function()
  local e = stats.ecdf { 3, 1, 2, 2 }
  equal(#e.x, 3)
  equal(e.p[1], 0.25)
  equal(e.p[2], 0.75)
  equal(e.p[3], 1)
  near(e.band, math.sqrt(math.log(2 / 0.05) / 8), 1e-15)
  equal(e.low[1], 0)
  equal(e.high[3], 1)
  local at = stats.ecdf({ 3, 1, 2, 2 }, { at = { 0, 1, 1.5, 2, 9 } })
  for i, p in ipairs { 0, 0.25, 0.25, 0.75, 1 } do equal(at.p[i], p) end
end)

test("a density agrees with R", function()
  local d = stats.density(x, { at = { 0, 4.4, 20 } })
  near(d.bandwidth, 2.28310031645398, 1e-13)
  near(d.density[1], 0.0719547040208061, 1e-13)
  near(d.density[2], 0.082278412803376, 1e-13)
  near(d.density[3] * 1e5, 6.02106473698974, 1e-12)
  near(d.se[2], math.sqrt(d.density[2] / (2 * math.sqrt(math.pi) * 10 * d.bandwidth)), 1e-13)
  near(stats.density(x, { rule = "scott" }).bandwidth, 2.68898481715691, 1e-13)
  local whole, area = stats.density(x, { points = 2000 }), 0
  for i = 2, 2000 do area = area + whole.density[i] * (whole.x[i] - whole.x[i - 1]) end
  near(area, 1, 2e-3) -- what lies beyond 3 bandwidths is left out
end)

t.bad_calls {
  { "stats.mean{}", "the sample is empty" },
  { "stats.describe{1}", "at least 2 are needed" },
  { "stats.variance{1}", "at least 2 are needed" },
  { "stats.skewness{2, 2, 2}", "all 3 values are equal: they have no skewness" },
  { "stats.kurtosis({1, 2, 3}, {form = 'adjusted'})", "at least 4 are needed" },
  { "stats.kurtosis({1, 2, 3}, {form = 'g2'})", "'form' must be", "moment" },
  { "stats.mad({1, 2}, {constant = 0})", "'constant'" },
  { "stats.trimmed_mean({1, 2}, 0.5)", "'cut'", "0.5" },
  { "stats.trimmed_mean({1, 2}, -0.1)", "'cut'" },
  { "stats.geometric_mean{1, 0, -3}", "2 of 3 values are not above 0, the first (0) at 2" },
  { "stats.autocorrelation{1, 2, 3, lag = 2}", "has the field 'lag'" },
  { "stats.autocorrelation({1, 2, 3}, {lag = 3})", "lag must be in 1..2 for 3 values, got 3" },
  { "stats.autocorrelation{5, 5, 5}", "they have no autocorrelation" },
  { "stats.mean({1}, {na = 'omit'})", "'na' must be" },
  { "stats.mean({1}, {an = 'drop'})", "unknown option 'an' (did you mean 'na'?)" },
  { "stats.mean('x')", "'x'" },
  { "stats.weighted_mean({1, 2}, {1})", "x has 2 values, weights has 1; they must go together" },
  { "stats.weighted_mean({1, 2}, {1, -1})", "weights must be finite and at least 0, got -1 at 2" },
  { "stats.weighted_mean({1, 2}, {1, 1/0})", "got inf at 2" },
  { "stats.weighted_mean({1, 2}, {0, 0})", "all 2 weights are 0" },
  { "stats.weighted_mean({}, {})", "the sample is empty" },
  { "stats.weighted_variance({1, 2}, {1, 2})", "'options' is missing", "frequency" },
  { "stats.weighted_variance({1, 2}, {1, 2}, {})", "'kind' is missing" },
  { "stats.weighted_variance({1, 2}, {1, 0.5}, {kind = 'frequency'})", "whole numbers", "0.5 at 2" },
  { "stats.weighted_variance({1, 2}, {1, 0}, {kind = 'frequency'})", "fewer than two values" },
  { "stats.weighted_variance({1, 2}, {3, 0}, {kind = 'reliability'})", "fewer than two values" },
  { "stats.weighted_quantile({1, 2}, {1, 1}, 2, {kind = 'frequency'})", "p must be in 0..1, got 2" },
  { "stats.weighted_quantile({1, 2}, {1, 1}, 0.5, {kind = 'reliability', type = 3})", "type 3" },
  { "stats.histogram({1, 2}, {bins = 3, rule = 'scott'})", "one of 'rule', 'bins' and 'edges'" },
  { "stats.histogram({1, 2}, {bins = 0})", "'bins'" },
  { "stats.histogram({1, 2}, {edges = {1, 1}})", "must increase" },
  { "stats.histogram({1, 2}, {edges = {1}})", "'edges' needs at least 2 numbers" },
  { "stats.histogram({1, 2, 3, 4, 1e9}, {})", "the rule asks for", "bins, more than 10000" },
  { "stats.histogram({1, 1 + 2^-52}, {bins = 9})", "too narrow" },
  { "stats.histogram{}", "the sample is empty" },
  { "stats.ecdf{}", "the sample is empty" },
  { "stats.ecdf({1}, {level = 1})", "'level'" },
  { "stats.density{3, 3}", "all 2 values are equal: they have no density" },
  { "stats.density{-1e308, 1e308}", "too large for a density" },
  { "stats.quantile_interval({}, 0.5)", "the sample is empty" },
  { "stats.quantile_interval({1, 2}, 0)", "'p'", "above 0" },
  { "stats.density{3}", "at least 2 are needed" },
  { "stats.density({1, 2}, {bandwidth = -1})", "'bandwidth'" },
}

t.done()
