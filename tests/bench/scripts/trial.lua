-- A step model of one's own: the chance of a right step falls with the memory of recent errors.
-- Prints its processor seconds (of all threads) and both scores. peers/trial.lua
-- is the same loop in plain Lua. Run by trial.sh.
local p = param { trials = { 100000, min = 1, integer = true, doc = "trials of 100 steps" } }

local function make_step(p0, c)
  return function(u, s)
    if u < p0 - c * s then return true, s * 0.5 end
    return false, s * 0.5 + 1
  end
end
local step = make_step(0.95, 0.2)

local start = os.clock()
local run = sim.montecarlo {
  x = 1, trials = p.trials, scores = { "steps", "exact" },
  trial = function(rng)
    local x, s, good = rng:int(1, 2147483646), 0.0, 0
    for _ = 1, 100 do
      x = x * 16807 % 2147483647
      local ok
      ok, s = step(x / 2147483647, s)
      if ok then good = good + 1 end
    end
    return good, good == 100
  end
}
print(os.clock() - start, run.steps.mean[1], run.exact.mean[1])
