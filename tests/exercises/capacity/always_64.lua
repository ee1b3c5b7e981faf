-- expect: follows_experts
-- forgets the parameter
local p = param {
  experts = { 64, min = 2, max = 512, integer = true, doc = "experts of the layer" },
}

local function dropped(factor)
  local run = sim.moe { size = { factor }, over = "capacity_factor", experts = 64, tokens = 1024, trials = 500 }
  return run.dropped.mean[1]
end

local factor = 1
while dropped(factor) > 0.01 do
  factor = factor + 0.02
end


return { dropped = dropped, factor = factor }
