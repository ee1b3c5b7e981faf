-- sim.emergence: many tasks, many families.
package.path = debug.getinfo(1, "S").source:match("^@(.*/)") .. "?.lua;" .. package.path
local t = require "harness"
local test, equal, near, has = t.test, t.equal, t.near, t.has

test("eight tasks stand ready", function()
  local run = sim.emergence { size = array.geomspace(1e8, 1e12, 5), trials = 2000 }
  equal(#run.outcomes, 8)
  equal(#run.baseline, 8)
  local mean = 0
  for i, task in ipairs(run.outcomes) do
    t.truth(#task.label > 3)
    t.truth(task.mean[5] > run.baseline[i])
    mean = mean + task.theory[5] / 8
  end
  near(run.theory[5], mean)
end)

local function two_families(more)
  local options = { size = { 1e8, 1e10, 1e8, 1e10 }, family = { 1, 1, 2, 2 }, families = { "A", "B" },
                    efficiency = { 1, 4 }, tasks = { "add", "choose" }, steps = { 3, 2 },
                    choices = { 0, 4 }, midpoint = { 1e9, 1e9 }, trials = 20000 }
  for name, value in pairs(more or {}) do options[name] = value end
  return sim.emergence(options)
end

test("a task is a multistep of its own", function()
  local run = two_families()
  local p = sim.ability.logistic { midpoint = 1e9, slope = 2 }
  near(run.outcomes[1].theory[2], p(1e10) ^ 3)
  near(run.outcomes[1].theory[4], p(4e10) ^ 3)
  near(run.outcomes[2].theory[1], p(1e8) ^ 2 * 0.75 + 0.25)
  equal(run.outcomes[2].label, "choose")
  t.truth(run.outcomes[1].low[4] > run.outcomes[1].high[2])
end)
test("some questions offer 4 answers, some 5", function()
  local run = two_families { choices = { 0, 4.4 }, size = { 1, 2, 1, 2 } }
  near(run.baseline[2], 1 / 4.4)
  near(run.outcomes[2].theory[1], 1 / 4.4)
  local sd = math.sqrt(1 / 4.4 * (1 - 1 / 4.4) / 20000)
  for i = 1, 4 do t.truth(math.abs(run.outcomes[2].mean[i] - 1 / 4.4) < 5.6 * sd) end
end)
test("FLOPs of given tokens", function()
  local run = two_families { tokens = 3e11 }
  equal(run.flops[2], 6 * 1e10 * 3e11)
  run = two_families { tokens = { 1, 2, 3, 4 } }
  equal(run.flops[3], 6 * 1e8 * 3)
  local none = two_families().flops[1]
  t.truth(none ~= none)
end)
test("an example shows every task", function()
  local text = two_families():example(7, { at = 3 })
  has(text, "problem 7 of each task, a model of 100M parameters of B")
  has(text, "add")
  has(text, "choose")
end)
test("csv has the tasks", function()
  two_families():csv "emergence_tasks"
  local table_of = data.csv(t.out() .. "/emergence_tasks.csv")
  equal(#table_of:filter { score = "choose" }, 4)
end)

local models = data.csv(t.write("families.csv", [[
name,family,params,training_tokens
a1,A,1000000000,300
b1,B,2000000000,
a2,A,20000000000,400
c1,C,,500
b2,B,50000000000,600
]]))

test("families of a table", function()
  local options = sim.families(models)
  equal(table.concat(options.families, " "), "A B")
  equal(table.concat(options.size:totable(), " "), "1000000000.0 20000000000.0 2000000000.0 50000000000.0")
  equal(table.concat(options.family:totable(), " "), "1.0 1.0 2.0 2.0")
  equal(options.tokens, nil)
  options.trials = 10
  equal(#sim.emergence(options).mean, 4)
end)
test("some families, in another order, with tokens", function()
  local options = sim.families(models, { "B", "A" })
  equal(table.concat(options.families, " "), "B A")
  equal(options.size[1], 2e9)
  options = sim.families(models, { "A" })
  equal(options.tokens[2], 400)
  options.trials = 10
  equal(sim.emergence(options).flops[1], 6e9 * 300)
end)

t.bad_calls({
  { "sim.families()", "sim.families", "'table' is missing" },
  { "sim.families(3)", "sim.families", "table of data", "number" },
  { "sim.families({})", "table of data", "table" },
  { "sim.families(models, { 'D' })", "no sizes of 'D'" },
  { "sim.families(models, { 'C' })", "no sizes of 'C'" },
  { "sim.families(models, { 'A', 'A' })", "'A' is named twice" },
  { "sim.families(models:filter { name = 'c1' })", "no sizes" },
  { "sim.families(models:filter { name = 'x' })", "no sizes" },
  { "sim.families(data.published 'chain_of_thought', { 'x' })", "no sizes of 'x'" },
  { "run { steps = { 3 } }", "sim.emergence", "'steps' has 1 numbers for 2 tasks" },
  { "run { steps = { 3, 2.5 } }", "'steps'", "whole", "2.5" },
  { "run { steps = { 3, 0 } }", "'steps'", "1..200", "element 2" },
  { "run { choices = { 0, 1 } }", "'choices'", "at least 2", "got 1" },
  { "run { choices = { 0, 1.5 } }", "'choices'", "at least 2", "got 1.5" },
  { "run { midpoint = { 1e9, -1 } }", "'midpoint'", "above 0", "-1" },
  { "run { family = { 1, 1, 2, 3 } }", "'family' is 3", "2 families" },
  { "run { family = { 1, 1 } }", "'family' has 2 numbers for 4 sizes" },
  { "run { efficiency = { 1, 0 } }", "'efficiency'", "above 0" },
  { "run { efficiency = 2 }", "'efficiency'", "array of numbers" },
  { "run { slope = 0 }", "'slope'", "above 0" },
  { "run { tokens = -1 }", "'tokens'", "above 0", "-1" },
  { "run { tokens = { 1, 2 } }", "'tokens' has 2 numbers for 4 sizes" },
  { "run { tasks = {} }", "'tasks'", "empty" },
  { "run { taks = { 'a' } }", "'taks'", "did you mean 'tasks'" },
  { "sim.emergence { size = { 1e9 }, steps = { 3 } }", "sim.emergence", "'tasks'" },
  { "sim.emergence { size = { 1e9 }, families = { 'A', 'B' } }", "sim.emergence", "'family'" },
}, { run = two_families, models = models })

t.done()
