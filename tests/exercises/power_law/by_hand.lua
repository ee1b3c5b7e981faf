-- expect: passed
-- least squares by hand; times_larger by trying
local p = param {
  alpha = { 0.076, min = 0.02, max = 1, doc = "exponent of the law behind the measurements" },
}

-- Ten measured models. Their losses scatter about the law by about half a percent.
-- 十個量過的模型，損失在定律附近約有千分之五的誤差
local size = array.geomspace(1e6, 1e9, 10)
local loss = sim.scaling { law = "kaplan", size = size, alpha_N = p.alpha, noise = 0.01, trials = 5 }.loss.mean
local n, sx, sy, sxx, sxy = #size, 0, 0, 0, 0
for i = 1, n do
  local x, y = math.log(size[i]), math.log(loss[i])
  sx, sy, sxx, sxy = sx + x, sy + y, sxx + x * x, sxy + x * y
end
local slope = (n * sxy - sx * sy) / (n * sxx - sx * sx)
local function predict(N) return math.exp((sy - slope * sx) / n + slope * math.log(N)) end
local times_larger = 1
while predict(1e8 * times_larger) > 0.9 * predict(1e8) do times_larger = times_larger * 1.0002 end
return { exponent = -slope, predict = predict, times_larger = times_larger }
