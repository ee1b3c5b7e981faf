-- Two models of one loss: options, errors, fields, examples.
package.path = debug.getinfo(1, "S").source:match("^@(.*/)") .. "?.lua;" .. package.path
local t = require "harness"
local test, equal, near, fails, has = t.test, t.equal, t.near, t.fails, t.has

local size = array.geomspace(1e8, 1e12, 9)

test("one loss, two scores", function()
  local run = sim.downstream { size = size, trials = 20000 }
  for i = 1, #size do
    near(run.loss[i], (8.8e13 / size[i]) ^ 0.076, 1e-12)
    near(run.plain_steps.theory[i], math.exp(-run.loss[i] / 4), 1e-12)
    near(run.aligned_steps.theory[i], math.exp(-run.loss[i] / 4) ^ 0.2, 1e-12)
    near(run.aligned.theory[i], run.aligned_steps.theory[i] ^ 5, 1e-12)
    t.truth(run.aligned.low[i] > run.plain.high[i])
    near(run.mean[i], run.theory[i], 0.02)
  end
  equal(run.chance, 0)
end)
test("without a difference in alignment there is none in the score", function()
  local run = sim.downstream { size = size, alignment = 0.3, plain_alignment = 0.3, trials = 10 }
  for i = 1, #size do equal(run.aligned.theory[i], run.plain.theory[i]) end
end)
test("a measured loss takes the place of the law", function()
  local run = sim.downstream { size = { 1e8, 1e9 }, loss = { 3, 0 }, k0 = 1, steps = 2, trials = 100 }
  near(run.plain.theory[1], math.exp(-6), 1e-12)
  equal(run.aligned.mean[2], 1)
  equal(run.loss[1], 3)
end)
test("an example shows the steps of both models", function()
  local run = sim.downstream { size = size, steps = 3, trials = 600 }
  local text = run:example(600, { at = 9 })
  has(text, "next-token loss of both models: ")
  local _, steps = text:gsub("right", "")
  local _, wrong = text:gsub("wrong", "")
  equal(steps + wrong, 6)
end)

t.bad_calls {
  { "sim.downstream { size = { 1e9 }, alignment = 1.5 }", "sim.downstream", "'alignment'", "-1..1" },
  { "sim.downstream { size = { 1e9 }, plain_alignment = 0/0 }", "'plain_alignment'", "nan" },
  { "sim.downstream { size = { 1e9 }, k0 = 0 }", "'k0'" },
  { "sim.downstream { size = { 1e9 }, steps = 0 }", "'steps'", "1..1000" },
  { "sim.downstream { size = { 1e9 }, loss = -1 }", "'loss'" },
  { "sim.downstream { size = { 1e9 }, loss = { 1, 2 } }", "'loss' has 2 numbers for 1 sizes" },
  { "sim.downstream { size = { 1e9 }, aligment = 0 }", "did you mean 'alignment'" },
}

t.done()
