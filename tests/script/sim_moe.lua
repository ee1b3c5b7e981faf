-- Mixture of experts: options, errors, fields, examples.
package.path = debug.getinfo(1, "S").source:match("^@(.*/)") .. "?.lua;" .. package.path
local t = require "harness"
local test, equal, near, fails, has = t.test, t.equal, t.near, t.fails, t.has

local function check(score, i)
  local low, high, theory = score.low[i], score.high[i], score.theory[i]
  local wide = 2 * (high - low) + 1e-12
  t.truth(low - wide <= theory and theory <= high + wide,
          string.format("theory %g is far from %g..%g", theory, low, high))
end

test("room for more drops less", function()
  local run = sim.moe { size = { 0.5, 1, 1.5, 2 }, over = "capacity_factor", experts = 64, trials = 500 }
  for i = 1, 4 do
    check(run.dropped, i)
    check(run.idle, i)
    check(run.overflow, i)
    if i > 1 then t.truth(run.mean[i] < run.mean[i - 1]) end
    near(run.balance.mean[i], 0.01)
    near(run.capacity[i], 1024 / 64 * run.size[i])
  end
  near(run.dropped.theory[2], 0.098439215729855091414, 1e-12)
  has(run.method, "batches")
end)
test("experts of a router that likes some", function()
  local run = sim.moe { size = { 2, 8 }, over = "experts", skew = 1, top = 2, trials = 500 }
  equal(#run.load, 2)
  equal(#run.load[1], 8)
  near(run.load[1][1], 0.5)
  t.truth(run.load[1][3] ~= run.load[1][3]) -- there are two
  t.truth(run.load[2][1] > 2 * run.load[2][8])
  near(run.load[2][1], run.load_theory[2][1], 0.01)
  check(run.dropped, 2)
  check(run.balance, 2)
  t.truth(run.balance.mean[2] > 0.011)
end)
test("more experts are more parameters for the same work", function()
  local run = sim.moe { size = { 1, 8, 64 }, over = "experts", parameters = 3e9, trials = 10 }
  for i = 1, 3 do
    near(run.active_parameters[i] / 3e9, 1)
    near(run.flops[i] / 6e9, 1)
    near(run.total_parameters[i] / (1e9 + 2e9 * run.size[i]), 1)
    if i > 1 then t.truth(run.loss[i] < run.loss[i - 1]) end
  end
  near(run.loss[1], (8.8e13 / 3e9) ^ 0.076, 1e-12)
end)
test("an example shows a batch", function()
  local run = sim.moe { size = { 0.5 }, over = "capacity_factor", tokens = 100, experts = 4, trials = 3 }
  local text, sum = run:example(3), 0
  has(text, "100 tokens, room for 12 at each of 4 experts")
  for n in text:gmatch "expert %d: (%d+)" do sum = sum + tonumber(n) end
  equal(sum, 100)
  has(text, "dropped")
end)
test("csv has the loads by expert", function()
  sim.moe({ size = { 1e9, 1e10 }, experts = 3, trials = 10 }):csv "moe"
  local rows = data.csv(t.out() .. "/moe.csv")
  equal(#rows:filter { score = "load[3]" }, 2)
  equal(#rows:filter { score = "busiest" }, 2)
end)

test("the loss is that of the active parameters, even where all experts' number overflows", function()
  local run = sim.moe { size = { 1e9, 1e308 }, credit = 0, experts = 512, expert_share = 0, trials = 1 }
  for i = 1, 2 do near(run.loss[i] / (8.8e13 / run.size[i]) ^ 0.076, 1, 1e-13) end
  run = sim.moe { size = { 1e308 }, credit = 0, experts = 512, expert_share = 1, trials = 1 }
  near(run.loss[1] / (8.8e13 / 1e308) ^ 0.076, 1, 1e-13)
end)

test("an interval holds its mean, and two batches alike prove little", function()
  for tokens = 1, 12 do
    local run = sim.moe { size = { 1, 2, 3, 4 }, over = "experts", tokens = tokens, trials = 2,
                          rounding = "ceil", capacity_factor = 0.3 }
    for _, name in ipairs { "dropped", "idle", "busiest", "overflow" } do
      local score = run[name]
      for i = 1, 4 do
        t.truth(score.low[i] <= score.mean[i] and score.mean[i] <= score.high[i], name)
        if name ~= "idle" then t.truth(score.high[i] - score.low[i] > 0.1, name .. " is too sure") end
      end
    end
  end
end)

t.bad_calls {
  { "sim.moe { size = array.linspace(1, 2, 1000000), trials = 1, experts = 512 }", "sim.moe: 'size' has 1000000 sizes", "fit" },
  { "sim.moe { size = { 1e9 }, experts = 0 }", "sim.moe", "'experts'", "1..512" },
  { "sim.moe { size = { 1e9 }, experts = 513 }", "'experts'", "513" },
  { "sim.moe { size = { 1e9 }, top = 3 }", "'top'", "1..2" },
  { "sim.moe { size = { 1e9 }, top = 2, experts = 1 }", "'top' is 2, but there are only 1 experts" },
  { "sim.moe { size = { 1e9 }, tokens = 0 }", "'tokens'" },
  { "sim.moe { size = { 1e9 }, tokens = 1.5 }", "'tokens'", "whole" },
  { "sim.moe { size = { 1e9 }, capacity_factor = 0 }", "'capacity_factor'", "above 0" },
  { "sim.moe { size = { 1e9 }, capacity_factor = 0/0 }", "'capacity_factor'", "nan" },
  { "sim.moe { size = { 1e9 }, rounding = 'up' }", "'rounding'", "'ceil'" },
  { "sim.moe { size = { 1e9 }, skew = -1 }", "'skew'", "0..10" },
  { "sim.moe { size = { 1e9 }, credit = 2 }", "'credit'", "0..1" },
  { "sim.moe { size = { 1e9 }, expert_share = 1.1 }", "'expert_share'", "0..1" },
  { "sim.moe { size = { 1.5 }, over = 'experts' }", "'size' counts experts here", "1.5" },
  { "sim.moe { size = { 1e8 }, over = 'tokens' }", "'size' counts tokens here", "1..1e+07" },
  { "sim.moe { size = { 1e9 }, tokens = 1e7, trials = 1e12 }", "are too many" },
  { "sim.moe { size = { 1e9 }, expert = 3 }", "did you mean 'experts'" },
}

t.done()
