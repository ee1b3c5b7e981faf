-- Skills learned one by one: options, errors, fields, examples.
package.path = debug.getinfo(1, "S").source:match("^@(.*/)") .. "?.lua;" .. package.path
local t = require "harness"
local test, equal, near, fails, has = t.test, t.equal, t.near, t.fails, t.has

local size = array.geomspace(1e7, 1e11, 9)

test("the loss of endless skills falls as a power law", function()
  local run = sim.quanta { size = size, skills = math.huge, alpha = 0.4, trials = 10 }
  local fit = stats.fit.power_law { x = array.geomspace(1e9, 1e11, 9),
    y = sim.quanta { size = array.geomspace(1e9, 1e11, 9), skills = math.huge, alpha = 0.4,
                     trials = 1e5 }.mean }
  near(fit.exponent, -0.4, 0.02)
  for i = 2, #size do t.truth(run.theory[i] < run.theory[i - 1]) end
  equal(run.settings.skills, math.huge)
end)
test("in data the exponent is alpha / (1 + alpha)", function()
  local run = sim.quanta { size = array.geomspace(1e4, 1e7, 9), over = "tokens", alpha = 0.5,
                           skills = math.huge, trials = 1e5, tau = 3 }
  near(stats.fit.power_law { x = run.size, y = run.mean }.exponent, -1 / 3, 0.02)
  t.truth(run.capacity[1] ~= run.capacity[1]) -- no limit
end)
test("watched skills jump one after the other", function()
  local run = sim.quanta { size = size, watch = { 20, 500 }, right = 0.9, guess = 0.25,
                           trials = 2000 }
  equal(#run.outcomes, 2)
  equal(run.outcomes[1].label, "skill 20")
  equal(run.chance, 0.25)
  for w, rank in ipairs { 20, 500 } do
    for i = 1, #size do
      local known = size[i] / 1e6 >= rank
      equal(run.outcomes[w].theory[i], known and 0.9 or 0.25)
      near(run.outcomes[w].mean[i], known and 0.9 or 0.25, 0.06)
    end
  end
end)
test("n(N) may be an array", function()
  local run = sim.quanta { size = { 1, 2, 3 }, learned = { 0, 3.9, 50 }, skills = 50, alpha = 1,
                           loss_unlearned = 3, loss_learned = 0.5, trials = 1000 }
  equal(run.capacity[2], 3)
  equal(run.mean[1], 3)
  equal(run.mean[3], 0.5)
  equal(run.theory[3], 0.5)
  equal(run.unlearned.low[3], 0)
  has(run.method, "Wilson")
end)
test("data and room both limit", function()
  local both = sim.quanta { size = size, tokens = 1e5, trials = 20000 }
  local room = sim.quanta { size = size, trials = 20000 }
  for i = 1, #size do
    t.truth(both.theory[i] >= room.theory[i])
    t.truth(math.abs(both.mean[i] - both.theory[i]) < 5 * (both.high[i] - both.low[i]))
  end
  near(both.theory[#size], both.theory[#size - 1], 0.01)
  t.truth(both.theory[#size] > 2 * room.theory[#size])
end)
test("an example names the skill", function()
  local run = sim.quanta { size = { 1e8 }, tokens = 1e4, tau = 2, trials = 50 }
  local text = run:example(7)
  has(text, "the token needs skill ")
  has(text, "room for the first 100")
  has(text, "trained on 10K tokens")
  has(text, "loss ")
end)
test("print and csv", function()
  local run = sim.quanta { size = size, watch = { 20 }, trials = 100 }
  has(tostring(run), "share of tokens that need a skill not learned")
  run:csv "quanta"
  local rows = data.csv(t.out() .. "/quanta.csv")
  equal(#rows:filter { score = "skill 20" }, #size)
  equal(#rows:filter { score = "capacity" }, #size)
end)

t.bad_calls {
  { "sim.quanta { size = { 1e9 }, alpha = 0 }", "sim.quanta", "'alpha'", "0.01..10" },
  { "sim.quanta { size = { 1e9 }, skills = 0 }", "'skills'" },
  { "sim.quanta { size = { 1e9 }, skills = 2.5 }", "'skills' must be a whole number, got 2.5" },
  { "sim.quanta { size = { 1e9 }, skills = 0/0 }", "'skills'", "nan" },
  { "sim.quanta { size = { 1e9 }, cost = 0 }", "'cost'", "above 0" },
  { "sim.quanta { size = { 1e9 }, cost = 1/0 }", "'cost'" },
  { "sim.quanta { size = { 1e9 }, tau = 0 }", "'tau'", "1..1000" },
  { "sim.quanta { size = { 1e9 }, tau = 1.5 }", "'tau'", "whole" },
  { "sim.quanta { size = { 1e9 }, over = 'compute' }", "'over'", "'tokens'" },
  { "sim.quanta { size = { 1e9 }, learned = -1 }", "'learned'" },
  { "sim.quanta { size = { 1e9 }, learned = { 1, 2 } }", "'learned' has 2 numbers for 1 sizes" },
  { "sim.quanta { size = { 1e9 }, watch = { 0 } }", "'watch'" },
  { "sim.quanta { size = { 1e9 }, watch = array.linspace(1, 17, 17) }", "'watch' has 17 skills, at most 16" },
  { "sim.quanta { size = { 1e9 }, watch = { 7 }, skills = 5 }", "'watch' names skill 7" },
  { "sim.quanta { size = { 1e9 }, loss_learned = 2 }", "'loss_learned' is 2, above" },
  { "sim.quanta { size = { 1e9 }, guess = 1.5 }", "'guess'", "0..1" },
  { "sim.quanta { size = { 1e9 }, skill = 3 }", "did you mean 'skills'" },
}

t.done()
