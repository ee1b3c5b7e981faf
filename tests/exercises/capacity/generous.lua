-- expect: no_waste
-- gives everybody twice the room
local p = param {
  experts = { 64, min = 2, max = 512, integer = true, doc = "experts of the layer" },
}

local function dropped(factor)
  local run = sim.moe { size = { factor }, over = "capacity_factor", experts = p.experts, tokens = 1024, trials = 500 }
  return run.dropped.mean[1]
end

local factor = 2

return { dropped = dropped, factor = factor }
