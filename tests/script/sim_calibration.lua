-- Knowing what one doesn't know: sim.calibration, sim.next_token.
package.path = debug.getinfo(1, "S").source:match("^@(.*/)") .. "?.lua;" .. package.path
local t = require "harness"
local test, equal, near, fails, has = t.test, t.equal, t.near, t.fails, t.has

local size = array.geomspace(1e8, 1e12, 5)

test("calibration: scores, bins and their theory", function()
  local run = sim.calibration { size = size, trials = 20000 }
  for i = 1, #size do
    local n = 0
    for b = 1, 10 do n = n + run.bin_count[i][b] end
    equal(n, 20000)
    near(run.ece.theory[i], run.ece.mean[i], 0.02)
    t.truth(run.ece.low[i] <= run.ece.mean[i] and run.ece.mean[i] <= run.ece.high[i])
    t.truth(run.mce.mean[i] >= run.ece.mean[i])
    near(run.uncertainty.mean[i], run.accuracy.mean[i] * (1 - run.accuracy.mean[i]))
  end
  t.truth(run.ece.mean[1] > run.ece.mean[5])
  equal(#run.bin_gap[1], 10)
end)
test("calibration: the scores are those that stats computes from the bins", function()
  local run = sim.calibration { size = { 1e10 }, trials = 5000, bins = 7 }
  local sum = 0
  for b = 1, 7 do
    if run.bin_count[1][b] > 0 then
      sum = sum + run.bin_count[1][b] * math.abs(run.bin_accuracy[1][b] - run.bin_confidence[1][b])
    end
  end
  near(run.ece.mean[1], sum / 5000)
end)
test("calibration: whoever knows r is calibrated; whoever says the base rate, too", function()
  local honest = sim.calibration { size = { 1 }, knowledge = 1, trials = 10000 }
  equal(honest.ece.theory[1], 0)
  equal(honest.ece.low[1], 0)
  local blind = sim.calibration { size = { 1 }, ability = 0.7, knowledge = 0, noise = 0,
                                  bias = math.log(0.7 / 0.3), trials = 10000 }
  near(blind.ece.theory[1], 0)
  equal(blind.auroc.mean[1], 0.5)
  t.truth(honest.auroc.mean[1] > 0.6)
end)
test("calibration: bias is one number or one for each size", function()
  local one = sim.calibration { size = { 1, 2 }, bias = 1, trials = 1000 }
  local each = sim.calibration { size = { 1, 2 }, bias = { 1, 1 }, trials = 1000 }
  equal(one.ece.mean[2], each.ece.mean[2])
  t.truth(sim.calibration { size = { 1e9 }, bias = 2 }.ece.theory[1] >
          sim.calibration { size = { 1e9 } }.ece.theory[1])
end)
test("calibration: one bin, and a hundred", function()
  local run = sim.calibration { size = size, trials = 2000, bins = 1 }
  equal(#run.bin_count, #size)
  near(run.ece.mean[1], run.mce.mean[1])
  sim.calibration { size = { 1e9 }, trials = 2000, bins = 100 }
end)
test("calibration: an example", function()
  has(sim.calibration { size = size, trials = 10 }:example(3), "% sure of its answer")
  has(sim.calibration { size = size, trials = 10, language = "zh-TW" }:example(3), "的把握")
end)
test("calibration: corners run", function()
  for _, spread in ipairs { 0, 1e-6, 0.999 } do
    for _, p in ipairs { 1e-9, 0.5, 1 } do
      for _, knowledge in ipairs { 0, 1e-9, 1 } do
        for _, noise in ipairs { 1e-9, 20 } do
          local run = sim.calibration { size = { 1 }, ability = p, knowledge = knowledge,
                                        spread = spread, noise = noise, trials = 50 }
          t.truth(run.ece.theory[1] >= 0 and run.ece.theory[1] <= 1)
          t.truth(run.brier.theory[1] >= -1e-9 and run.brier.theory[1] <= 1)
        end
      end
    end
  end
end)

test("next_token: the azalea and the rose", function()
  local run = sim.next_token { size = { 1e12 }, trials = 5000 }
  near(run.chance, 1 / 6)
  t.truth(run.right.mean[1] > 0.9 and run.invented.mean[1] > 0.99)
  t.truth(run.top.mean[1] > run.invented_top.mean[1] + 0.3)
  t.truth(run.entropy.mean[1] < run.invented_entropy.mean[1])
  equal(#run.bars[1], 6)
  local text = run:example(1)
  has(text, "azalea")
  has(text, "rose")
  has(text, "March")
end)
test("next_token: without scatter all is exact", function()
  local run = sim.next_token { size = { 1 }, scatter = 0, knowledge = 1, gap = 2, choices = 4,
                               trials = 100 }
  local p = math.exp(2) / (math.exp(2) + 3)
  near(run.top.theory[1], p)
  near(run.top.mean[1], p, 1e-5)
  near(run.bars[1][1], p, 1e-5)
  near(run.invented_top.theory[1], 0.25)
  near(run.invented_entropy.theory[1], 2)
end)
test("next_token: cold is sure, hot is flat", function()
  local function top(temperature)
    return sim.next_token { size = { 1e12 }, temperature = temperature, trials = 500 }.top.mean[1]
  end
  near(top(0), 1, 1e-5)
  t.truth(top(0.1) > top(1) and top(1) > top(10))
end)
test("next_token: an unfamiliar festival is as good as an invented one", function()
  local run = sim.next_token { size = size, familiarity = 0, trials = 2000 }
  for i = 1, #size do near(run.right.theory[i], run.fluent.theory[i] / 6, 1e-9) end
end)
test("next_token: Chinese", function()
  has(sim.next_token { size = size, trials = 10, language = "zh-TW" }:example(1), "杜鵑花節")
end)

test("abilities at the ends of what a double holds", function()
  for _, ability in ipairs { 5e-324, 1e-310, 1e-200, 1 - 2 ^ -53 } do
    for _, spread in ipairs { 1e-6, 0.3, 1 - 2 ^ -53 } do
      for _, knowledge in ipairs { 5e-324, 1e-299, 0.7, 1 } do
        for _, noise in ipairs { 0, 1.5 } do
          local run = sim.calibration { size = { 1e9 }, trials = 3, ability = ability, spread = spread,
            knowledge = knowledge, noise = noise }
          t.truth(run.ece.theory[1] >= 0 and run.ece.theory[1] <= 1, "ability " .. ability .. ", knowledge " .. knowledge)
        end
      end
    end
  end
end)

t.bad_calls({
  { "sim.calibration { size = array.linspace(1, 2, 1000000), trials = 1 }", "'size' has 1000000 sizes", "at most 89478 fit" },
  { "sim.calibration { size = { 1 }, spread = 1 }", "sim.calibration", "'spread'", "1" },
  { "sim.calibration { size = { 1 }, spread = 1e-7 }", "'spread' must be 0 or at least 1e-06" },
  { "sim.calibration { size = { 1 }, knowledge = 1.5 }", "1.5" },
  { "sim.calibration { size = { 1 }, noise = -1 }", "'noise'", "-1" },
  { "sim.calibration { size = { 1 }, bias = { 1, 2 } }", "'bias' has 2 numbers for 1 sizes" },
  { "sim.calibration { size = { 1 }, bias = 0/0 }", "'bias'" },
  { "sim.calibration { size = { 1 }, bins = 0 }", "'bins'", "1..100" },
  { "sim.calibration { size = { 1 }, bins = 101 }", "'bins'", "101" },
  { "sim.next_token { size = { 1 }, choices = 1 }", "sim.next_token", "'choices'", "2..12" },
  { "sim.next_token { size = { 1 }, temperature = -1 }", "'temperature'", "-1" },
  { "sim.next_token { size = { 1 }, familiarity = 2 }", "'familiarity'", "2" },
  { "sim.next_token { size = { 1 }, gap = 1/0 }", "'gap'" },
  { "sim.next_token { size = { 1 }, language = 3 }", "'language'" },
})

t.done()
