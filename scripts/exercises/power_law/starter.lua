--[[ Predict the next model   預測下一個模型
A straight line over the number of parameters predicts nonsense: find a better law.
以參數量畫直線，預測出來沒有意義：找出更好的定律。 ]]

local p = param {
  alpha = { 0.076, min = 0.02, max = 1, doc = "exponent of the law behind the measurements" },
}

-- Ten measured models. Their losses scatter about the law by about half a percent.
-- 十個量過的模型，損失在定律附近約有千分之五的誤差
local size = array.geomspace(1e6, 1e9, 10)
local loss = sim.scaling { law = "kaplan", size = size, alpha_N = p.alpha, noise = 0.01, trials = 5 }.loss.mean

local fit = stats.fit.linear { x = size, y = loss }
local exponent = fit.params[2]

-- The loss of a model with N parameters.   有 N 個參數的模型的損失
local function predict(N)
  return fit.predict(N)
end

-- For 10 % less loss: how many times as large?   損失要少 10 %，模型要大幾倍？
local times_larger = 1.1

print("exponent " .. exponent .. ", loss at 1e11 parameters " .. predict(1e11))
return { exponent = exponent, predict = predict, times_larger = times_larger }
