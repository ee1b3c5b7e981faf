-- sim.instruction: tuning that hurts the small.
package.path = debug.getinfo(1, "S").source:match("^@(.*/)") .. "?.lua;" .. package.path
local t = require "harness"
local test, equal, near, has = t.test, t.equal, t.near, t.has

local size = array.geomspace(4e8, 2e11, 9)

test("tuned is untuned and rescued without broken", function()
  local run = sim.instruction { size = size, trials = 5000 }
  for i = 1, #size do
    near(run.tuned.mean[i], run.untuned.mean[i] + run.rescued.mean[i] - run.broken.mean[i])
    near(run.tuned.theory[i], run.untuned.theory[i] + run.rescued.theory[i] - run.broken.theory[i])
  end
  t.truth(rawequal(run.mean, run.tuned.mean))
end)
test("the curves cross once, upward", function()
  local crossings = sim.instruction { size = size }:crossings()
  equal(#crossings, 1)
  t.truth(crossings[1].upward and crossings[1].at > 8e9 and crossings[1].at < 68e9)
end)
test("certain abilities are exact", function()
  local run = sim.instruction { size = { 1 }, base = 0, understand = 1, gain = 1, trials = 700 }
  equal(run.tuned.mean[1], 1)
  equal(run.untuned.mean[1], 0)
  run = sim.instruction { size = { 1 }, base = 1, understand = 0, harm = 1, trials = 700 }
  equal(run.tuned.mean[1], 0)
  equal(run.broken.mean[1], 1)
end)
test("an example tells what both models did", function()
  local run = sim.instruction { size = { 1e9, 1e11 }, trials = 10 }
  local text = run:example(3, { at = 2 })
  has(text, "problem 3, a model of 100B parameters")
  has(text, "untuned: ")
  has(text, "the instruction is ")
end)
test("print names all scores", function()
  local text = tostring(sim.instruction { size = size, trials = 10 })
  for _, name in ipairs { "tuned", "untuned", "rescued", "broken" } do has(text, name .. ": share") end
end)

t.bad_calls {
  { "sim.instruction { size = { 1e9 }, gain = 1.5 }", "sim.instruction", "'gain'", "0..1", "1.5" },
  { "sim.instruction { size = { 1e9 }, gain = 0 / 0 }", "'gain'", "nan" },
  { "sim.instruction { size = { 1e9 }, gain = {} }", "'gain'", "table" },
  { "sim.instruction { size = { 1e9 }, base = 2 }", "'base'", "0..1", "2" },
  { "sim.instruction { size = { 1e9 }, understand = 'x' }", "'understand'", "ability", "string" },
  { "sim.instruction { size = { 1e9 }, harm = { 0.1, 0.2 } }", "'harm'", "2", "1" },
  { "sim.instruction { size = { 1e9 }, understnad = 1 }", "'understnad'", "did you mean 'understand'" },
  { "sim.instruction { size = { 1e9 }, trials = 5 }:example(6)", "'problem' is 6, but the run has 5" },
}

t.done()
