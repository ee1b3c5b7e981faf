--[[ Predict the next model   預測下一個模型 ]]

local p = param {
  alpha = { 0.076, min = 0.02, max = 1, doc = "exponent of the law behind the measurements" },
}

-- Ten measured models. Their losses scatter about the law by about half a percent.
-- 十個量過的模型，損失在定律附近約有千分之五的誤差
local size = array.geomspace(1e6, 1e9, 10)
local loss = sim.scaling { law = "kaplan", size = size, alpha_N = p.alpha, noise = 0.01, trials = 5 }.loss.mean

-- The fit's exponent is that of N, below 0.   擬合的指數是 N 的次方，小於 0
local fit = stats.fit.power_law { x = size, y = loss }
local exponent = -fit.params.exponent

-- The loss of a model with N parameters.   有 N 個參數的模型的損失
local function predict(N)
  return fit.predict(N)
end

-- (1 / k)^exponent = 0.9
local times_larger = 0.9 ^ (-1 / exponent)

print("exponent " .. exponent .. ", loss at 1e11 parameters " .. predict(1e11))
return { exponent = exponent, predict = predict, times_larger = times_larger }
