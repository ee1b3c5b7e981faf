-- Scaling laws: what is measured gives the constants back; options, errors, fields, examples.
package.path = debug.getinfo(1, "S").source:match("^@(.*/)") .. "?.lua;" .. package.path
local t = require "harness"
local test, equal, near, fails, has = t.test, t.equal, t.near, t.fails, t.has

local size = array.geomspace(1e7, 1e11, 9)

test("one measured run of each size lies near the law", function()
  local run = sim.scaling { size = size, tokens = 3e11, trials = 1 }
  for i = 1, #size do
    near(run.loss.mean[i], run.theory[i], 0.06)
    t.truth(run.low[i] < run.mean[i] and run.mean[i] < run.high[i])
    near(run.sd[i], 0.01 * run.theory[i], 1e-5)
  end
  has(run.method, "known spread")
end)
test("without noise the measured loss is the law", function()
  local run = sim.scaling { size = size, law = "kaplan", noise = 0, trials = 10 }
  for i = 1, #size do
    equal(run.mean[i], run.theory[i])
    near(run.mean[i], (8.8e13 / size[i]) ^ 0.076, 1e-12)
  end
  has(run.method, "Student's t")
end)
test("the best split of the compute makes the loss least", function()
  local best = sim.scaling { size = array { 1e19, 1e21, 1e23 }, over = "compute", trials = 2 }
  for i = 1, 3 do
    near(6 * best.parameters[i] * best.tokens[i] / best.size[i], 1, 1e-12)
    equal(best.parameters[i], best.optimal_parameters[i])
    local other = sim.scaling { size = best.parameters[i] * array { 0.5, 1, 2 },
                                compute = best.size[i], trials = 2, noise = 0 }
    t.truth(other.mean[1] > other.mean[2] and other.mean[3] > other.mean[2])
    near(other.mean[2], best.optimal_loss[i], 1e-12)
  end
end)
--- The truth lies within 6 standard errors, and those are no wider than told.
local function finds(fit, truth, widest)
  for name, value in pairs(truth) do
    t.truth(math.abs(fit[name] - value) < 6 * fit.se[name], name .. " is " .. fit[name])
    t.truth(fit.se[name] < widest * value, name .. " is known to " .. fit.se[name])
  end
end
test("stats.fit finds Kaplan's exponent in noisy measurements", function()
  local run = sim.scaling { size = array.geomspace(1e6, 1e12, 30), law = "kaplan", trials = 1 }
  local fit = stats.fit.power_law { x = run.size, y = run.mean }
  near(fit.exponent, -0.076, 0.003) -- sd 0.0005
  t.truth(math.abs(fit.exponent + 0.076) < 6 * fit.se.exponent)
end)
test("stats.fit finds Hoffmann's constants in noisy measurements", function()
  local N, D = {}, {}
  for i = 1, 120 do
    N[i] = 10 ^ (7 + 3 * ((i * 0.618) % 1))
    D[i] = 10 ^ (8 + 3 * ((i * 0.414) % 1))
  end
  local run = sim.scaling { size = N, tokens = D, noise = 0.003, trials = 1 }
  local fit = stats.fit.chinchilla { N = N, D = D, loss = run.mean }
  finds(fit, { E = 1.69, alpha = 0.34, beta = 0.28 }, 0.1)
  finds(fit, { A = 406.4, B = 410.7 }, 1)
end)
test("tokens as an axis; gaps where there is no limit", function()
  local run = sim.scaling { size = { 1e9, 1e12 }, over = "tokens", law = "kaplan", trials = 2 }
  near(run.theory[2], (5.4e13 / 1e12) ^ 0.095, 1e-12)
  equal(run.tokens[2], 1e12)
  t.truth(run.parameters[1] ~= run.parameters[1] and run.compute[1] ~= run.compute[1])
  run = sim.scaling { size = { 1e9, 1e12 }, over = "tokens", parameters = { 1e8, 1e10 }, trials = 2 }
  near(run.compute[2], 6e22, 1e-12)
end)
test("an example tells the law and what was measured", function()
  local run = sim.scaling { size = { 1e9 }, tokens = 2e10, trials = 3 }
  local text, sum = "", 0
  for i = 1, 3 do
    text = run:example(i)
    sum = sum + tonumber(text:match "measured: ([%d.]+)")
  end
  near(sum / 3, run.mean[1], 1e-4)
  has(text, "tokens = 20B")
end)
test("csv has the arrays beside the loss", function()
  sim.scaling({ size = size, compute = 1e20, trials = 2 }):csv "scaling"
  local rows = data.csv(t.out() .. "/scaling.csv")
  equal(#rows:filter { score = "optimal_tokens" }, #size)
end)

t.bad_calls {
  { "sim.scaling { size = { 1e9 }, law = 'chinchila' }", "sim.scaling", "'law'", "'hoffmann'" },
  { "sim.scaling { size = { 1e9 }, over = 'data' }", "'over'", "'tokens'" },
  { "sim.scaling { size = { 1e9 }, noise = 2 }", "'noise'", "0..1", "2" },
  { "sim.scaling { size = { 1e9 }, noise = 0/0 }", "'noise'", "nan" },
  { "sim.scaling { size = { 1e9 }, alpha = 0 }", "'alpha'", "above 0" },
  { "sim.scaling { size = { 1e9 }, tokens = 0 }", "'tokens'", "above 0" },
  { "sim.scaling { size = { 1e9 }, tokens = {} }", "'tokens'" },
  { "sim.scaling { size = { 1e9 }, compute = 'big' }", "'compute'" },
  { "sim.scaling { size = { 1e9, 1e10, 1e11 }, tokens = { 1e9, 1e10 } }", "'tokens' has 2 numbers for 3 sizes" },
  { "sim.scaling { size = { 1e9 }, tokens = 1e9, compute = 1e20 }", "one too many" },
  { "sim.scaling { size = { 1e9 }, parameters = 1e9 }", "'parameters' is what 'size' counts" },
  { "sim.scaling { size = { 1e9 }, gamma = 1 }", "'gamma'" },
}

t.done()
