-- Distributions as a script sees them.
package.path = debug.getinfo(1, "S").source:match("^@(.*/)") .. "?.lua;" .. package.path
local t = require "harness"
local test, equal, near, fails, has = t.test, t.equal, t.near, t.fails, t.has

local every = {
  stats.normal { mean = 2, sd = 3 }, stats.t { nu = 4 }, stats.chi2 { nu = 3 }, stats.f { d1 = 3, d2 = 9 },
  stats.beta { a = 2, b = 5 }, stats.gamma { shape = 2, scale = 3 }, stats.lognormal {},
  stats.uniform { low = -1, high = 2 }, stats.exponential { scale = 2 }, stats.pareto { shape = 5 },
  stats.bernoulli { p = 0.4 }, stats.binomial { n = 12, p = 0.3 }, stats.poisson { mu = 4 },
  stats.geometric { p = 0.3 }, stats.hypergeometric { good = 13, bad = 39, draws = 5 },
  stats.zipf { s = 4 }, stats.zipf { s = 1, n = 100 },
}

for _, d in ipairs(every) do
  test(tostring(d), function()
    for _, p in ipairs { 0.001, 0.2, 0.5, 0.9, 0.99999 } do
      local x = d:quantile(p)
      near(d:cdf(x) + d:sf(x), 1, 1e-14)
      t.truth(d:cdf(x) >= p * (1 - 1e-12), "the quantile lies too low")
      t.truth(d:isf(1 - p) <= x + 1e-9 * (1 + math.abs(x)), "isf lies too high")
      near(math.exp(d:log_pdf(x)), d:pdf(x), 1e-13)
      equal(d:pmf(x), d:pdf(x))
      equal(d:log_pmf(x), d:log_pdf(x))
    end
    near(d:sd() ^ 2, d:var(), 1e-12)
    local draws = d:sample(20000, 3)
    equal(#draws, 20000)
    t.truth(math.abs(draws:mean() - d:mean()) < 5.5 * d:sd() / math.sqrt(20000), "mean of the draws")
    near(d:cdf(d:quantile { 0.3, 0.6 })[2], d:cdf(d:quantile(0.6)))
    equal(#d:pdf {}, 0)
  end)
end

test("known values", function()
  near(stats.normal {}:cdf(1.96), 0.97500210485177952)
  near(stats.normal {}:sf(20) / 2.7536241186062336951e-89, 1, 1e-12)
  near(stats.t { nu = 1 }:quantile(0.75), 1, 1e-14)
  near(stats.binomial { n = 10, p = 0.5 }:pmf(5), 252 / 1024, 1e-14)
  near(stats.hypergeometric { good = 13, bad = 39, draws = 5 }:pmf(5), 1287 / 2598960, 1e-14)
  near(stats.zipf { s = 2 }:pmf(1), 6 / math.pi ^ 2, 1e-14)
  equal(stats.geometric { p = 0.25 }:mean(), 4)
  equal(stats.pareto { shape = 1 }:mean(), math.huge)
  t.truth(stats.t { nu = 1 }:mean() ~= stats.t { nu = 1 }:mean(), "Cauchy has no mean")
  near(stats.normal {}:log_pdf(1e5), -5e9 - 0.5 * math.log(2 * math.pi), 1e-15)
end)

test("parameters with two names", function()
  equal(tostring(stats.t { df = 3 }), "t(nu = 3)")
  equal(tostring(stats.exponential { rate = 4 }), "exponential(scale = 0.25)")
  equal(tostring(stats.gamma { shape = 2, rate = 2 }), "gamma(shape = 2, scale = 0.5)")
  equal(tostring(stats.exponential {}), "exponential(scale = 1)")
  equal(tostring(stats.normal()), "normal(mean = 0, sd = 1)")
  equal(tostring(stats.zipf { s = 1.5 }), "zipf(s = 1.5)")
end)

test("numbers in, numbers out; arrays in, arrays out", function()
  local d = stats.normal {}
  equal(math.type(d:cdf(1)), "float")
  equal(#d:cdf { 1 }, 1)
  equal(d:cdf(array { 0, 1 })[2], d:cdf(1))
  equal(d:cdf(math.huge), 1)
  equal(d:quantile(0), -math.huge)
end)

test("the same seed gives the same draws", function()
  local d = stats.gamma { shape = 2 }
  local a, b, c = d:sample(100, 7), d:sample(200, 7), d:sample(100, 8)
  local same = 0
  for i = 1, 100 do
    equal(a[i], b[i])
    if a[i] == c[i] then same = same + 1 end
  end
  equal(same, 0)
  math.randomseed(5)
  local first, second = d:sample(10), d:sample(10)
  math.randomseed(5)
  local again = d:sample(10)
  for i = 1, 10 do
    equal(again[i], first[i])
    t.truth(first[i] ~= second[i], "two calls gave the same draws")
  end
end)

test("dirichlet", function()
  local flat = stats.dirichlet { alpha = { 1, 1, 1 } }
  near(flat:pdf { 0.2, 0.3, 0.5 }, 2)
  near(flat:pdf { 0, 0, 1 }, 2)
  local d = stats.dirichlet { alpha = { 2, 3, 5 } }
  -- Gamma(10) / (Gamma(2) Gamma(3) Gamma(5)) = 362880 / (1 * 2 * 24)
  near(d:log_pdf { 0.2, 0.3, 0.5 }, math.log(7560 * 0.2 * 0.3 ^ 2 * 0.5 ^ 4), 1e-13)
  near(stats.dirichlet { alpha = { 2, 5 } }:pdf { 0.3, 0.7 }, stats.beta { a = 2, b = 5 }:pdf(0.3), 1e-13)
  equal(d:pdf { 0, 0.5, 0.5 }, 0)
  equal(stats.dirichlet { alpha = { 0.5, 1 } }:pdf { 0, 1 }, math.huge)
  equal(d:mean()[3], 0.5)
  near(d:var()[1], 0.2 * 0.8 / 11)
  local draws = d:sample(20000, 1)
  near(d:pdf(draws)[7], d:pdf { draws:get(7, 1), draws:get(7, 2), draws:get(7, 3) })
  for i = 1, 3 do
    local column = draws:column(i)
    near(column:mean(), d:mean()[i], 5.5 * d:sd()[i] / math.sqrt(20000))
    near(stats.variance(column) / d:var()[i], 1, 0.1)
  end
  local sharp = stats.dirichlet { alpha = { 1e-5, 1e-5, 1e-5 } }:sample(300, 2)
  for i = 1, 300 do
    near(sharp:get(i, 1) + sharp:get(i, 2) + sharp:get(i, 3), 1, 1e-15)
  end
end)

test("multinomial", function()
  local d = stats.multinomial { n = 10, p = { 0.2, 0.3, 0.5 } }
  -- 10! / (2! 3! 5!) = 2520
  near(d:pmf { 2, 3, 5 }, 2520 * 0.2 ^ 2 * 0.3 ^ 3 * 0.5 ^ 5, 1e-13)
  equal(d:pmf { 2, 3, 6 }, 0)
  equal(d:pmf { 2.5, 2.5, 5 }, 0)
  equal(d:pmf { -1, 6, 5 }, 0)
  local sum = 0
  for i = 0, 10 do
    for j = 0, 10 - i do sum = sum + d:pmf { i, j, 10 - i - j } end
  end
  near(sum, 1, 1e-13)
  near(d:mean()[2], 3)
  near(d:var()[3], 2.5)
  local draws = d:sample(20000, 1)
  for i = 1, 3 do near(draws:column(i):mean(), d:mean()[i], 5.5 * d:sd()[i] / math.sqrt(20000)) end
  for i = 1, 50 do equal(draws:get(i, 1) + draws:get(i, 2) + draws:get(i, 3), 10) end
  local edge = stats.multinomial { n = 5, p = { 0, 1, 0 } }
  equal(edge:pmf { 0, 5, 0 }, 1)
  equal(edge:pmf { 1, 4, 0 }, 0)
  equal(edge:pmf { 0, 4, 1 }, 0)
  equal(edge:sample(3, 1):get(3, 2), 5)
  equal(stats.multinomial { n = 0, p = { 0.5, 0.5 } }:pmf { 0, 0 }, 1)
end)

t.bad_calls {
  { "stats.normal { sd = 0 }", "stats.normal", "'sd'", "got 0" },
  { "stats.normal { sd = 'wide' }", "'sd'", "the text \"wide\"" },
  { "stats.normal { mean = 0/0 }", "'mean'", "nan" },
  { "stats.normal { median = 0 }", "unknown option 'median'", "mean" },
  { "stats.normal { 0, 1 }", "options have names" },
  { "stats.t {}", "stats.t: 'nu' is missing" },
  { "stats.t { nu = 0 }", "'nu'", "got 0" },
  { "stats.t { nu = 2, df = 2 }", "'nu' and 'df' are both given" },
  { "stats.chi2 { nu = -1 }", "'nu'", "got -1" },
  { "stats.f { d1 = 1 }", "'d2' is missing" },
  { "stats.f { d1 = 0, d2 = 1 }", "'d1'", "got 0" },
  { "stats.beta { a = -1, b = 1 }", "'a'", "got -1" },
  { "stats.beta { a = 1, b = math.huge }", "'b'", "inf" },
  { "stats.gamma { shape = 0 }", "'shape'", "got 0" },
  { "stats.gamma { shape = 1, scale = 1, rate = 1 }", "'scale' and 'rate' are both given" },
  { "stats.lognormal { sigma = 0 }", "'sigma'" },
  { "stats.uniform { low = 3, high = 1 }", "'low' must be below 'high', got 3 and 1" },
  { "stats.exponential { scale = -1 }", "'scale'" },
  { "stats.pareto { shape = 1, scale = 0 }", "'scale'" },
  { "stats.bernoulli { p = 1.1 }", "'p'", "0..1" },
  { "stats.binomial { n = -1, p = 0.5 }", "'n'", "got -1" },
  { "stats.binomial { n = 2.5, p = 0.5 }", "'n'", "whole number" },
  { "stats.binomial { n = 2, p = -0.5 }", "'p'", "0..1" },
  { "stats.poisson { mu = -1 }", "'mu'" },
  { "stats.geometric { p = 0 }", "'p'" },
  { "stats.hypergeometric { good = 1, bad = 1, draws = 3 }", "good + bad = 2, got 3" },
  { "stats.zipf { s = 1 }", "'s' must be above 1" },
  { "stats.zipf { s = -1, n = 5 }", "'s'", "got -1" },
  { "stats.zipf { s = 2, n = 0 }", "'n'", "got 0" },
  { "stats.dirichlet { alpha = { 1 } }", "'alpha' needs at least 2 numbers, got 1" },
  { "stats.dirichlet { alpha = { 1, 0 } }", "'alpha'", "element 2" },
  { "stats.dirichlet { alpha = { 1, 1 } }:pdf { 0.5, 0.6 }", "'x' must add up to 1, adds up to 1.1" },
  { "stats.dirichlet { alpha = { 1, 1 } }:pdf { -0.5, 1.5 }", "'x' must be in 0..1" },
  { "stats.dirichlet { alpha = { 1, 1 } }:pdf { 1 }", "a point has 2 numbers here, got 1" },
  { "stats.dirichlet { alpha = { 1, 1 } }:pdf()", "'x' is missing" },
  { "stats.dirichlet { alpha = { 1, 1 } }:pdf(0/0)", "'x' must be an array", "a number" },
  { "stats.dirichlet { alpha = { 1, 1 } }:pdf { 0/0, 1 }", "'x'", "nan" },
  { "stats.multinomial { n = 1, p = { 0.5, 0.5 } }:pmf { 0/0, 1 }", "'x' is nan at element 1" },
  { "stats.multinomial { n = 1, p = { 0.5, 0.5 } }:pdf { 1, 'a' }", "'x'" },
  { "stats.dirichlet { alpha = { 1, 1 } }:sample(1e8)", "at most" },
  { "stats.multinomial { n = 3, p = { 0.5, 0.6 } }", "'p' must add up to 1" },
  { "stats.multinomial { n = 3, p = { 1 } }", "at least 2" },
  { "stats.multinomial { n = -3, p = { 0.5, 0.5 } }", "'n'" },
  { "stats.multinomial { n = 3, p = { 0.5, 0.5 } }:cdf { 1, 2 }", "has no 'cdf'" },
  { "stats.normal {}:cdf()", "'x' is missing" },
  { "stats.normal {}:cdf('a')", "'x'", "the text \"a\"" },
  { "stats.normal {}:pdf(0/0)", "'x'", "nan" },
  { "stats.normal {}:pdf{1, 0/0}", "'x'", "element 2" },
  { "stats.normal {}:quantile(1.5)", "'p'", "0..1", "1.5" },
  { "stats.normal {}:quantile{0.5, -0.1}", "'p'", "element 2" },
  { "stats.normal {}:isf(0/0)", "'p'", "nan" },
  { "stats.normal {}:sample(-1)", "'n'", "got -1" },
  { "stats.normal {}:sample(1.5)", "'n'", "1.5" },
  { "stats.normal {}:sample(1e12)", "'n'" },
  { "stats.normal {}:sample(1, -1)", "'seed'" },
  { "stats.normal {}:mean(1)", "takes" },
  { "stats.normal {}:median()", "distribution has no 'median'" },
  { "stats.normal {}.cdf(5, 1)", "distribution expected" },
  { "stats.normal {}.mu = 1", "cannot be set" },
}


t.done()
