-- The trial function of scripts/trial.lua in a loop of plain Lua: prints its processor seconds and
-- both scores.
local trials = tonumber(arg[1] or 100000)

local function make_step(p0, c)
  return function(u, s)
    if u < p0 - c * s then return true, s * 0.5 end
    return false, s * 0.5 + 1
  end
end
local step = make_step(0.95, 0.2)

local function trial(random)
  local x, s, good = random(1, 2147483646), 0.0, 0
  for _ = 1, 100 do
    x = x * 16807 % 2147483647
    local ok
    ok, s = step(x / 2147483647, s)
    if ok then good = good + 1 end
  end
  return good, good == 100
end

local start = os.clock()
local steps, exact = 0, 0
for _ = 1, trials do
  local good, all = trial(math.random)
  steps = steps + good
  if all then exact = exact + 1 end
end
print(os.clock() - start, steps / trials, exact / trials)
