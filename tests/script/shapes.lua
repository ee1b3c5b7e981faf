--[[ The shapes that the lecture tells of, each in one test whose name says it. Theory has the shape,
and so has what was simulated, wherever intervals can tell. ]]
package.path = debug.getinfo(1, "S").source:match("^@(.*/)") .. "?.lua;" .. package.path
local t = require "harness"
local test, truth = t.test, t.truth

--- How often neighbors a[i], a[i + 1] lie on different sides of 0, and whether the last is above.
local function sign_changes(a)
  local changes = 0
  for i = 1, #a - 1 do
    if (a[i] < 0) ~= (a[i + 1] < 0) then changes = changes + 1 end
  end
  return changes, a[#a] > 0
end

--- Every step goes this way (1: up, -1: down) or stays.
local function goes(a, way, from, to)
  for i = from or 1, (to or #a) - 1 do
    if way * (a[i + 1] - a[i]) < -1e-12 then return false end
  end
  return true
end

-- ---- sim.quanta ----

test("excess loss falls as a power law: the fitted exponent is the given one where n is far below J", function()
  for _, alpha in ipairs { 0.2, 0.5, 1 } do
    for _, floor in ipairs { 0, 1.7 } do
      local run = sim.quanta { size = array.geomspace(2e7, 1e10, 9), alpha = alpha, skills = math.huge,
        trials = 4e5, loss_learned = floor, loss_unlearned = floor + 3 }
      -- of alpha 1, too few of the tokens that a large model meets need a skill that it lacks
      for _, loss in ipairs { run.loss.theory, alpha < 1 and run.loss.mean or nil } do
        local fit = stats.fit.power_law { x = run.size, y = loss - floor }
        truth(math.abs(fit.params.exponent + alpha) < 0.02, alpha .. ": " .. fit.params.exponent)
      end
    end
  end
end)

test("where data is what lacks, excess loss falls with exponent alpha / (1 + alpha)", function()
  for _, alpha in ipairs { 0.3, 0.5, 1 } do
    local run = sim.quanta { size = array.geomspace(1e5, 1e9, 12), over = "tokens", alpha = alpha, skills = math.huge, trials = 1000 }
    local fit = stats.fit.power_law { x = run.size, y = run.loss.theory }
    truth(math.abs(fit.params.exponent + alpha / (1 + alpha)) < 0.02, alpha .. ": " .. fit.params.exponent)
  end
end)

test("the loss is smooth while a single skill jumps", function()
  local run = sim.quanta { size = array.geomspace(1e7, 1e11, 25), watch = { 100 }, trials = 2000 }
  local skill = run.outcomes[1].mean
  local jumps = 0
  for i = 1, #skill do truth(skill[i] == 0 or skill[i] == 1) end
  for i = 1, #skill - 1 do if skill[i + 1] ~= skill[i] then jumps = jumps + 1 end end
  truth(jumps == 1 and skill[1] == 0)
  truth(goes(run.loss.theory, -1))
  for i = 1, #skill - 1 do truth(run.loss.theory[i] / run.loss.theory[i + 1] < 1.5) end
end)

-- ---- sim.multistep ----

test("exact match jumps while partial credit is smooth, by stats.breakthrough", function()
  local size, steps, trials = array.geomspace(1e7, 5e11, 24), 16, 2000
  for seed = 1, 4 do
    local run = sim.multistep { size = size, steps = steps, trials = trials, seed = seed }
    local exact, low = stats.breakthrough(size, run.exact.mean, { trials = trials, resamples = 200 })
    local partial, _, high = stats.breakthrough(size, run.partial.mean, { trials = steps * trials, resamples = 200 })
    truth(low > high, low .. " is not above " .. high)
    truth(exact > 1.5 * partial)
  end
end)

test("longer problems jump later, from a share of steps right that grew all the time", function()
  local size, before = array.geomspace(1e7, 1e14, 60), 0
  for _, steps in ipairs { 1, 4, 16, 64 } do
    local run = sim.multistep { size = size, steps = steps, trials = 1 }
    truth(goes(run.exact.theory, 1) and goes(run.partial.theory, 1))
    local half = 1
    while run.exact.theory[half] < 0.5 do half = half + 1 end
    truth(half > before)
    before = half
  end
end)

-- ---- sim.mirage ----

test("the same answers: exact match and multiple choice are sharp, Brier score and edit distance are not", function()
  local size = array.geomspace(1e5, 1e14, 400)
  local run = sim.mirage { size = size, trials = 1 }
  local function decades(y)
    local first, last, at = y[1], y[#y], {}
    for i = 1, #y do
      local share = (y[i] - first) / (last - first)
      if share < 0.1 then at[1] = i end
      if share < 0.9 then at[2] = i end
    end
    return math.log(size[at[2]] / size[at[1]], 10)
  end
  local slow = math.min(decades(run.partial.theory), decades(run.edit.theory), decades(run.brier.theory))
  truth(decades(run.multiple_choice.theory) < 0.6 * slow)
  truth(decades(run.exact.theory) < 0.9 * slow)
end)

-- ---- sim.cot ----

test("chain of thought and direct answers cross once at the defaults: below before, above after", function()
  local changes, above = sign_changes((function()
    local run = sim.cot { size = array.geomspace(1e6, 1e13, 400), trials = 1 }
    return run.cot.theory - run.direct.theory
  end)())
  truth(changes == 1 and above)
  local told = 0
  for seed = 1, 3 do
    local run = sim.cot { size = array.geomspace(1e7, 1e13, 30), trials = 20000, seed = seed }
    local gap = run.cot.theory - run.direct.theory
    for i = 1, #gap do
      local lower, higher = run.cot.high[i] < run.direct.low[i], run.cot.low[i] > run.direct.high[i]
      if lower then truth(gap[i] < 0, "above before the crossing") end
      if higher then truth(gap[i] > 0, "below after the crossing") end
      if lower or higher then told = told + 1 end
    end
    local crossings = run:crossings()
    truth(#crossings == 1 and crossings[1].upward)
  end
  truth(told > 45, "intervals told " .. told)
end)

-- ---- sim.instruction ----

test("tuned is below untuned for the smallest, above for the largest", function()
  for seed = 1, 3 do
    local run = sim.instruction { size = array.geomspace(4e8, 1.4e11, 9), trials = 20000, seed = seed }
    truth(run.tuned.high[1] < run.untuned.low[1])
    truth(run.tuned.low[9] > run.untuned.high[9])
    truth(sign_changes(run.tuned.theory - run.untuned.theory) == 1)
  end
end)

-- ---- sim.scratchpad ----

test("a scratchpad hurts who cannot write lines and helps who can", function()
  local run = sim.scratchpad { size = array.geomspace(1e5, 1e13, 20), trials = 1000 }
  local gap = run.scratchpad.theory - run.head.theory
  truth(run.scratchpad.low[#gap] > run.head.high[#gap])
  local changes, above = sign_changes(gap)
  truth(changes == 1 and above)
end)

-- ---- sim.calibration ----

test("the binned ECE falls with size at the defaults", function()
  local run = sim.calibration { size = array.geomspace(1e8, 1e12, 9), trials = 20000 }
  truth(goes(run.ece.theory, -1))
  for i = 1, 5 do truth(run.ece.high[i + 4] < run.ece.low[i]) end
  truth(goes(run.auroc.theory, 1))
end)

test("it need not fall: with noise 0 a model that knows nothing is calibrated at every size", function()
  local size = array.geomspace(1e8, 1e12, 5)
  local m = sim.ability.logistic { midpoint = 1e10, slope = 1.2, floor = 0.25, ceiling = 0.95 }(size)
  local run = sim.calibration { size = size, ability = m, noise = 0, knowledge = 0, bias = (m / (1 - m)):log(), trials = 20000 }
  local knows = sim.calibration { size = size, ability = m, trials = 20000 }
  for i = 1, #size do
    truth(run.ece.theory[i] < 1e-9)
    truth(math.abs(run.auroc.mean[i] - 0.5) < 1e-12)
    truth(run.resolution.mean[i] < 1e-12)
    truth(run.ece.mean[i] < 0.02) -- the accuracy of 20,000 answers alone
    truth(knows.resolution.low[i] > run.resolution.mean[i])
  end
end)

-- ---- sim.distractor ----

test("the distractor gives inverse scaling, a U, and growth by moving one midpoint", function()
  local size = array.geomspace(1e7, 1e12, 26)
  local function run(midpoint)
    return sim.distractor { size = size, trials = 20000, skill = sim.ability.logistic { midpoint = midpoint, slope = 2.5 } }
  end
  local function lowest(y)
    local at = 1
    for i = 2, #y do if y[i] < y[at] then at = i end end
    return at
  end
  local inverse = run(1e18).accuracy
  truth(goes(inverse.theory, -1))
  truth(inverse.high[#size] < inverse.low[1])
  local u = run(5e10).accuracy
  local at = lowest(u.theory)
  truth(at > 5 and at < #size - 5)
  truth(goes(u.theory, -1, 1, at) and goes(u.theory, 1, at))
  truth(u.high[at] < u.low[1] and u.high[at] < u.low[#size])
  local positive = run(3e8).accuracy
  truth(goes(positive.theory, 1))
  truth(positive.low[#size] > positive.high[1])
end)

-- ---- sim.investor ----

test("the boss who watches accuracy stops before the jump more often than the one who watches steps", function()
  for seed = 1, 3 do
    local run = sim.investor { size = array.geomspace(1e8, 1e12, 9), trials = 5000, seed = seed }
    local exact, partial = run.exact_before, run.partial_before
    truth(exact[2] > partial[3], "intervals overlap")
    truth(exact[4] > 2 * partial[4])
    truth(run.partial_payoff[4] > run.exact_payoff[4])
  end
end)

t.done()
