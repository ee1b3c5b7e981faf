-- Recalibration as a script sees it.
package.path = debug.getinfo(1, "S").source:match("^@(.*/)") .. "?.lua;" .. package.path
local t = require "harness"
local test, equal, near, fails, truth = t.test, t.equal, t.near, t.fails, t.truth

local rng = 4711
local function uniform()
  rng = rng * 16807 % 2147483647
  return rng / 2147483647
end

local function logistic(x) return 1 / (1 + math.exp(-x)) end

-- Answers whose logits are twice what they should be.
local n = 5000
local confidence, correct, logits = {}, {}, {}
for i = 1, n do
  local x = 6 * uniform() - 2
  logits[i] = 2 * x
  confidence[i] = logistic(2 * x)
  correct[i] = uniform() < logistic(x)
end

test("a temperature of 2 is found again", function()
  local map = stats.temperature { confidence = confidence, correct = correct, level = 1 - 1e-6 }
  truth(map.low < 2 and 2 < map.high, map.temperature)
  truth(map.converged and map.se < 0.2)
  truth(map.after.log_loss < map.before.log_loss)
  truth(map.after.ece < map.before.ece)
  near(map.before.ece, stats.ece(confidence, correct), 1e-14)
  near(map.before.log_loss, stats.log_loss(confidence, correct), 1e-14)
  local c = map:apply(array(confidence))
  near(map.after.ece, stats.ece(c, correct), 1e-14)
  near(map:apply(0.9), logistic(math.log(9) / map.temperature), 1e-14)
  equal(map:apply(0.5), 0.5)
  local same = stats.temperature { logits = logits, correct = correct }
  near(same.temperature, map.temperature, 1e-9)
  near(same.before.ece, map.before.ece, 1e-9)
  near(same:apply(3), logistic(3 / same.temperature), 1e-14)
  equal(same.n, n)
end)

test("a matrix of logits with labels", function()
  local rows, labels = array.zeros(n, 2), {}
  for i = 1, n do
    rows:set(i, 2, logits[i])
    labels[i] = correct[i] and 2 or 1
  end
  local binary = stats.temperature { logits = logits, correct = correct }
  local map = stats.temperature { logits = rows, labels = labels }
  near(map.temperature, binary.temperature, 1e-9)
  near(map.before.log_loss, binary.before.log_loss, 1e-12)
  near(map.after.log_loss, binary.after.log_loss, 1e-12)
  local p = map:apply(rows)
  equal((p:shape()), n)
  near(p:get(7, 1) + p:get(7, 2), 1, 1e-15)
  local one = map:apply { 0, logits[7] }
  near(one[2], p:get(7, 2), 1e-15)
  fails(function() map:apply { 1, 2, 3 } end, "recalibration:apply", "2 classes")
  fails(function() map:apply(3) end, "'x' must be numbers")
end)

test("platt of confidences and of scores", function()
  local map = stats.platt { confidence = confidence, correct = correct, level = 1 - 1e-6 }
  truth(map.low.slope < 0.5 and 0.5 < map.high.slope)
  truth(map.low.intercept < 0 and 0 < map.high.intercept)
  truth(map.after.ece < map.before.ece)
  local scores = stats.platt { score = logits, correct = correct }
  near(scores.slope, map.slope, 1e-7)
  near(scores.intercept, map.intercept, 1e-7)
  near(scores:apply(2), logistic(2 * scores.slope + scores.intercept), 1e-14)
  fails(function() return scores.before end, "has no 'before'")
  local plain = stats.platt { score = logits, correct = correct, smooth = false }
  local fit = stats.fit.logistic_regression { x = logits, k = (function()
    local y = {}
    for i = 1, n do y[i] = correct[i] and 1 or 0 end
    return y
  end)() }
  near(plain.intercept, fit.params[1], 1e-8)
  near(plain.slope, fit.params[2], 1e-8)
  near(plain.se.slope, fit.se[2], 1e-7)
end)

test("isotonic rises, and mapping twice is mapping once", function()
  local map = stats.isotonic { confidence = confidence, correct = correct }
  local c = map:apply(confidence)
  for i = 2, #map.value do
    truth(map.value[i] > map.value[i - 1] and map.from[i] > map.to[i - 1])
  end
  local again = stats.isotonic { confidence = c, correct = correct }
  truth(again:apply(c) == c)
  near(again.after.ece, map.after.ece, 1e-15)
  near(stats.isotonic({ confidence = { 0.2, 0.8 }, correct = { 0, 1 } }):apply(0.35), 0.25)
  near(map.after.ece, 0, 1e-12)
  equal(map:apply(0), map.value[1])
end)

test("what has no maximum says so", function()
  local map = stats.temperature { confidence = { 0.9, 0.8, 0.2 }, correct = { 1, 1, 0 } }
  equal(map.temperature, 0)
  equal(map.converged, false)
  t.has(map.message, "separated")
  equal(map:apply(0.6), 1)
  map = stats.temperature { confidence = { 0.9, 0.8, 0.2 }, correct = { 0, 0, 1 } }
  equal(map.temperature, math.huge)
  equal(map:apply(0.6), 0.5)
end)

test("certain answers are cut", function()
  local map = stats.temperature { confidence = { 1, 1, 0.9, 0 }, correct = { 1, 0, 1, 0 } }
  truth(map.converged and map.temperature > 1)
  truth(map:apply(1) < 1 and map:apply(1) > map:apply(0.9))
  local near_one = stats.temperature { confidence = { 1, 1, 0.9, 0 }, correct = { 1, 0, 1, 0 }, clip = 0.1 }
  near(near_one:apply(1), near_one:apply(0.9), 1e-15)
end)

test("na = drop leaves pairs out and counts them", function()
  local c, y = { 0.9, 0 / 0, 0.6, 0.3, 0.7 }, { 1, 1, 0, math.huge, 1 }
  for _, name in ipairs { "temperature", "platt", "isotonic" } do
    local map = stats[name] { confidence = c, correct = y, na = "drop" }
    equal(map.dropped, 2)
    equal(map.n, 3)
    fails(function() stats[name] { confidence = c, correct = y } end, "confidence 2 must be in 0..1")
  end
end)

local map = stats.isotonic { confidence = { 0.2, 0.8 }, correct = { 0, 1 } }
t.bad_calls({
  { "stats.temperature{}", "takes 'confidence' or 'logits'" },
  { "stats.temperature{confidence = {0.5}, logits = {1}, correct = {1}}", "one of the two" },
  { "stats.temperature{confidence = {0.5}}", "'correct' is missing" },
  { "stats.temperature{confidence = {0.5, 0.5}, correct = {1, 0}}", "given the same chance" },
  { "stats.temperature{confidence = {0.5, 2}, correct = {1, 0}}", "confidence 2 must be in 0..1" },
  { "stats.temperature{logits = 3, correct = {1}}", "'logits' must be numbers or a matrix" },
  { "stats.temperature{logits = {1/0}, correct = {1}}", "score 1 must be finite" },
  { "stats.temperature{logits = array.zeros(2, 3)}", "'labels' is missing" },
  { "stats.temperature{logits = array.zeros(2, 3), labels = {1}}", "has 2 rows, 'labels' has 1" },
  { "stats.temperature{logits = array.zeros(2, 3), labels = {1, 4}}", "label 2 must be", "1..3" },
  { "stats.temperature{logits = array.zeros(2, 3), labels = {1, 2}}", "given the same chance" },
  { "stats.temperature{logits = array.zeros(2, 3), correct = {1, 2}, labels = {1, 2}}", "not 'correct'" },
  { "stats.temperature{logits = {1, 2}, labels = {1, 2}}", "go with a matrix" },
  { "stats.temperature{confidence = {}, correct = {}}", "there are no answers" },
  { "stats.platt{}", "takes 'confidence' or 'score'" },
  { "stats.platt{score = {1, 2}, correct = {0, 1}, smooth = false}", "separated" },
  { "stats.platt{score = {2, 2}, correct = {0, 1}}", "are the same" },
  { "stats.platt{score = {2, 3}, correct = {0, 1, 1}}", "'score' has 2 values, 'correct' has 3" },
  { "stats.platt{score = {2, 3}, correct = {0, 1}, level = 1}", "'level'" },
  { "stats.isotonic{}", "'confidence' is missing" },
  { "stats.isotonic{confidence = {0.1}, correct = {0.5}}", "answer 1 must be 0 (wrong) or 1" },
  { "stats.isotonic{confidence = {0.1}, correct = {1}, bins = 0}", "'bins'" },
  { "map:apply(2)", "recalibration:apply", "confidence 1 must be in 0..1, got 2" },
  { "map:apply({0.5, 0/0})", "confidence 2 must be in 0..1" },
  { "map:apply()", "'x' is missing" },
  { "map.apply(0.5)", "'x' is missing" },
  { "map:apply('a')", "'x' must be a number or numbers" },
  { "return map.values", "no 'values'" },
  { "map.mine = 1", "cannot be set" },
}, { map = map })

t.done()
