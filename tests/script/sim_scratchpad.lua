-- sim.scratchpad: adding on a whiteboard.
package.path = debug.getinfo(1, "S").source:match("^@(.*/)") .. "?.lua;" .. package.path
local t = require "harness"
local test, equal, near, has = t.test, t.equal, t.near, t.has

local size = array.geomspace(1e6, 1e10, 9)

test("the scratchpad overtakes the head once", function()
  local run = sim.scratchpad { size = size }
  local crossings = run:crossings()
  equal(#crossings, 1)
  t.truth(crossings[1].upward)
  t.truth(rawequal(run.mean, run.scratchpad.mean))
end)
test("digits grow smoothly where whole sums jump", function()
  local run = sim.scratchpad { size = size, digits = 12, trials = 20000 }
  for i = 1, #size do
    t.truth(run.head_digits.mean[i] > run.head.mean[i])
    t.truth(run.scratchpad_digits.mean[i] >= run.scratchpad.mean[i])
  end
end)
test("perfect adders are exact, and never edit", function()
  for _, leading in ipairs { "any", "nonzero" } do
    local run = sim.scratchpad { size = { 1 }, column = 1, carry = 1, line = 1, digits = 20,
                                 leading = leading, trials = 500 }
    for _, name in ipairs { "scratchpad", "head", "scratchpad_digits", "head_digits" } do
      equal(run[name].mean[1], 1)
      equal(run[name].theory[1], 1)
    end
    equal(run.head_edit.mean[1], 0)
  end
end)
test("one column in the head has no carry-in", function()
  local run = sim.scratchpad { size = { 1 }, column = 0.7, carry = 0, digits = 1, trials = 20000 }
  near(run.head.theory[1], 0.7)
  t.truth(run.head.low[1] - 0.02 < 0.7 and 0.7 < run.head.high[1] + 0.02)
  equal(run.head.mean[1], run.head_digits.mean[1])
end)
test("edit distance has no theory", function()
  local run = sim.scratchpad { size = { 1e8 }, trials = 10 }
  t.truth(run.head_edit.theory[1] ~= run.head_edit.theory[1])
end)
test("carries are shares of 0, 1, ... n", function()
  local carries = sim.scratchpad { size = { 1e8 }, digits = 3, trials = 1 }.carries
  equal(#carries, 4)
  near(carries[1], 0.55 ^ 3)
  near(carries[1] + carries[2] + carries[3] + carries[4], 1)
  near(sim.scratchpad { size = { 1e8 }, digits = 1, leading = "nonzero", trials = 1 }.carries[2], 45 / 81)
end)
test("an example is a sum with its wrong columns marked", function()
  local run = sim.scratchpad { size = { 1e6, 1e9 }, trials = 50, column = { 0.5, 1 }, carry = { 0.5, 1 },
                               line = 1 }
  for i = 1, 50 do
    local text = run:example(i, { at = 1 })
    has(text, "a model of 1M parameters")
    equal(text:find("wrong", 1, true) ~= nil, text:find("^", 1, true) ~= nil)
    local right = run:example(i, { at = 2 })
    equal(select(2, right:gsub("right", "")), 2)
    equal(right:find("^", 1, true), nil)
  end
end)

t.bad_calls {
  { "sim.scratchpad { size = { 1e9 }, digits = 0 }", "sim.scratchpad", "'digits'", "1..200", "got 0" },
  { "sim.scratchpad { size = { 1e9 }, digits = 201 }", "'digits'", "201" },
  { "sim.scratchpad { size = { 1e9 }, digits = 2.5 }", "'digits'", "whole", "2.5" },
  { "sim.scratchpad { size = { 1e9 }, leading = 'zero' }", "'leading'", "'any', 'nonzero'", '"zero"' },
  { "sim.scratchpad { size = { 1e9 }, column = 0.5, carry = 0.6 }", "sim.scratchpad", "'carry'", "'column'", "0.6" },
  { "sim.scratchpad { size = { 1e9 }, line = -1 }", "'line'", "0..1", "-1" },
  { "sim.scratchpad { size = { 1e9 }, diggits = 3 }", "'diggits'", "did you mean 'digits'" },
}

t.done()
