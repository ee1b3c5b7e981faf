-- sim.mirage: the same answers, other rulers.
package.path = debug.getinfo(1, "S").source:match("^@(.*/)") .. "?.lua;" .. package.path
local t = require "harness"
local test, equal, near, has = t.test, t.equal, t.near, t.has

local size = array.geomspace(1e5, 1e13, 33)

--- Factors of ten in size within which a curve does the middle 80 % of its way.
local function width(score)
  local y = score.theory
  local first, last, at = y[1], y[#y], {}
  for i = 1, #y - 1 do
    for _, share in ipairs { 0.1, 0.9 } do
      local level = first + share * (last - first)
      if (y[i] - level) * (y[i + 1] - level) <= 0 and not at[share] then
        at[share] = math.log(size[i], 10) + (level - y[i]) / (y[i + 1] - y[i]) * math.log(size[2] / size[1], 10)
      end
    end
  end
  return at[0.9] - at[0.1]
end

test("exact match and multiple choice jump, partial credit, edit distance and Brier score do not", function()
  local run = sim.mirage { size = size, trials = 100, ability = sim.ability.logistic { midpoint = 1e9, slope = 2 },
    steps = 30, noise = 0.1 }
  for _, slow in ipairs { "partial", "edit", "brier" } do
    t.truth(width(run[slow]) > 1.3 * width(run.multiple_choice), slow)
    t.truth(width(run[slow]) > 1.1 * width(run.exact), slow)
  end
end)
test("the less noise, the sharper multiple choice is; the Brier score hardly is", function()
  local function widths(noise)
    local run = sim.mirage { size = size, trials = 10, noise = noise }
    return width(run.multiple_choice), width(run.brier)
  end
  local sharp, smooth = widths(0.05)
  local dull, smooth2 = widths(0.5)
  t.truth(dull > 1.5 * sharp)
  near(smooth2, smooth, 0.1)
end)
test("certain models are exact", function()
  local run = sim.mirage { size = { 1, 2 }, ability = { 0, 1 }, trials = 500, noise = 0, symbols = 1000, steps = 100 }
  equal(run.exact.mean[1], 0)
  equal(run.exact.mean[2], 1)
  equal(run.multiple_choice.mean[2], 1)
  equal(run.brier.mean[2], 0)
  equal(run.edit.mean[2], 0)
  near(run.brier.mean[1], 0.75)
  equal(run.chance, 0.25)
end)
test("an example shows both answers", function()
  local run = sim.mirage { size = { 1e9, 1e11 }, trials = 10, steps = 3 }
  local text = run:example(3, { at = 2 })
  has(text, "problem 3, a model of 100B parameters")
  has(text, "right answer")
  has(text, "multiple choice, the right answer first: ")
  has(text, "Brier score")
end)

t.bad_calls {
  { "sim.mirage { size = { 1e9 }, choices = 17 }", "sim.mirage", "'choices'", "2..16", "17" },
  { "sim.mirage { size = { 1e9 }, symbols = 1 }", "'symbols'", "2..1000", "got 1" },
  { "sim.mirage { size = { 1e9 }, noise = 11 }", "'noise'", "0..10", "11" },
  { "sim.mirage { size = { 1e9 }, ability = 1.1 }", "'ability'", "0..1" },
}

t.done()
