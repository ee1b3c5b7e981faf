-- Correlation and information, as a script sees them.
package.path = debug.getinfo(1, "S").source:match("^@(.*/)") .. "?.lua;" .. package.path
local t = require "harness"
local test, equal, near, fails, has = t.test, t.equal, t.near, t.fails, t.has

local here = debug.getinfo(1, "S").source:match("^@(.*/)")
local cases = dofile(here .. "../data/correlation.lua")
local nan, inf = 0 / 0, math.huge

local function digits(got, wanted)
  if got == wanted then return 15 end
  local error = math.abs(got - wanted) / (wanted == 0 and 1 or math.abs(wanted))
  return error == error and math.max(0, math.min(15, -math.log(error, 10))) or 0
end

--- The fewest right digits of pairs got, wanted.
local function fewest(...)
  local least, values = 15, { ... }
  for i = 1, #values, 2 do least = math.min(least, digits(values[i], values[i + 1])) end
  return least
end

print "# digits reached   pearson  limits  spearman  kendall"
for i, case in ipairs(cases) do
  test("correlation " .. i, function()
    local r, pearson = stats.pearson(case.x, case.y)
    local rho, spearman = stats.spearman(case.x, case.y)
    local tau, kendall = stats.kendall(case.x, case.y)
    local s, k = case.spearman, case.kendall
    local a = fewest(r, case.pearson.r, pearson.t, case.pearson.t, pearson.p, case.pearson.p)
    local b = fewest(pearson.low, case.limits[1], pearson.high, case.limits[2])
    local c = fewest(rho, s.rho, spearman.p_t, s.p_t)
    if s.p_exact then
      c = math.min(c, fewest(spearman.p_exact, s.p_exact, spearman.p, s.p_exact))
    end
    local d = fewest(tau, k.tau, kendall.p_normal, k.p_normal, kendall.p, k.p)
    print(string.format("# %-15s %9.1f %7.1f %9.1f %8.1f", "correlation " .. i, a, b, c, d))
    t.truth(a >= 10 and b >= 10 and c >= 10 and d >= 10, "digits")
    equal(pearson.r, r)
    has(pearson.method, "Student's t")
    has(tostring(pearson), "pairs (p: Student's t; interval: Fisher's z)")
  end)
end

local x = { 2.5, 3.1, 0.4, 7.75, 1.2, 9.9, 4.4, 4.4, 0.05, 12.3 }
local y = { 1, 4, 2, 8, 5, 7, 1, 4, 2, 9 }

local function mapped(values, f)
  local out = {}
  for i, v in ipairs(values) do out[i] = f(v) end
  return out
end

test("correlations do not see scale, ranks no stretching", function()
  local shift = mapped(x, function(v) return 1e6 + 3 * v end)
  local flip = mapped(x, function(v) return -v end)
  local stretch = mapped(x, function(v) return math.exp(v) end)
  for _, name in ipairs { "pearson", "spearman", "kendall" } do
    local f = stats[name]
    local r, more = f(x, y)
    near(f(shift, y), r, 1e-9)
    near(f(flip, y), -r, 1e-14)
    near(f(y, x), r, 1e-14)
    near(f(mapped(x, function(v) return v * 1e200 end), y), r, 1e-14)
    near(f(mapped(x, function(v) return v * 1e-200 end), y), r, 1e-14)
    near(f(mapped(x, function(v) return v * 1e307 end), y), r, 1e-14)
    t.truth(more.low < r and r < more.high and more.p > 0 and more.p < 1)
    equal(more.n, 10)
    if name ~= "pearson" then equal((f(stretch, y)), r) end
  end
end)

test("perfect correlation", function()
  local line = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12 }
  for _, name in ipairs { "pearson", "spearman", "kendall" } do
    local r, more = stats[name](line, mapped(line, function(v) return 0.1 - 0.7 * v end))
    equal(r, -1)
    equal(more.low, -1)
    equal(more.high, -1)
    t.truth(more.p < 1e-8)
  end
  -- nearly perfect: the digits of 1 - r are not lost
  local r, more = stats.pearson({ 1, 2, 3, 4 }, { 1, 2, 3, 4 + 1e-9 })
  near(more.p * 1e20, 3, 1e-5) -- 1 - r of the residual, leverage 0.7
end)

test("exact p-values", function()
  local _, three = stats.kendall({ 1, 2, 3 }, { 1, 2, 3 })
  near(three.p, 1 / 3, 1e-14)
  local _, four = stats.spearman({ 1, 2, 3, 4 }, { 1, 2, 3, 4 })
  near(four.p, 1 / 12, 1e-14)
  local long, sorted = {}, {}
  for i = 1, 50 do long[i], sorted[i] = i, i end
  local _, fifty = stats.kendall(long, sorted)
  near(fifty.p * 1e60, 2e60 / 3.0414093201713376e64, 1e-12) -- 2 / 50!
  equal(select(2, stats.kendall({ 1, 2, 3, 4 }, { 2, 4, 1, 3 })).p, 1)
end)

test("gaps drop whole pairs", function()
  local a, b = { 1, nan, 3, 4, 5, 6 }, { 2, 1, inf, 5, 4, 7 }
  for _, name in ipairs { "pearson", "spearman", "kendall" } do
    fails(function() stats[name](a, b) end, "2 of 6 pairs are not finite, the first at 2")
    local r, more = stats[name](a, b, { na = "drop" })
    equal(r, (stats[name]({ 1, 4, 5, 6 }, { 2, 5, 4, 7 })))
    equal(more.dropped, 2)
    equal(more.n, 4)
  end
end)

-- ---- information; values computed with 40 digits ----

local p, q = { 0.1, 0.2, 0.3, 0.4 }, { 0.25, 0.25, 0.25, 0.25 }

test("entropy and divergences", function()
  near(stats.entropy(p), 1.2798542258336675, 1e-15)
  near(stats.cross_entropy(p, q), 1.3862943611198906, 1e-15)
  near(stats.kl(p, q), 0.10644013528622318, 1e-15)
  near(stats.js(p, q), 0.027865613457276731, 1e-15)
  equal(stats.entropy({ 0.5, 0.5 }, { base = "bits" }), 1)
  equal(stats.entropy { 0, 1, 0 }, 0)
  equal(stats.kl({ 1, 0 }, { 0, 1 }), inf)
  equal(stats.cross_entropy({ 0.5, 0.5 }, { 0, 1 }), inf)
  equal(stats.cross_entropy({ 0, 1 }, { 0, 1 }), 0)
  equal(stats.js({ 1, 0 }, { 0, 1 }, { base = "bits" }), 1)
  equal(stats.kl(p, p), 0)
  equal(stats.js(p, p), 0)
end)

test("tiny divergences keep their digits", function()
  local e = 2 ^ -30
  local near_half = { 0.5 + e, 0.5 - e }
  near(stats.kl(near_half, { 0.5, 0.5 }) * 1e18, 1.7347234759768071, 1e-14)
  near(stats.js(near_half, { 0.5, 0.5 }) * 1e18, 1.7347234759768071 / 4, 1e-9)
end)

test("divergences are consistent", function()
  near(stats.cross_entropy(p, q), stats.entropy(p) + stats.kl(p, q), 1e-15)
  near(stats.js(p, q), stats.js(q, p), 1e-15)
  local bits = { base = "bits" }
  for _, name in ipairs { "cross_entropy", "kl", "js" } do
    near(stats[name](p, q, bits), stats[name](p, q) / math.log(2), 1e-15)
  end
end)

test("mutual information", function()
  local counts = { { 12, 5, 3 }, { 2, 9, 14 } }
  local i, se = stats.mutual_information(counts, { counts = true })
  near(i, 0.18055696146859903, 1e-14)
  near(se, 0.078749036638064264, 1e-14)
  near(stats.mutual_information(counts, { counts = true, base = "bits" }), i / math.log(2), 1e-14)
  equal(stats.mutual_information { { 0.25, 0.25 }, { 0.25, 0.25 } }, 0)
  near(stats.mutual_information({ { 0.5, 0 }, { 0, 0.5 } }, { base = "bits" }), 1, 1e-15)
  near(stats.mutual_information { { 0.06, 0.14 }, { 0.24, 0.56 } }, 0, 1e-16)
  local rows = { array { 12, 5, 3 }, { 2, 9, 14 } }
  equal(stats.mutual_information(rows, { counts = true }), i)
end)

test("perplexity", function()
  local value, low, high = stats.perplexity { -1.2, -0.3, -2.5, -0.01 }
  near(value, 2.72508603474419, 1e-13)
  equal(low, 1)
  near(high, 16.18249, 1e-6)
  near(stats.perplexity({ 0.25, 0.25, 0.25 }, { of = "probabilities" }), 4, 1e-14)
  near(stats.perplexity({ -2, -2 }, { base = "bits" }), 4, 1e-14)
  equal(stats.perplexity({ 0.5, 0 }, { of = "probabilities" }), inf)
  local _, none = stats.perplexity { -1 }
  t.truth(none ~= none)
end)

t.bad_calls {
  { "stats.pearson({1, 2}, {1, 2})", "there are 2 pairs; at least 3 are needed" },
  { "stats.pearson({1, 2, 3}, {1, 2})", "x has 3 values, y has 2; they must go together" },
  { "stats.pearson({}, {})", "there are 0 pairs" },
  { "stats.pearson({1, 1, 1}, {1, 2, 3})", "all 3 values of x are equal" },
  { "stats.spearman({1, 2, 3}, {4, 4, 4})", "all 3 values of y are equal" },
  { "stats.kendall({1, 1, 1}, {1, 2, 3})", "all 3 values of x are equal" },
  { "stats.kendall({1, 2, 3}, {4, 4, 4})", "all 3 values of y are equal" },
  { "stats.kendall({1, 2, 3}, {4, 5, 6}, {level = 95})", "'level'" },
  { "stats.entropy{}", "p is empty" },
  { "stats.entropy{0.5, 0.6}", "p must sum to 1, but the sum is 1.1" },
  { "stats.entropy{1.5, -0.5}", "p must be probabilities, got -0.5 at 2" },
  { "stats.entropy{0/0, 1}", "p must be probabilities, got", "at 1" },
  { "stats.entropy({1}, {base = 10})", "'base' must be" },
  { "stats.kl({1}, {0.5, 0.5})", "p has 1 values, q has 2" },
  { "stats.kl({0.5, 0.5}, {0.5, 0.4})", "q must sum to 1, but the sum is 0.9" },
  { "stats.js({1}, {2})", "q must sum to 1, but the sum is 2" },
  { "stats.mutual_information(3)", "'table' must be a matrix or a list of rows, got number" },
  { "stats.mutual_information{}", "'table' is empty" },
  { "stats.mutual_information{1, 2}", "element 1 is a number" },
  { "stats.mutual_information{{1, 2}, {3}}", "row 1 has 2 values, row 2 has 1" },
  { "stats.mutual_information{{1, 2}, {3, 4}}", "the table must sum to 1, but the sum is 10" },
  { "stats.mutual_information({{1, 2.5}}, {counts = true})", "counts must be whole numbers" },
  { "stats.mutual_information({{0, 0}}, {counts = true})", "the table holds no counts" },
  { "stats.mutual_information{{}}", "the table is empty" },
  { "stats.perplexity{}", "there are no tokens" },
  { "stats.perplexity{0.5}", "at most 0, got 0.5 at 1", "of = \"probabilities\"" },
  { "stats.perplexity({1.5}, {of = 'probabilities'})", "in 0..1, got 1.5 at 1" },
  { "stats.perplexity{0/0}", "log probabilities must be at most 0" },
}

t.done()
