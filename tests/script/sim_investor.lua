-- sim.investor: convince the boss.
package.path = debug.getinfo(1, "S").source:match("^@(.*/)") .. "?.lua;" .. package.path
local t = require "harness"
local test, equal, near, has = t.test, t.equal, t.near, t.has

local size = array.geomspace(1e8, 1e12, 9)

test("who watches steps gets past the jump, who watches accuracy stops", function()
  local run = sim.investor { size = size, trials = 5000 }
  t.truth(run.exact_before[2] > run.partial_before[3])
  t.truth(run.partial_payoff[2] > run.exact_payoff[3])
  near(run.jump[1], 1e11)
  t.truth(rawequal(run.mean, run.exact.mean))
end)
test("the chance to reach a size never grows", function()
  local run = sim.investor { size = size, trials = 2000, patience = 2 }
  for _, kind in ipairs { "exact", "partial", "tried" } do
    equal(run[kind].mean[1], 1)
    for i = 2, #size do
      t.truth(run[kind].mean[i] <= run[kind].mean[i - 1])
      t.truth(run[kind].theory[i] <= run[kind].theory[i - 1])
    end
  end
end)
test("a method that hurts the small is dropped, one that always helps is kept", function()
  local dropped = sim.investor { size = size, trials = 2000 }
  t.truth(dropped.tried_before[1] > 0.99 and dropped.tried_payoff[1] < 0)
  local kept = sim.investor { size = size, trials = 2000, with = 0.8, without = 0.3 }
  t.truth(kept.tried.mean[9] > 0.999 and kept.tried_payoff[1] > 0)
end)
test("any pair of scores: arrays of another run", function()
  local cot = sim.cot { size = size, trials = 2000 }
  local run = sim.investor { size = size, with = cot.cot.theory, without = cot.direct.theory,
                             trials = 1000 }
  equal(#run.tried.mean, 9)
end)
test("more patience goes further", function()
  local function reach(r) return sim.investor { size = size, trials = 1000, patience = r }.theory[9] end
  t.truth(reach(0) < reach(1) and reach(1) < reach(2))
  near(reach(8), 1)
end)
test("facts are mean, low, high, theory", function()
  local run = sim.investor { size = size, trials = 5000 }
  for _, kind in ipairs { "exact", "partial", "tried" } do
    for _, fact in ipairs { "spent", "payoff", "before", "just_before" } do
      local x = run[kind .. "_" .. fact]
      equal(#x, 4)
      t.truth(x[2] <= x[1] and x[1] <= x[3])
    end
  end
end)
test("cost given by hand", function()
  local run = sim.investor { size = { 1e9, 1e10 }, cost = { 10, 100 }, trials = 10 }
  equal(run.exact_spent[1], 110)
  equal(run.exact_spent[4], 110)
end)
test("no jump, no chance before it", function()
  local run = sim.investor { size = size, ability = 0.1, trials = 10 }
  t.truth(run.jump[1] ~= run.jump[1] and run.exact_before[1] ~= run.exact_before[1])
end)
test("an example is a history", function()
  local text = sim.investor { size = size, trials = 10 }:example(2)
  has(text, "history 2")
  has(text, "watching final answers")
  has(text, "of 200 right")
  has(text, "of 1000 right")
  has(text, " without; ")
end)

t.bad_calls({
  { "run { level = 0 }", "sim.investor", "'level'", "above 0" },
  { "run { level = 0.6 }", "'level'", "0.5", "0.6" },
  { "run { questions = 0 }", "'questions'", "1..100000", "got 0" },
  { "run { questions = 100000, steps = 11 }", "'questions' times 'steps'", "1000000", "1100000" },
  { "run { patience = -1 }", "'patience'", "0..20", "-1" },
  { "run { patience = 21 }", "'patience'", "21" },
  { "run { choices = 1 }", "'choices'", "2..1000", "got 1" },
  { "run { steps = 0 }", "'steps'", "1..1000", "got 0" },
  { "run { jump = 0 }", "'jump'", "above 0" },
  { "run { value = -1 }", "'value'", "-1" },
  { "run { value = 0 / 0 }", "'value'", "nan" },
  { "run { cost_growth = 11 }", "'cost_growth'", "0..10", "11" },
  { "run { cost = { 1, 2, 3 } }", "'cost' has 3 numbers for 2 sizes" },
  { "run { cost = { 1, -2 } }", "'cost'", "-2", "element 2" },
  { "run { with = 2 }", "'with'", "0..1", "2" },
  { "run { without = { 0.1 } }", "'without'", "1", "2" },
  { "run { pateince = 1 }", "'pateince'", "did you mean 'patience'" },
  { "run { size = array.geomspace(1, 2, 65) }", "'size' has 65 models", "64" },
}, { run = function(more)
  local options = { size = { 1e9, 1e10 }, trials = 10 }
  for name, value in pairs(more) do options[name] = value end
  return sim.investor(options)
end })

t.done()
