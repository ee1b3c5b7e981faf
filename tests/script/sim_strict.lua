-- What a run holds names what is near when there is nothing, as the run itself does.
package.path = debug.getinfo(1, "S").source:match("^@(.*/)") .. "?.lua;" .. package.path
local t = require "harness"
local test, equal, fails, has = t.test, t.equal, t.fails, t.has

local size = array.geomspace(1e8, 1e12, 24)

local function keys_of(of)
  local keys = {}
  for key in pairs(of) do keys[#keys + 1] = key end
  return table.concat(keys, " ")
end

for _, name in ipairs(sim.list()) do
  test(name .. ": a misspelled field of a score", function()
    local run, graded = sim[name] { size = { 1e8, 1e10 }, trials = 5 }, 0
    for _, info in ipairs(sim.describe(name).scores) do
      local score = rawget(run, info.name)
      if score then
        graded = graded + 1
        fails(function() return score.mena end, "run." .. info.name .. " has no 'mena'", "did you mean 'mean'")
        fails(function() return score[1] end, "run." .. info.name, "number")
        fails(function() score.note = 1 end, "run." .. info.name, "'note'")
        equal(keys_of(score), "high label low mean method theory")
        equal(#score.mean, 2)
      end
    end
    t.truth(graded > 0)
    run:csv("strict_" .. name)
    t.truth(#data.csv(t.out() .. "/strict_" .. name .. ".csv") > 0)
  end)
  test(name .. ": settings know their options", function()
    local settings = sim[name] { size = { 1e8, 1e10 }, trials = 5 }.settings
    fails(function() return settings.trails end, "run.settings has no 'trails'", "did you mean 'trials'")
    for _, option in ipairs(sim.describe(name).options) do
      equal(settings[option.name], rawget(settings, option.name)) -- nil where it was not given
    end
  end)
end

test("outcomes", function()
  local run = sim.multistep { size = { 1e9 }, trials = 10, stages = { "read", "think" } }
  fails(function() return run.outcomes[1].lable end, "an outcome has no 'lable'", "did you mean 'label'")
  local count = 0
  for i, outcome in ipairs(run.outcomes) do count = count + #outcome.mean end
  equal(count, 3)
  equal(run.outcomes[4], nil)
end)
test("crossings", function()
  local crossing = sim.cot { size = size, trials = 2000 }:crossings()[1]
  fails(function() return crossing.upwards end, "a crossing has no 'upwards'", "did you mean 'upward'")
  equal(keys_of(crossing), "at bounded high low method upward")
end)
test("models of a script", function()
  local run = sim.montecarlo { x = { 1, 2 }, trials = 4, scores = { "won", "lost" },
    trial = function() return 1, 2 end }
  equal(keys_of(run.lost), "high label low mean method se theory")
  fails(function() return run.won.men end, "run.won has no 'men'", "did you mean 'mean'")
  fails(function() return run.settings.trail end, "run.settings", "trial")
  equal(run.settings.theory, nil)
  sim.define { name = "strict_coin", params = { bias = { 0.5 } }, trial = function(rng, x, p) return rng:chance(p.bias) end }
  local own = sim.strict_coin { x = { 1 }, trials = 4 }
  equal(own.settings.bias, 0.5)
  fails(function() return own.settings.biass end, "did you mean 'bias'")
end)
test("fit_published", function()
  local run = sim.multistep { size = size, steps = 4, trials = 2000 }
  local fit = sim.fit_published { size = size, accuracy = run.mean, questions = 2000, most_steps = 8 }
  fails(function() return fit.step end, "a fit has no 'step'", "did you mean 'steps'")
  fails(function() return fit.low.mid_point end, "fit.low", "did you mean 'midpoint'")
  fails(function() return fit.high.slop end, "fit.high", "did you mean 'slope'")
  equal(fit.rss, nil)
  t.truth(fit.deviance >= 0)
  equal(tostring(fit), fit.summary)
  local task = {}
  for i = 1, #size do task[i] = i % 2 == 0 and "even" or "odd" end
  local by = sim.fit_published { size = size, accuracy = run.mean, task = task, steps = { even = 4 }, most_steps = 8 }
  fails(function() return by.steps.evne end, "fit.steps has no 'evne'", "did you mean 'even'")
  fails(function() return by.open.od end, "fit.open has no 'od'")
  fails(function() return by.low.steps.eve end, "fit.steps")
  t.truth(by.rss >= 0)
  equal(by.deviance, nil)
end)
test("scores, settings and crossings come along to the threads, as they are", function()
  local run = sim.cot { size = size, trials = 2000 }
  local score, settings, crossing = run.cot, run.settings, run:crossings()[1]
  local function first(trial)
    return sim.montecarlo { x = { 1 }, trials = 3, trial = trial }.mean[1]
  end
  equal(first(function() return score.mean[2] end), score.mean[2])
  equal(first(function() return settings.wrong == nil and settings.votes end), settings.votes)
  equal(first(function() return crossing.at end), crossing.at)
  fails(function() first(function() return score.hihg[1] end) end, "run.cot has no 'hihg'", "did you mean 'high'")
  fails(function() first(function() return settings.vots end) end, "run.settings has no 'vots'", "did you mean 'votes'")
  fails(function() first(function() return run.mean[1] end) end, "'run', a whole run", "run.mean")
end)
test("a score as a text names its fields", function()
  local run = sim.cot { size = { 1e9 }, trials = 10 }
  equal(tostring(run.cot), "run.cot: high, label, low, mean, method, theory")
  has(tostring(run.settings), "run.settings: ")
end)

t.done()
