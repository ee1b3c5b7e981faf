-- Fit a power law to the losses of small models and predict the next, large one.

local function both(en, zh, ...)
  return { en = string.format(en, ...), ["zh-TW"] = string.format(zh, ...) }
end

local N_C, NOISE, TRIALS = 8.8e13, 0.01, 5

-- What the measurements allow: standard errors of a straight line in log-log.
local function uncertainty(size)
  local logs = array(size):log()
  local mean, n = logs:mean(), #logs
  local spread = ((logs - mean) ^ 2):sum()
  local one = NOISE / math.sqrt(TRIALS)
  return one / math.sqrt(spread), function(N)
    return one * math.sqrt(1 / n + (math.log(N) - mean) ^ 2 / spread)
  end
end

local SIZE = array.geomspace(1e6, 1e9, 10)

local function check_law(t, a, alpha, prefix)
  local exponent = t:number(a, "exponent")
  local slope_error, log_error = uncertainty(SIZE)
  if prefix == "" then
    t:need {
      key = "falls", ok = exponent > 0,
      says = both("exponent is the a of loss = c / N^a, above 0 when loss falls with size",
                  "exponent 是 loss = c / N^a 裡的 a；損失隨大小下降時，a 大於 0"),
      why = both("exponent is %.3g, but the measured loss falls with size.", "exponent 是 %.3g，但量到的損失是隨大小下降的。", exponent) }
  end
  if prefix == "" then
    t:need {
      key = "measured", ok = math.abs(exponent - alpha) > 1e-12,
      says = both("exponent comes from the measurements", "exponent 是從量測得到的"),
      why = both("it is exactly the %g of the law behind them. Nobody knows that number: all there is are the ten losses, and they scatter.",
                 "它剛好就是背後定律的 %g。沒有人知道那個數字：手上只有十個損失，而且帶有誤差。", alpha) }
  end
  t:item {
    key = prefix .. "exponent_fits", ok = math.abs(exponent - alpha) < 9 * slope_error,
    says = both("exponent fits the measured losses (law with exponent %g)", "exponent 符合量到的損失（定律的指數是 %g）", alpha),
    why = both("it is %.4f, farther off than the noise of the measurements explains. On which axes is a power law a straight line?",
               "它是 %.4f，超出量測雜訊能解釋的範圍。冪次律在哪種座標上才是直線？", exponent) }
  local predict, bad, got = t:func(a, "predict"), nil, nil
  for _, N in ipairs { 1e6, 3e7, 1e9, 1e10, 1e11 } do
    local loss, truth = predict(N), (N_C / N) ^ alpha
    local fine = type(loss) == "number" and loss > 0 and math.abs(math.log(loss / truth)) < 9 * log_error(N)
    if not bad and not fine then bad, got = N, tostring(loss) end
  end
  t:item {
    key = prefix .. "prediction", points = 2, ok = bad == nil,
    says = both("predict(N) gives the loss of a model with N parameters, up to 1e11",
                "predict(N) 是有 N 個參數的模型的損失，直到 1e11"),
    why = both("predict(%.0e) gives %s. The measurements end at 1e9; beyond that only the right kind of law helps, and a loss is never negative.",
               "predict(%.0e) 得到 %s。量測只到 1e9；再往上只有正確的定律才有用，而且損失不會是負的。", bad or 0, got or "") }
end

local function check_factor(t, a)
  local times = t:number(a, "times_larger")
  local before, after = a.predict(1e8), a.predict(times * 1e8)
  local both_numbers = type(before) == "number" and type(after) == "number"
  local ratio = both_numbers and after / before or 0
  t:item {
    key = "ten_percent", ok = math.abs(ratio - 0.9) < 0.001,
    says = both("a model times_larger times as large has 10 %% less loss",
                "模型大 times_larger 倍，損失就少 10 %%"),
    why = both("times_larger is %.3g, but by your own predict a model that much larger has %.1f %% of the loss.",
               "times_larger 是 %.3g，但照你自己的 predict，大這麼多倍的模型損失是原來的 %.1f %%。", times, 100 * ratio) }
end

return {
  order = 6, level = "medium",
  title = both("Predict the next model", "預測下一個模型"),
  statement = both([[
Ten small models were trained (1e6 to 1e9 parameters); size and loss are
arrays with what was measured. The boss asks what a model of 1e11 parameters
would reach, before paying for it.

Loss falls as a power law: loss = c / N^a.
1. exponent: the a that fits the measurements, above 0.
2. predict(N): the loss of a model with N parameters by your fit.
3. times_larger: how many times as large a model must be for 10 %% less loss.

All must follow from the measurements: with   --set alpha=0.2   the law is
another one.
stats.fit has the tools (`dunwu doc stats.fit`), or take logarithms and do
it by hand.

Your script ends with
   return { exponent = exponent, predict = predict, times_larger = times_larger }]], [[
訓練了十個小模型（1e6 到 1e9 個參數）；size 和 loss 是存放量測結果的陣列。在
付錢之前，老闆想知道 1e11 個參數的模型能做到多好。

損失依冪次律下降：loss = c / N^a。
1. exponent：符合量測的 a，大於 0。
2. predict(N)：依照你的擬合，有 N 個參數的模型的損失。
3. times_larger：模型要大幾倍，損失才會少 10 %%。

全部都要從量測算出來：用   --set alpha=0.2   執行時，定律就不同了。
stats.fit 裡有工具（dunwu doc stats.fit），也可以取對數自己算。

程式的最後一行是
   return { exponent = exponent, predict = predict, times_larger = times_larger }]]),
  hints = {
    both("Draw the losses over size with both axes logarithmic. What do you see?", "把損失對大小畫出來，兩個軸都用對數。看到什麼？"),
    both("log loss = log c - a log N: a straight line. `dunwu doc power_law` shows a function that fits it, and fits can predict.",
         "log loss = log c - a log N：是一條直線。dunwu doc power_law 有現成的擬合函式，而且擬合結果可以用來預測。"),
    both("times_larger: for which k is (1 / k)^a = 0.9? Mind the sign of the fitted exponent.",
         "times_larger：k 是多少時 (1 / k)^a = 0.9？注意擬合出來的指數的正負號。"),
  },
  check = function(t)
    local a = t:run { set = { alpha = 0.076 } }
    check_law(t, a, 0.076, "")
    check_factor(t, a)
    check_law(t, t:run { seed = t.seed + 1, set = { alpha = 0.2 } }, 0.2, "other_")
  end,
}
