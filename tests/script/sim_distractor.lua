-- Tasks with a trap: sim.distractor, sim.bets, sim.redefine.
package.path = debug.getinfo(1, "S").source:match("^@(.*/)") .. "?.lua;" .. package.path
local t = require "harness"
local test, equal, near, fails, has = t.test, t.equal, t.near, t.fails, t.has

local size = array.geomspace(1e7, 1e12, 6)

test("distractor: a U at the defaults", function()
  local run = sim.distractor { size = size, trials = 20000 }
  equal(run.chance, 0.5)
  t.truth(run.mean[1] > 0.45 and run.mean[4] < 0.3 and run.mean[6] > 0.9)
  near(run.skilled.mean[3] + run.trapped.mean[3] + run.guessed.mean[3], 1)
end)
test("distractor: conflict 0 never hurts", function()
  local run = sim.distractor { size = size, trials = 10000, conflict = 0 }
  for i = 1, #size do t.truth(run.theory[i] >= 0.5) end
end)
test("bets: the lecture's", function()
  local run = sim.bets { size = size, probabilities = { 0.94, 0.06 }, gains = { -50, 5 },
                         trials = 1000 }
  near(run.expected[1], -46.7, 1e-13)
  near(run.sd[1], 13.061776295741709, 1e-13)
  near(run.win[1], 0.06, 1e-13)
  local text = run:example(1)
  has(text, "94% of the time you lose 50, 6% of the time you win 5. They won 5.")
  has(text, "0.94 × (-50) + 0.06 × 5 = -46.7: no")
  has(text, "By how it turned out: won 5: yes")
end)
test("bets: bets that are drawn have no expected value of their own", function()
  local run = sim.bets { size = size, trials = 100 }
  t.truth(run.expected[1] ~= run.expected[1])
  equal(run.chance, 0.5)
end)
test("bets: every outcome contradicts the expected value, or none does", function()
  for _, conflict in ipairs { 0, 1 } do
    local run = sim.bets { size = { 1e9 }, trials = 200, conflict = conflict }
    for i = 1, 200 do
      local text = run:example(i)
      local expected = text:match "expected value: [^:]*: (%a+)"
      local outcome = text:match "turned out: [^:]*: (%a+)"
      equal(expected ~= outcome, conflict == 1)
    end
  end
end)
test("redefine: pi is 10", function()
  local run = sim.redefine { size = { 1e9 }, trap = 1, skill = 0, symbol = "pi", value = 10,
                             operation = "plus", operand = 1, trials = 50 }
  equal(run.mean[1], 0)
  local text = run:example(1)
  has(text, "Redefine π as 10. What is π + 1?")
  has(text, "10 + 1 = 11.")
  has(text, "3.14 + 1 = 4.14.")
  has(text, "answers 4.14: wrong")
end)
test("redefine: whoever reads the prompt is right", function()
  local run = sim.redefine { size = { 1e9 }, skill = 1, trials = 50, choices = 8 }
  equal(run.mean[1], 1)
  equal(run.chance, 1 / 8)
end)
test("texts are also Chinese", function()
  has(sim.distractor { size = size, trials = 10, language = "zh-TW" }:example(1), "陷阱")
  has(sim.bets { size = size, trials = 10, language = "zh-TW" }:example(1), "看期望值")
  has(sim.redefine { size = size, trials = 10, language = "zh-TW" }:example(1), "照題目")
end)
test("an example of every size", function()
  local run = sim.distractor { size = size, trials = 10 }
  for i = 1, #size do has(run:example(10, { at = i }), "parameters") end
  fails(function() run:example(11) end, "'problem' is 11, but the run has 10")
end)

t.bad_calls({
  { "sim.distractor { size = { 1 }, chance = 1.5 }", "sim.distractor", "'chance'", "1.5" },
  { "sim.distractor { size = { 1 }, conflict = -1 }", "'conflict'" },
  { "sim.distractor { size = { 1 }, skill = 2 }", "2" },
  { "sim.distractor { size = { 1 }, conflict = 0/0 }", "'conflict'" },
  { "sim.distractor { size = { 1 }, choices = 2 }", "'choices'" },
  { "sim.bets { size = { 1 }, gains = { 1 } }", "as many 'probabilities' as 'gains'" },
  { "sim.bets { size = { 1 }, gains = { 1, -1 }, probabilities = { 0.5, 0.4 } }", "add up to 1" },
  { "sim.bets { size = { 1 }, gains = { 1, -1 }, probabilities = { 0.5, 0.5 } }", "must not be 0" },
  { "sim.bets { size = { 1 }, gains = { 1, 2 }, probabilities = { 0.5, 0.5 } }",
    "no outcome", "'conflict' must be 0" },
  { "sim.bets { size = { 1 }, gains = { 1, 1/0 }, probabilities = { 0.5, 0.5 } }", "'gains'" },
  { "sim.bets { size = { 1 }, language = 'de' }", "'language'" },
  { "sim.redefine { size = { 1 }, choices = 1 }", "'choices'", "2" },
  { "sim.redefine { size = { 1 }, value = 3.141 }", "two decimals" },
  { "sim.redefine { size = { 1 }, value = 3.14 }", "a new one; pi is 3.14" },
  { "sim.redefine { size = { 1 }, symbol = 'tau' }", "'symbol'" },
  { "sim.redefine { size = { 1 }, operand = 0 }", "'operand'" },
})

t.done()
