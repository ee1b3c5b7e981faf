-- Intervals of proportions, differences and means as a script sees them.
package.path = debug.getinfo(1, "S").source:match("^@(.*/)") .. "?.lua;" .. package.path
local t = require "harness"
local test, equal, near, fails = t.test, t.equal, t.near, t.fails

test("an array of counts gives arrays of ends", function()
  for _, name in ipairs { "wilson", "clopper_pearson", "jeffreys", "agresti_coull" } do
    local low, high = stats[name](array { 0, 3, 10 }, 10, { level = 0.9 })
    equal(#low, 3)
    for i, k in ipairs { 0, 3, 10 } do
      local l, h = stats[name](k, 10, { level = 0.9 })
      equal(low[i], l)
      equal(high[i], h)
      local pl, ph = stats.proportion(k, 10, { method = name, level = 0.9 })
      equal(pl, l)
      equal(ph, h)
    end
    equal(low[1], 0)
    equal(high[3], 1)
  end
end)

test("trials may be an array, too", function()
  local low = stats.wilson({ 1, 2 }, { 4, 8 })
  equal(low[2], (stats.wilson(2, 8)))
  fails(function() stats.wilson({ 1, 2, 3 }, { 4, 8 }) end, "stats.wilson", "3 and 2 elements")
end)

test("one bad count is named", function()
  fails(function() stats.wilson({ 1, 9 }, 8) end, "stats.wilson: element 2: k (successes)",
        "got 9 of 8")
  fails(function() stats.wilson({ 1, 0 / 0 }, 8) end, "element 2: k (successes)")
end)

test("the ends of jeffreys are 0 and 1, those of jeffreys_raw are not", function()
  local low, high = stats.jeffreys(0, 10)
  local raw_low, raw_high = stats.proportion(0, 10, { method = "jeffreys_raw" })
  equal(low, 0)
  t.truth(raw_low > 0)
  equal(high, raw_high)
end)

test("differences", function()
  local low, high = stats.newcombe(56, 70, 48, 80)
  near(low, 0.0524, 6e-5)
  near(high, 0.3339, 6e-5)
  local l, h = stats.newcombe({ 56, 1 }, 70, 48, 80)
  equal(l[1], low)
  equal(h[1], high)
  low, high = stats.newcombe_paired(40, 12, 3, 45)
  t.truth(low > 0 and high < 0.2)
end)

test("means", function()
  local low, high, dropped = stats.mean_interval { 1, 2, 3, 4, 5 }
  near(low, 3 - 2.7764451051977987 * math.sqrt(0.5), 1e-11)
  near(high, 3 + 2.7764451051977987 * math.sqrt(0.5), 1e-11)
  equal(dropped, nil)
  local l, h, d = stats.mean_interval({ 1, 0 / 0, 2, 3, math.huge, 4, 5 }, { na = "drop" })
  equal(l, low)
  equal(h, high)
  equal(d, 2)
end)

-- Values of R 4.2's qbeta.
test("exact intervals keep their digits where trials are many", function()
  local low, high = stats.clopper_pearson(30, 1e12)
  near(low / 2.02408740215096e-11, 1, 1e-12)
  near(high / 4.28268653945330e-11, 1, 1e-12)
  low, high = stats.jeffreys(12345, 1e8)
  near(low / 1.21286895865542e-04, 1, 1e-12)
  near(high / 1.25642039936496e-04, 1, 1e-12)
end)

t.bad_calls {
  { "stats.wilson(1, 0)", "n (trials) must be a whole number of at least 1, got 0" },
  { "stats.wilson(5, 4)", "k (successes) must be a whole number in 0..n, got 5 of 4" },
  { "stats.jeffreys(1, 2, {level = 95})", "stats.jeffreys", "level", "95" },
  { "stats.jeffreys({}, 2)", "stats.jeffreys" },
  { "stats.agresti_coull('a', 2)", "stats.agresti_coull", "'k'" },
  { "stats.proportion(1, 2, {method = 'wald'})", "stats.proportion", "wilson", "wald" },
  { "stats.newcombe(1, 2, 3)", "stats.newcombe", "'n2' is missing" },
  { "stats.newcombe(1, 2, 3, 2)", "k (successes)", "got 3 of 2" },
  { "stats.newcombe_paired(0, 0, 0, 0)", "n (trials)" },
  { "stats.newcombe_paired(1, 0.5, 0, 0)", "counts must be whole numbers from 0 on, got 0.5" },
  { "stats.mean_interval{}", "the sample is empty" },
  { "stats.mean_interval{3}", "the sample has 1 value; at least 2 are needed" },
  { "stats.mean_interval{3, 3}", "all 2 values are 3" },
  { "stats.mean_interval{3, 0/0}", "1 of 2 values are not finite" },
  { "stats.mean_interval({0/0, 0/0}, {na = 'drop'})", "the sample is empty" },
}

t.done()
