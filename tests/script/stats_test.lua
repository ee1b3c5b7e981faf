package.path = debug.getinfo(1, "S").source:match("^@(.*/)") .. "?.lua;" .. package.path
local t = require "harness"
local test, near, equal, truth, has = t.test, t.near, t.equal, t.truth, t.has
local T = stats.test

local a = { 1.1, 2.3, 3.2, 4.8, 5.1, 2.2 }
local b = { 2.1, 4.3, 5.2, 6.8, 7.1, 9.9, 3.3 }

-- Values of R 4.2.2: t.test, wilcox.test, ks.test, binom.test, chisq.test.
test("t and Welch", function()
  local one, two, welch = T.t { x = a, mu = 2 }, T.t { x = a, y = b }, T.welch { x = a, y = b }
  near(one.statistic, 1.74052396533633)
  near(one.p, 0.14224888328762)
  near(one.low, 1.46746038915402)
  near(one.high, 4.76587294417931)
  equal(one.dof, 5)
  near(two.p, 0.0759726296950983)
  near(two.low, -5.12204741491808)
  near(welch.p, 0.0689757143622142)
  near(welch.dof, 9.96295233979857)
  equal(welch.n, 6)
  equal(welch.m, 7)
  equal(welch.method, "Welch's t test")
  local paired = T.t { x = a, y = { 1, 2, 3, 4, 5, 6 }, paired = true }
  local away = {}
  for i = 1, 6 do away[i] = a[i] - i end
  near(paired.p, T.t({ x = away }).p)
end)
-- SciPy's p of the small whole numbers behind them.
test("numbers that differ in their last digits only", function()
  local u, v = { 1, 3, 2, 5, 4, 8 }, { 2, 6, 7, 5, 9 }
  local function far(x, offset, unit)
    local out = {}
    for i, value in ipairs(x) do out[i] = offset + unit * value end
    return out
  end
  for _, how in ipairs { { 1e15, 1 }, { -3e14, 0.125 }, { 1, 2 ^ -45 }, { 2 ^ 500, 2 ^ 460 } } do
    local x, y = far(u, how[1], how[2]), far(v, how[1], how[2])
    near(T.t({ x = x, y = y }).p, 0.23139357131148386, 1e-13)
    near(T.welch({ x = x, y = y }).p, 0.2350443482345379, 1e-13)
    near(T.t({ x = x, mu = x[2] }).p, 0.4484882346889338, 1e-13)
    near(T.t({ x = x, mu = x[2] }).statistic, T.t({ x = u, mu = 3 }).statistic, 1e-13)
  end
  local nine = { 0.1 + 0.2, 0.3, 0.3 }
  t.fails(function() T.t { x = nine } end, "x: all 3 values are 0.3 but for rounding; a t test needs spread")
  t.fails(function() T.t { x = { 10.1, 5.1, 3.1 }, y = { 10, 5, 3 }, paired = true } end, "but for rounding")
  t.fails(function() T.welch { x = nine, y = { 1, 1 } } end,
    "all values of x are 0.3 but for rounding and all of y are 1; a t test needs spread")
end)
test("one-sided tests have one-sided intervals", function()
  local less = T.t { x = a, y = b, alternative = "less" }
  local greater = T.t { x = a, y = b, alternative = "greater" }
  near(less.p + greater.p, 1)
  near(2 * less.p, T.t({ x = a, y = b }).p)
  equal(less.low, -math.huge)
  equal(greater.high, math.huge)
  near(less.high, T.t({ x = a, y = b, level = 0.9 }).high)
end)
test("ranks", function()
  local mw = T.mann_whitney { x = a, y = b }
  equal(mw.statistic, 9)
  near(mw.p, 0.101398601398601)
  near(mw.estimate, -2.05)
  near(mw.low, -5.1)
  near(mw.high, 0.5)
  has(mw.method, "exact")
  has(T.mann_whitney({ x = a, y = b, method = "normal" }).method, "normal approximation")
  has(T.mann_whitney({ x = { 1, 2, 2 }, y = { 2, 3 } }).method, "normal approximation")
  has(T.mann_whitney({ x = { 1, 2, 2 }, y = { 2, 3 }, method = "exact" }).method,
      "exact given the ties")
  local w = T.wilcoxon { x = a, y = { 1, 2, 3, 4, 5, 2.2 } }
  has(w.message, "1 zero left out")
  has(T.wilcoxon({ x = a, mu = 2.3, zeros = "pratt" }).message, "Pratt")
  near(T.wilcoxon({ x = a }).p, 2 / 64)
end)
test("Kolmogorov-Smirnov", function()
  local two = T.ks { x = a, y = b }
  near(two.statistic, 4 / 7)
  near(two.p, 0.146853146853146)
  equal(two.p, two.p_exact)
  equal(two.p, two.p_conditional)
  truth(two.p_limit > two.p)
  local one = T.ks { x = a, cdf = function(x) return x / 10 end }
  near(one.statistic, 0.49)
  near(one.p, 0.0750532928984692, 1e-10)
  equal(T.ks({ x = a, cdf = stats.uniform { low = 0, high = 10 } }).p, one.p)
  local g, l = T.ks { x = a, y = b, alternative = "greater" }, T.ks { x = a, y = b, alternative = "less" }
  equal(math.max(g.statistic, l.statistic), two.statistic)
  local ties = T.ks { x = { 1, 2, 2, 3 }, y = { 2, 3, 3, 4, 4 } }
  truth(ties.p_conditional < ties.p_exact)
  equal(ties.p, ties.p_conditional)
end)
test("permutation: all dealings, random ones, a function", function()
  local all = T.permutation { x = a, y = b }
  truth(all.exact)
  equal(all.dealings, 1716)
  local own = T.permutation { x = a, y = b, statistic = function(x, y)
    return stats.mean(x) - stats.mean(y)
  end }
  near(own.p, all.p)
  local random = T.permutation { x = a, y = b, resamples = 1000, seed = 4 }
  equal(random.exact, false)
  truth(random.low < all.p and all.p < random.high)
  equal(random.p, T.permutation({ x = a, y = b, resamples = 1000, seed = 4 }).p)
  truth(random.p ~= T.permutation({ x = a, y = b, resamples = 1000, seed = 5 }).p)
  local random_own = T.permutation { x = a, y = b, resamples = 1000, seed = 4,
                                     statistic = function(x, y) return stats.mean(x) - stats.mean(y) end }
  near(random_own.p, random.p)
  local y = { 2, 1, 3, 4, 6, 5 }
  local order = T.permutation { x = { 1, 2, 3, 4, 5, 6 }, y = y, design = "association" }
  equal(order.dealings, 720)
  truth(order.p < 0.05)
  local signs = T.permutation { x = a, y = y, design = "paired" }
  equal(signs.dealings, 64)
end)
test("counts", function()
  local k = T.binomial { k = 31, n = 100, p = 0.25 }
  near(k.p, 0.166798656218677)
  near(k.low, 0.221288792130671)
  local table = { { 12, 5 }, { 7, 20 } }
  near(T.chi_square({ table = table }).p, 0.0035884765704549)
  near(T.chi_square({ table = array(table) }).statistic,
       8.48113748423346)
  truth(T.chi_square({ table = table, yates = true }).p > 0.0035)
  local fit = T.chi_square { counts = { 18, 22, 20 } }
  near(fit.statistic, 0.4)
  near(fit.p, math.exp(-0.2))
  equal(fit.message, "")
  near(fit.estimate, math.sqrt(0.4 / 60))
  near(T.chi_square({ counts = { 18, 22, 20 }, p = { 0.5, 0.25, 0.25 } }).statistic, 9.733333333333333)
  has(T.chi_square({ counts = { 3, 4, 1 } }).message, "3 of 3 expected counts are below 5")
  local f = T.fisher { table = { { 8, 2 }, { 1, 5 } } }
  near(f.p, 0.034965034965035)
  near(f.estimate, 15.4658197169210)
  local m = T.mcnemar { first = 12, second = 3 }
  near(m.p, T.binomial({ k = 12, n = 15 }).p)
  near(m.estimate, 4)
  near(T.mcnemar({ first = 12, second = 3, method = "chi_square" }).statistic, 64 / 15)
  local x, y = { 1, 1, 0, 1, 0 }, { 0, 1, 0, 0, 1 }
  equal(T.mcnemar({ x = x, y = y }).p, T.mcnemar({ first = 2, second = 1 }).p)
end)
-- The Poisson law's limit, and R's pbinom.
test("binomial tests of the largest counts that are allowed", function()
  local many = T.binomial { k = 30, n = 2 ^ 50, p = 11.25 / 2 ^ 50 }
  near(many.p / stats.poisson({ mu = 11.25 }):sf(29), 1, 1e-9)
  near(many.high * 2 ^ 50 / stats.gamma({ shape = 31 }):isf(0.025), 1, 1e-12)
  near(T.mcnemar({ first = 2 ^ 49, second = 2 ^ 49 - 1e8 }).p, 0.0028802982793531, 1e-11)
  t.truth(T.mcnemar({ first = 2 ^ 50, second = 2 ^ 50 }).p == 1)
end)
test("V of a table is 0 at independence and its interval holds it", function()
  local none = T.chi_square { table = { { 10, 20 }, { 20, 40 } } }
  near(none.estimate, 0)
  equal(none.low, 0)
  local strong = T.chi_square { table = { { 90, 10 }, { 12, 88 } } }
  truth(strong.low > 0.6 and strong.low < strong.estimate and strong.estimate < strong.high)
  local many = T.chi_square { table = { { 90000, 10000 }, { 12000, 88000 } } }
  near(many.estimate, strong.estimate)
  truth(many.high - many.low < 0.01 and many.low < many.estimate and many.estimate < many.high)
end)
test("many p", function()
  local p = T.holm { 0.01, 0.04, 0.03 }
  near(p[1], 0.03)
  near(p[2], 0.06)
  near(p[3], 0.06)
  p = T.benjamini_hochberg { 0.01, 0.04, 0.03 }
  near(p[1], 0.03)
  near(p[2], 0.04)
  near(p[3], 0.04)
end)
test("na = drop leaves out and counts", function()
  local with = { 1.1, 2.3, 0 / 0, 3.2, 4.8, 5.1, 1 / 0, 2.2 }
  local w = T.welch { x = with, y = b, na = "drop" }
  equal(w.p, T.welch({ x = a, y = b }).p)
  equal(w.dropped, 2)
  has(tostring(w), "2 dropped")
  local p = T.t { x = with, y = { 1, 2, 3, 4, 0 / 0, 6, 7, 8 }, paired = true, na = "drop" }
  equal(p.n, 5)
  equal(p.dropped, 3)
end)
test("a result reads as a sentence, and unknown fields are errors", function()
  equal(tostring(T.mcnemar { first = 12, second = 3 }),
        "McNemar's test, exact: first = 12, p = 0.0352 (two-sided); first / second 4 "
          .. "[1.079, 22.09] at level 0.95; n = 15")
  has(T.t { x = a }, "one-sample t test: t = ")
  t.fails(function() return T.t({ x = a }).pvalue end, "a test has no field 'pvalue'")
  t.fails(function() return T.t({ x = a }).estimat end, "did you mean 'estimate'?")
end)

t.bad_calls({
  { "T.t{}", "stats.test.t", "'x' is missing" },
  { "T.t{ x = {1} }", "x has 1 value; at least 2 are needed" },
  { "T.t{ x = {} }", "'x' is empty" },
  { "T.t{ x = {2, 2, 2} }", "x: all 3 values are 2; a t test needs spread" },
  { "T.t{ x = {0.1, 0.1, 0.1} }", "a t test needs spread" },
  { "T.t{ x = {1, 2}, y = {1, 2, 3}, paired = true }", "pairs need equal lengths: x has 2, y has 3" },
  { "T.t{ x = {1, 2}, paired = true }", "paired needs 'y'" },
  { "T.t{ x = {1, 0/0, 3} }", "x: 1 of 3 values are not finite" },
  { "T.t{ x = {1, 2}, level = 1 }", "'level' must be a number above 0 and below 1" },
  { "T.t{ x = {1, 2}, alternative = 'more' }", "'alternative' must be one of" },
  { "T.t{ x = {1, 2}, mo = 3 }", "unknown option 'mo'" },
  { "T.t{ x = {1e308, -1e308} }", "overflows" },
  { "T.t{ x = {1}, y = {2} }", "three in all are needed" },
  { "T.welch{ x = {1, 2}, y = {1} }", "y has 1 value" },
  { "T.welch{ x = {1, 1}, y = {3, 3} }", "a t test needs spread" },
  { "T.mann_whitney{ x = {1, 1}, y = {1} }", "all values of x and y are 1" },
  { "T.wilcoxon{ x = {3, 3}, mu = 3 }", "all 2 values of x are 3; ranks say nothing" },
  { "T.wilcoxon{ x = {3, 3}, y = {1} }", "pairs need equal lengths" },
  { "T.ks{ x = {1, 2} }", "takes either 'y' or 'cdf'" },
  { "T.ks{ x = {1, 2}, cdf = 3 }", "'cdf' must be a distribution or a function, got a number" },
  { "T.ks{ x = {1, 2}, cdf = function(x) return x end }", "must be in 0..1, got 2" },
  { "T.ks{ x = {1, 2}, cdf = function(x) return 1 / x end }", "must not fall, but does" },
  { "T.ks{ x = {1, 2}, cdf = function(x) return 'a' end }", "'cdf' must give a number in 0..1" },
  { "T.permutation{ x = {1, 1}, y = {1, 1} }", "all values of x and y are the same" },
  { "T.permutation{ x = {1, 2}, y = {1}, design = 'paired' }", "pairs need equal lengths" },
  { "T.permutation{ x = {1, 2}, y = {1, 3}, statistic = function() return 0/0 end }",
    "not a number" },
  { "T.permutation{ x = {1, 2}, y = {1, 3}, statistic = function() error('mine') end }", "mine" },
  { "T.permutation{ x = {1, 2}, y = {1, 3}, statistic = function() return 'x' end }",
    "the statistic must be a number, got a string" },
  { "T.permutation{ x = {1, 2}, y = {1, 3}, statistic = 'median' }", "'statistic' must be" },
  { "T.binomial{ k = 3, n = 2 }", "k (successes) is 3 of 2 trials" },
  { "T.binomial{ k = 0, n = 0 }", "n (trials) is 0" },
  { "T.binomial{ k = 1, n = 2, p = 1.5 }", "'p' must be a number in 0..1" },
  { "T.binomial{ k = -1, n = 2 }", "'k' must be" },
  { "T.chi_square{}", "takes either counts" },
  { "T.chi_square{ counts = {1, -2} }", "a count must be a whole number from 0 on, got -2" },
  { "T.chi_square{ counts = {1, 0/0} }", "a count must be a whole number" },
  { "T.chi_square{ counts = {5} }", "1 count; at least 2 are needed" },
  { "T.chi_square{ counts = {0, 0} }", "all counts are 0" },
  { "T.chi_square{ counts = {1, 2}, p = {0.5, 0.4} }", "p must sum to 1, sums to 0.9" },
  { "T.chi_square{ counts = {1, 2}, p = {1} }", "'counts' has 2 elements, 'p' has 1" },
  { "T.chi_square{ counts = {1, 2}, p = {1, 0} }", "p[2] is 0" },
  { "T.chi_square{ table = {{1, 2}, {3}} }", "not rectangular: row 1 has 2 counts, row 2 has 1" },
  { "T.chi_square{ table = {1, 2} }", "must be a list of rows, but element 1 is a number" },
  { "T.chi_square{ table = {} }", "'table' is empty" },
  { "T.chi_square{ table = {{1, 2}} }", "the table is 1x2" },
  { "T.chi_square{ table = {{1, 0}, {3, 0}} }", "column 2 of the table is all 0" },
  { "T.chi_square{ table = {{1, 2, 3}, {3, 4, 5}}, yates = true }", "Yates' correction is for 2x2" },
  { "T.fisher{ table = {{1, 2, 3}, {4, 5, 6}} }", "must be 2x2, got 2x3" },
  { "T.fisher{ table = {{1, 2}, {0, 0}} }", "a row or a column of the table is all 0" },
  { "T.fisher{ table = {{1.5, 2}, {2, 1}} }", "a count must be a whole number from 0 on, got 1.5" },
  { "T.mcnemar{ first = 0, second = 0 }", "no pair differs" },
  { "T.mcnemar{ first = 3 }", "takes either first and second, or x and y" },
  { "T.mcnemar{ x = {1, 0}, y = {1} }", "pairs need equal lengths" },
  { "T.mcnemar{ x = {0.5}, y = {1} }", "answers must be 0 or 1" },
  { "T.holm{ 0.5, 2 }", "p[2] must be in 0..1, got 2" },
  { "T.benjamini_hochberg{}", "'p' is empty" },
  { "T.fischer{}", "did you mean 'fisher'?" },
}, { T = T })

t.done()
