-- How a score grows with size, as a script sees it.
package.path = debug.getinfo(1, "S").source:match("^@(.*/)") .. "?.lua;" .. package.path
local t = require "harness"
local test, equal, near, fails, has = t.test, t.equal, t.near, t.fails, t.has

local sizes = array.geomspace(1e7, 5e11, 12)

local function scores(name, steps, trials, seed)
  return sim.multistep({ size = sizes, steps = steps, trials = trials, seed = seed })[name].mean
end

test("linearity by hand", function()
  near(stats.linearity({ 1, 10, 100, 1000 }, { 0, 1, 2, 3 }), 3)
  near(stats.linearity({ 1, 10, 100, 1000, 1e4 }, { 0, 0, 0, 1, 1 }), 2)
  near(stats.linearity({ 1, 10, 100 }, { 3, 2, 1 }), -2)
  near(stats.linearity({ 100, 1, 10 }, { 7, 1, 3 }), 6 / math.sqrt((4 + 16) / 2))
  equal(stats.linearity({ 1, 2 }, { 5, 5 }), 0)
  local _, low, high = stats.linearity({ 1, 2 }, { 5, 6 })
  equal(low, nil)
  equal(high, nil)
end)

test("breakthrough by hand", function()
  near(stats.breakthrough({ 1, 10, 100, 1000 }, { 0, 1, 1.5, 5 }), 5)
  near(stats.breakthrough({ 1, 2, 3 }, { 0, 1, 3 }), 3 / math.sqrt(2.5))
  near(stats.breakthrough({ 1, 2, 3, 4 }, { 0, 0, 0, 1 }, { se = 0.01 }), 1 / (0.01 * 2 ^ 0.5))
  equal(stats.breakthrough({ 1, 2, 3 }, { 0, 0, 0 }), 0)
end)

test("the floor of counts is the error of a difference", function()
  local function variance(k, n)
    local a, b = k + 0.5, n - k + 0.5
    return a * b / ((a + b) ^ 2 * (a + b + 1))
  end
  near(stats.breakthrough({ 1, 2, 3, 4, 5 }, { 0, 0, 0, 0, 1 }, { trials = 50 }),
       1 / math.sqrt(2 * variance(0, 50)))
end)

test("the first of equal scores counts as largest and least", function()
  t.truth(stats.linearity({ 1, 2, 3 }, { 0, 1, 0 }) > 0)
  t.truth(stats.linearity({ 1, 2, 3 }, { 1, 0, 1 }) < 0)
end)

test("the share of right answers jumps, that of right steps grows", function()
  local jump, smooth = scores("exact", 32, 2000), scores("partial", 32, 2000)
  local b, b_low = stats.breakthrough(sizes, jump, { trials = 2000 })
  local s, _, s_high = stats.breakthrough(sizes, smooth, { se = 0.005 })
  t.truth(b > 10 * s, b .. " " .. s)
  t.truth(b_low > s_high)
  local l, _, l_high = stats.linearity(sizes, jump, { trials = 2000 })
  local m, m_low = stats.linearity(sizes, smooth, { se = 0.005 })
  t.truth(m > 1.4 * l and m_low > l_high, m .. " " .. l)
end)

test("intervals of linearity cover the noiseless curve", function()
  local truth = stats.linearity(sizes, sim.multistep({ size = sizes, steps = 8, trials = 1 })
                                .exact.theory)
  local misses = 0
  for seed = 1, 200 do
    local _, low, high = stats.linearity(sizes, scores("exact", 8, 200, seed),
                                         { trials = 200, resamples = 200, seed = seed })
    misses = misses + (low <= truth and truth <= high and 0 or 1)
  end
  print("# missed " .. misses .. " of 200")
  t.truth(misses <= 44) -- 10 % misses give more than 44 less than once in a million
end)

test("the same seed gives the same interval, another seed another", function()
  local y = scores("exact", 8, 200)
  local _, a = stats.linearity(sizes, y, { trials = 200, seed = 3 })
  local _, b = stats.linearity(sizes, y, { trials = 200, seed = 3 })
  local _, c = stats.linearity(sizes, y, { trials = 200, seed = 4 })
  equal(a, b)
  t.truth(a ~= c)
end)

test("points that are not finite are dropped on request", function()
  local y, low, high, dropped = stats.linearity({ 1, 2, 3, 4 }, { 0, 0 / 0, 1, 2 }, { na = "drop" })
  near(y, 2)
  equal(low, nil)
  equal(high, nil)
  equal(dropped, 1)
end)

-- ---- onset ----

test("onset: from the first size on which all are above chance", function()
  local size, sentence, more = stats.onset {
    size = { 1e6, 1e7, 1e8, 1e9 }, correct = { 20, 60, 70, 95 }, trials = 100, chance = 0.25 }
  equal(size, 1e7)
  has(sentence, "onset at 10M")
  equal(more.low, 1e7)
  equal(more.high, 1e7)
  equal(more.none, 0)
  has(more.method, "Holm")
end)

test("a dip below chance moves the onset", function()
  equal(stats.onset { size = { 1, 2, 3, 4 }, correct = { 10, 90, 30, 95 }, trials = 100,
                      chance = 0.25 }, 4)
end)

test("no onset is nil and a sentence", function()
  local size, sentence, more = stats.onset {
    size = { 1, 2, 3 }, correct = { 90, 25, 27 }, trials = 100, chance = 0.25 }
  equal(size, nil)
  has(sentence, "no onset")
  has(sentence, "1 of 3")
  equal(more.high, math.huge)
  t.truth(more.none > 0.8)
end)

test("p-values are exact and corrected by Holm", function()
  local _, _, more = stats.onset {
    size = { 1, 2, 3 }, correct = { 3, 2, 0 }, trials = { 3, 3, 4 }, chance = 0.5 }
  near(more.p_value[1], 1 / 8)
  near(more.p_value[2], 4 / 8)
  equal(more.p_value[3], 1)
  near(more.adjusted[1], 3 / 8)
  near(more.adjusted[2], 1)
  equal(more.adjusted[3], 1)
end)

test("the correction matters: 20 sizes at chance have no onset", function()
  local last, k, n = 0, 1, 40
  local size, right = {}, {}
  for i = 1, 20 do size[i], right[i] = i, 10 end
  right[20] = 16 -- p = 0.026 alone
  equal(stats.onset { size = size, correct = right, trials = 40, chance = 0.25 }, nil)
  equal(stats.onset { size = { 1, 2 }, correct = { 0, 16 }, trials = 40, chance = 0.25,
                      level = 0.94 }, 2)
end)

test("counts of one size are pooled, order does not matter", function()
  local a, _, m = stats.onset { size = { 2, 1, 2 }, correct = { 40, 10, 38 },
                                trials = { 60, 40, 40 }, chance = 0.25 }
  equal(a, 2)
  equal(#m.sizes, 2)
  local _, _, n = stats.onset { size = { 1, 2 }, correct = { 10, 78 }, trials = { 40, 100 },
                                chance = 0.25 }
  equal(m.p_value[2], n.p_value[2])
end)

test("the interval of an onset holds it", function()
  local n, size, right = 100, {}, {}
  for i = 1, n do size[i], right[i] = i, math.floor(20 * i / n) end
  local at, _, more = stats.onset { size = size, correct = right, trials = 20, chance = 0.1 }
  t.truth(more.low <= at and at < more.high)
end)

test("with chance 0 one right answer is above it", function()
  equal(stats.onset { size = { 1, 2, 3 }, correct = { 0, 1, 5 }, trials = 1000, chance = 0 }, 2)
end)

test("scores with standard errors take normal tests", function()
  local size, _, more = stats.onset { size = { 1, 2, 3 }, score = { 0.2, 0.4, 0.6 }, se = 0.02,
                                      chance = 0.25 }
  equal(size, 2)
  near(more.p_value[1], 0.99379033467422, 1e-10)
  has(more.method, "normal")
end)

test("false onsets at pure chance are rare", function()
  local found = 0
  for seed = 1, 400 do
    local run = sim.multistep { size = { 1, 10, 100, 1e3, 1e4 }, steps = 1, trials = 100,
                                seed = seed, ability = function() return 0.25 end }
    found = found + (stats.onset { size = run.size, score = run.exact.mean, trials = 100,
                                   chance = 0.25, resamples = 20 } and 1 or 0)
  end
  print("# false onsets: " .. found .. " of 400")
  t.truth(found <= 44) -- 5 % give more less than once in a million
end)

-- ---- rise width and emergence ----

test("the rise of a logistic ability has its width", function()
  local run = sim.multistep { size = sizes, steps = 1, trials = 4000,
                              ability = sim.ability.logistic { midpoint = 1e9, slope = 1.5 } }
  local decades, low, high = stats.rise_width { size = sizes, score = run.exact.mean,
                                                trials = 4000 }
  print("# width", decades, low, high)
  t.truth(low < decades and decades < high)
  t.truth(high - low < 1)
  local one, one_low, one_high = stats.rise_width { size = sizes, score = run.exact.mean,
                                                    se = 0.01 }
  near(one, decades, 0.3)
  t.truth(one_low < one_high)
end)

test("one step is wide, many steps are sharp", function()
  local _, low = stats.rise_width { size = sizes, score = scores("exact", 1, 1000), trials = 1000 }
  local _, _, high = stats.rise_width { size = sizes, score = scores("exact", 32, 1000),
                                        trials = 1000 }
  t.truth(low > 1.5 * high, low .. " " .. high)
end)

local function judge(y, more)
  local options = { size = sizes, score = y, resamples = 99 }
  if not (more and more.se) then options.trials = 500 end
  for name, value in pairs(more or {}) do options[name] = value end
  return stats.emergence(options)
end

test("the answer to 32 steps jumps, the steps do not", function()
  local jump = judge(scores("exact", 32, 500))
  equal(jump.verdict, "jump")
  equal(jump.jump, true)
  has(jump.message, "no smooth law explains")
  t.truth(jump.laws.logistic.aic < jump.laws.line.aic)
  equal(#jump.laws.broken_power_law.fitted, 12)
  equal(jump.p_value, 0.01)
  has(tostring(jump), "broken_power_law")
  local steps = judge(scores("partial", 32, 500), { se = 0.02 })
  equal(steps.jump, false)
end)

test("few trials leave it undecided", function()
  local y = sim.multistep({ size = sizes, steps = 100, trials = 20 }).exact.mean
  equal(judge(y, { trials = 20 }).verdict, "undecided")
end)

test("below 7 sizes there is no broken power law", function()
  local e = stats.emergence { size = { 1, 10, 100, 1000, 1e4 }, correct = { 0, 1, 20, 40, 50 },
                              trials = 50, resamples = 20 }
  equal(rawget(e.laws, "broken_power_law"), nil)
  equal(e.laws.logistic.parameters, 3)
end)

test("the same seed, the same p-value", function()
  local y = { 4, 6, 14, 22, 34, 42, 46 }
  local function p(seed)
    return stats.emergence({ size = { 1, 2, 4, 8, 16, 32, 64 }, correct = y, trials = 60,
                             resamples = 200, seed = seed }).p_value
  end
  equal(p(1), p(1))
  t.truth(p(1) ~= p(2))
end)

test("points that are not finite are counted", function()
  local e = stats.emergence { size = { 1, 10, 100, 1000, 1e4, 1e5 }, na = "drop", resamples = 20,
                              correct = { 0, 1, 20, 0 / 0, 40, 50 }, trials = 50 }
  equal(e.dropped, 1)
  equal(#e.sizes, 5)
end)

test("a field that is not there is an error", function()
  local e = judge(scores("exact", 8, 500))
  fails(function() return e.verdikt end, "verdict")
end)

--- Jumps claimed, and smooth laws rejected, among samples of a smooth curve.
local function claims(curve, n, trials, chance)
  local size = array.geomspace(1e7, 1e11, n)
  local jumps, rejected, samples = 0, 0, 60
  for seed = 1, samples do
    local run = sim.multistep { size = size, steps = 1, trials = trials, seed = seed,
                                ability = function(N) return curve((math.log(N, 10) - 7) / 4) end }
    local e = stats.emergence { size = size, score = run.exact.mean, trials = trials,
                                chance = chance, resamples = 39, seed = seed }
    jumps = jumps + (e.jump and 1 or 0)
    rejected = rejected + (e.p_value <= 0.05 and 1 or 0)
  end
  print(string.format("# of %d: %d jumps claimed, %d smooth laws rejected", samples, jumps,
                      rejected))
  return jumps
end

-- At a rate of 5 %, 60 samples give 15 or more claims less than once in a million.
test("a straight law is seldom called a jump", function()
  t.truth(claims(function(u) return 0.1 + 0.8 * u end, 8, 100, 0) < 15)
end)

test("a power law above chance, too", function()
  t.truth(claims(function(u) return 0.25 + 0.7 * 10 ^ (-3 * (1 - u)) end, 8, 200, 0.25) < 15)
end)

t.bad_calls {
  { "stats.linearity({1}, {1})", "1 size; at least 2" },
  { "stats.linearity({}, {})", "0 sizes" },
  { "stats.linearity({1, 2}, {1})", "'score' has 1 elements, 'size' has 2" },
  { "stats.linearity({1, -2}, {1, 2})", "sizes must be above 0, got -2" },
  { "stats.linearity({1, 1}, {1, 2})", "size 1 is given twice" },
  { "stats.linearity({1, 2}, {1e300, -1e300})", "too large" },
  { "stats.linearity({1, 2}, {1, 0/0})", "1 of 2 points are not finite" },
  { "stats.linearity({1, 2}, {0, 0/0}, {na = 'drop'})", "1 size; at least 2" },
  { "stats.linearity({1, 2}, {1, 2}, {se = 0})", "se must be above 0" },
  { "stats.linearity({1, 2}, {1, 2}, {se = 1, trials = 3})", "not both" },
  { "stats.linearity({1, 2}, {0, 2}, {trials = 3})", "a score with trials must be in 0..1" },
  { "stats.linearity({1, 2}, {0, 0.5}, {trials = 3})", "score * trials must be a whole number" },
  { "stats.linearity({1, 2}, {0, 0.5}, {trials = {3, 4, 5}})", "'trials' has 3 elements" },
  { "stats.breakthrough({1, 2, 3, 4}, {0, 0, 0, 1})", "breakthroughness is infinite" },
  { "stats.breakthrough({1, 2}, {0, 1}, {resample = 3})", "did you mean 'resamples'?" },
  { "stats.onset{size = {1, 2}, correct = {1, 2}, trials = 4}", "'chance' is missing" },
  { "stats.onset{size = {1, 2}, correct = {1, 2}, trials = 4, chance = 1}", "'chance'", "1" },
  { "stats.onset{size = {1, 2}, correct = {1, 2}, trials = 4, chance = -0.1}", "'chance'" },
  { "stats.onset{size = {1, 2}, correct = {1, 2}, trials = 4, chance = 0/0}", "'chance'" },
  { "stats.onset{size = {1, 2}, correct = {1, 5}, trials = 4, chance = 0}",
    "correct must be a whole number in 0..trials, got 5 of 4 at size 2" },
  { "stats.onset{size = {1, 2}, correct = {1, 1.5}, trials = 4, chance = 0}", "got 1.5 of 4" },
  { "stats.onset{size = {1, 2}, correct = {0, 0}, trials = 0, chance = 0}", "trials must be" },
  { "stats.onset{size = {1, 2}, correct = {0, 0}, chance = 0}", "'correct' needs 'trials'" },
  { "stats.onset{size = {1, 2}, chance = 0}", "'correct' (or 'score') is missing" },
  { "stats.onset{size = {1, 2}, score = {0, 1}, chance = 0}", "give trials or se" },
  { "stats.onset{size = {1, 2}, correct = {0, 1}, score = {0, 1}, trials = 1, chance = 0}",
    "not both" },
  { "stats.onset{size = {1}, correct = {1}, trials = 4, chance = 0}", "1 size; at least 2" },
  { "stats.onset{size = {1, 2}, correct = {1, 2}, trials = 4, chance = 0, level = 0.05}",
    "'level'", "0.5" },
  { "stats.rise_width{size = {1, 2, 3}, correct = {1, 2, 3}, trials = 4}", "3 sizes; at least 4" },
  { "stats.rise_width{size = {1, 2, 3, 4}, score = {1, 2, 3, 4}, se = 1}",
    "scores must be in 0..1, got 2 at size 2" },
  { "stats.rise_width{size = {1, 2, 3, 4}, score = {0, 0, 0, 1}}", "give trials or se" },
  { "stats.emergence{size = {1, 2, 3, 4}, correct = {1, 2, 3, 4}, trials = 4}",
    "4 sizes; at least 5" },
  { "stats.emergence{size = {1, 2, 3, 4, 5}, correct = {1, 2, 3, 4, 5}, trials = 4}",
    "got 5 of 4 at size 5" },
  { "stats.emergence{size = {1, 2, 3, 4, 5}, correct = {1, 2, 3, 4, 4}, trials = 4, chance = 1.2}",
    "'chance'", "1.2" },
  { "stats.onset{size = array.linspace(1, 2, 301), correct = array.linspace(1, 1, 301), "
      .. "trials = 4, chance = 0}", "301 sizes; at most 300" },
  { "stats.emergence{size = array.linspace(1, 2, 301), correct = array.linspace(1, 1, 301), "
      .. "trials = 4}", "301 sizes; at most 300" },
  { "stats.emergence{size = {1, 2, 3, 4, 5}, score = {0, 0, 0, 1, 1}, se = 1e-300}",
    "se must be at least 1e-9" },
}

test("extreme curves end in a verdict", function()
  local size = { 1, 10, 100, 1e3, 1e4, 1e5, 1e6 }
  for _, y in ipairs { { 0, 0, 0, 0, 0, 0, 0 }, { 1, 1, 1, 1, 1, 1, 1 }, { 0, 0, 0, 0, 0, 0, 1 },
                       { 1, 0, 1, 0, 1, 0, 1 }, { 1, 1, 1, 0, 0, 0, 0 }, { 0, 0, 0, 1, 1, 1, 1 } } do
    for _, trials in ipairs { 1, 1e6, 1e12 } do
      for _, chance in ipairs { 0, 0.5, 0.999 } do
        local e = stats.emergence { size = size, score = y, trials = trials, chance = chance,
                                    resamples = 20 }
        t.truth(e.p_value > 0 and e.p_value <= 1)
        t.truth(e.low <= e.decades and e.decades <= e.high)
      end
    end
  end
end)

t.done()
