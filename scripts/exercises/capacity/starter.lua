--[[ Room for every token: mixture of experts   每個 token 都有位置：混合專家
dropped looks at the wrong score, and factor is only a guess.
dropped 看錯了分數，而 factor 只是猜的。 ]]

local p = param {
  experts = { 64, min = 2, max = 512, integer = true, doc = "experts of the layer" },
}

-- The mean share of dropped tokens (0..1) with this capacity factor.
-- 容量因子是 factor 時，被丟棄的 token 的平均比例
local function dropped(factor)
  local run = sim.moe { size = { factor }, over = "capacity_factor", experts = p.experts, tokens = 1024, trials = 500 }
  return run.idle.mean[1]   -- places that stay empty: is that it?   空著的位置：是這個嗎？
end

-- The smallest factor with at most 1 % dropped.   最多丟棄 1 % 的最小容量因子
local factor = 1

print("with capacity factor " .. factor .. " the share dropped is " .. dropped(factor))

return { dropped = dropped, factor = factor }
