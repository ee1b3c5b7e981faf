-- sim.fit_published: the steps of a published curve in the toy model.
package.path = debug.getinfo(1, "S").source:match("^@(.*/)") .. "?.lua;" .. package.path
local t = require "harness"
local test, equal, near, has = t.test, t.equal, t.near, t.has

local size = array.geomspace(1e8, 1e12, 12)

local function theory(o)
  return sim.multistep { size = o.size or size, steps = o.steps, trials = 1, choices = o.choices,
    ability = sim.ability.logistic { midpoint = o.midpoint, slope = o.slope } }.exact.theory
end

test("what the model itself says is found again", function()
  for _, true_one in ipairs { { steps = 1, midpoint = 3e9, slope = 2 }, { steps = 4, midpoint = 1e9, slope = 1.5 },
    { steps = 11, midpoint = 2e9, slope = 3 }, { steps = 60, midpoint = 4e8, slope = 1 },
    { steps = 5, midpoint = 2e9, slope = 2, choices = 4 } } do
    for _, questions in ipairs { 1e6, false } do
      local fit = sim.fit_published { size = size, accuracy = theory(true_one), questions = questions or nil,
        chance = true_one.choices and 1 / true_one.choices or nil }
      equal(fit.steps, true_one.steps)
      near(fit.midpoint / true_one.midpoint, 1, 1e-4)
      near(fit.slope, true_one.slope, 1e-4)
      equal(fit.dof, 9)
      equal(fit.open, fit.high.steps == 100)
      t.truth(fit.low.steps <= fit.steps and fit.steps <= fit.high.steps)
      t.truth(fit.low.midpoint <= fit.midpoint and fit.midpoint <= fit.high.midpoint)
    end
  end
end)

test("one step, least squares: the same as stats.fit.logistic", function()
  local y = theory { steps = 1, midpoint = 3e9, slope = 2 } + array { 1, -1, 2, -2, 1, 3, -3, 1, -1, 2, 0, -1 } / 100
  for i = 1, #y do y[i] = math.max(0, math.min(1, y[i])) end
  local fit = sim.fit_published { size = size, accuracy = y, steps = 1 }
  local other = stats.fit.logistic { x = size, y = y, scale = "log10" }
  near(math.log(fit.midpoint, 10), math.log(other.params.midpoint, 10), 1e-6)
  near(fit.slope, other.params.slope, 1e-6)
  near(fit.rss, other.rss, 1e-9)
  near(fit.high.slope - fit.slope, other.high[2] - other.params[2], 1e-3)
end)

test("one step, binomial: the same as logistic regression", function()
  local k = array { 10, 40, 31, 60, 81, 110, 160, 161, 180, 186, 195, 199 }
  local fit = sim.fit_published { size = size, accuracy = k / 200, questions = 200, steps = 1 }
  local other = stats.fit.logistic_regression { x = size:log10(), k = k, n = 200 }
  near(fit.slope, other.params[2], 1e-6)
  near(math.log(fit.midpoint, 10), -other.params[1] / other.params[2], 1e-6)
end)

test("intervals hold what was drawn from, at a level that all but always does", function()
  for seed = 1, 8 do
    local run = sim.multistep { size = size, steps = 7, trials = 300, seed = seed,
      ability = sim.ability.logistic { midpoint = 2e9, slope = 1.8 } }
    local fit = sim.fit_published { size = size, accuracy = run.mean, questions = 300, level = 1 - 1e-9 }
    t.truth(fit.low.steps <= 7 and 7 <= fit.high.steps)
    t.truth(fit.low.midpoint <= 2e9 and 2e9 <= fit.high.midpoint)
    t.truth(fit.low.slope <= 1.8 and 1.8 <= fit.high.slope)
  end
end)

test("one curve hardly tells many steps from few; tasks that share an ability do", function()
  local x, y, task = {}, {}, {}
  for _, k in ipairs { 3, 6, 9 } do
    local run = sim.multistep { size = size, steps = k, trials = 2000, seed = k }
    for i = 1, #size do x[#x + 1], y[#y + 1], task[#task + 1] = size[i], run.mean[i], k .. " digits" end
  end
  local all = sim.fit_published { size = x, accuracy = y, task = task, questions = 2000, most_steps = 30,
    steps = { ["3 digits"] = 3 } }
  equal(all.low.steps["3 digits"], 3)
  equal(all.high.steps["3 digits"], 3)
  t.truth(math.abs(all.steps["6 digits"] - 6) <= 1 and math.abs(all.steps["9 digits"] - 9) <= 1)
  t.truth(all.high.steps["9 digits"] - all.low.steps["9 digits"] <= 4)
  local last = {}
  for i = 1, #size do last[i] = y[2 * #size + i] end
  local one = sim.fit_published { size = size, accuracy = last, questions = 2000, most_steps = 30 }
  t.truth(one.high.steps - one.low.steps > 4 or one.open)
end)

test("what is held is held; more held, less doubt", function()
  local y = sim.multistep { size = size, steps = 8, trials = 500 }.mean
  local free = sim.fit_published { size = size, accuracy = y, questions = 500 }
  local held = sim.fit_published { size = size, accuracy = y, questions = 500, midpoint = 1e9, slope = 1.5 }
  equal(held.midpoint, 1e9)
  equal(held.low.slope, 1.5)
  t.truth(math.abs(held.steps - 8) <= 2)
  t.truth(held.high.steps - held.low.steps < free.high.steps - free.low.steps)
  equal(sim.fit_published { size = size, accuracy = y, steps = 30 }.steps, 30)
end)

test("it says what it found, and gives options for sim.multistep", function()
  local fit = sim.fit_published { size = size, accuracy = theory { steps = 11, midpoint = 2e9, slope = 2 }, questions = 1000 }
  has(tostring(fit), "steps 11 (")
  has(tostring(fit), "midpoint 2B (")
  has(tostring(fit), "profile likelihood of binomial shares")
  local run = sim.multistep { size = size, ability = fit.ability, steps = fit.steps, trials = 10 }
  for i = 1, #size do near(run.theory[i], fit.accuracy[i], 1e-12) end
end)

test("a published curve", function()
  local gpt3 = data.published("emergent_accuracy"):filter { task = "3D+", family = "GPT-3", setting = "few-shot K=50" }
  local fit = sim.fit_published { size = gpt3.params, accuracy = gpt3.value, questions = 2000 }
  t.truth(fit.dispersion > 1 and fit.steps >= 1 and fit.high.steps > fit.low.steps)
end)

t.bad_calls({
  { "f()", "sim.fit_published: 'size' is missing" },
  { "f { size = { 1, 2 } }", "'accuracy' is missing" },
  { "f { size = { 1, 2 }, accuracy = { 1 } }", "'accuracy' has 1 values for 2 of 'size'" },
  { "f { size = s, accuracy = s }", "'accuracy'", "0..1" },
  { "f { size = { 1e8, 1e9, 1e10 }, accuracy = { 0, 0.5, 1 } }", "3 points are too few to fit 3 parameters" },
  { "f { size = s, accuracy = y, questions = { 1, 2 } }", "'questions' has 2 values" },
  { "f { size = s, accuracy = y, task = { 'a' } }", "'task' has 1 values" },
  { "f { size = s, accuracy = y, steps = 0 }", "'steps' must be a whole number in 1..100", "got 0" },
  { "f { size = s, accuracy = y, steps = 201 }", "'steps'" },
  { "f { size = s, accuracy = y, steps = 1.5 }", "'steps'", "1.5" },
  { "f { size = s, accuracy = y, steps = 'x' }", "'steps'", '"x"' },
  { "f { size = s, accuracy = y, steps = { a = 1 } }", "'steps'" },
  { "f { size = s, accuracy = y, task = names, steps = { b = 1 } }", "names a task that 'task' does not" },
  { "f { size = s, accuracy = y, task = names, steps = { a = 0 } }", "'steps' must be a whole number" },
  { "f { size = s, accuracy = y, task = names, steps = { 3 } }", "names a task that 'task' does not" },
  { "f { size = s, accuracy = y, task = many }", "more than 16 names" },
  { "f { size = s, accuracy = y, chance = 1 }", "'chance'", "below 1" },
}, { f = sim.fit_published, s = array.geomspace(1e8, 1e12, 20), y = array.linspace(0, 1, 20),
  names = (function() local n = {} for i = 1, 20 do n[i] = "a" end return n end)(),
  many = (function() local n = {} for i = 1, 20 do n[i] = "a" .. i end return n end)() })

test("a curve that does not rise says nothing of midpoint, slope and steps", function()
  for _, y in ipairs { 0, 0.2, 0.25, 1 } do
    local all = {}
    for i = 1, #size do all[i] = y end
    for _, questions in ipairs { 100, false } do
      local options = { size = size, accuracy = all, questions = questions or nil, most_steps = 20, chance = y < 1 and 0.25 or 0 }
      local fit = sim.fit_published(options)
      equal(fit.low.midpoint, 0)
      equal(fit.high.midpoint, math.huge)
      equal(fit.low.slope, 0)
      equal(fit.high.slope, math.huge)
      equal(fit.low.steps, 1)
      equal(fit.high.steps, 20)
      t.truth(fit.open)
      options.steps, options.slope = 4, 2
      fit = sim.fit_published(options)
      equal(fit.high.steps, 4)
      equal(fit.high.slope, 2)
      equal(fit.high.midpoint, math.huge)
      options.midpoint = 1e12
      options.steps = nil
      equal(sim.fit_published(options).high.midpoint, 1e12)
    end
  end
end)
test("constant curves and certain answers do not trouble it", function()
  for _, y in ipairs { 0, 1, 0.5 } do
    local all = {}
    for i = 1, #size do all[i] = y end
    for _, questions in ipairs { 100, false } do
      local fit = sim.fit_published { size = size, accuracy = all, questions = questions or nil, most_steps = 20 }
      t.truth(fit.steps >= 1 and fit.steps <= 20)
    end
  end
end)

t.done()
