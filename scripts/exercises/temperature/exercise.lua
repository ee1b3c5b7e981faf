-- Break the calibration of a model, and mend it by one temperature.

local function both(en, zh, ...)
  return { en = string.format(en, ...), ["zh-TW"] = string.format(zh, ...) }
end

local function close(a, b, tolerance)
  return type(a) == "number" and math.abs(a - b) <= tolerance
end

local function at_temperature(c, temperature)
  return 1 / (1 + ((1 - c) / c) ^ (1 / temperature))
end

local function first_bad(apply, cases)
  for _, case in ipairs(cases) do
    local got = apply(case[1], case[2])
    if not close(got, at_temperature(case[1], case[2]), 1e-9) then
      return { case[1], case[2], tostring(got) }
    end
  end
end

local function check_apply(t, apply)
  local bad = first_bad(apply, { { 0.3, 1 }, { 0.9, 1 } })
  t:need {
    key = "unchanged", ok = bad == nil,
    says = both("temperature 1 changes nothing", "溫度是 1 時什麼都不變"),
    why = both("apply(%g, %g) gives %s.", "apply(%g, %g) 得到 %s。", bad and bad[1] or 0, bad and bad[2] or 0, bad and bad[3] or "") }
  bad = first_bad(apply, { { 0.5, 0.4 }, { 0.5, 3 } })
  t:need {
    key = "half", ok = bad == nil,
    says = both("0.5 stays 0.5 at every temperature", "0.5 在任何溫度下都還是 0.5"),
    why = both("apply(%g, %g) gives %s. What is not known either way has logit 0.",
               "apply(%g, %g) 得到 %s。完全不知道的時候，logit 是 0。", bad and bad[1] or 0, bad and bad[2] or 0, bad and bad[3] or "") }
  local hot = apply(0.9, 3)
  t:need {
    key = "direction", ok = type(hot) == "number" and hot > 0.5 and hot < 0.9,
    says = both("a temperature above 1 makes a confident answer less sure", "溫度大於 1 時，有信心的答案變得比較不確定"),
    why = both("apply(0.9, 3) gives %s; it should lie between 0.5 and 0.9. Is the logit divided by the temperature?",
               "apply(0.9, 3) 得到 %s；應該在 0.5 和 0.9 之間。logit 有除以溫度嗎？", tostring(hot)) }
  local cases = { { 0.9, 0.5 }, { 0.1, 2 } }
  for i = 3, 30 do cases[i] = { 0.02 + 0.96 * math.random(), 0.3 + 3 * math.random() } end
  bad = first_bad(apply, cases)
  t:need {
    key = "logit", ok = bad == nil,
    says = both("apply(c, temperature) divides the logit of c by the temperature", "apply(c, temperature) 把 c 的 logit 除以溫度"),
    why = both("apply(%.3f, %.3f) gives %s. From confidence to logit, divide, and back from logit to confidence: all three are needed.",
               "apply(%.3f, %.3f) 得到 %s。信心分數變成 logit、相除、再把 logit 變回信心分數：三步都要做。",
               bad and bad[1] or 0, bad and bad[2] or 0, bad and bad[3] or "") }
end

-- Answers whose honest confidences were put at 1 / temperature; no confidence is 0 or 1.
local function answers(n, temperature)
  local confidence, correct = {}, {}
  for i = 1, n do
    local honest = 0.1 + 0.85 * math.random() ^ 0.7
    correct[i] = math.random() < honest and 1 or 0
    confidence[i] = at_temperature(honest, 1 / temperature)
  end
  return confidence, correct
end

local function check_best(t, best, temperature, key, says, what)
  local confidence, correct = answers(1000, temperature)
  local want = stats.temperature { confidence = confidence, correct = correct }.temperature
  local got = best(confidence, correct)
  t:item {
    key = key, points = 2, ok = close(got, want, 0.05 + 0.03 * want), says = says,
    why = { en = string.format("for 1000 answers of a model that is %s best(...) gives %s; another temperature from 0.2 to 5 has a lower log loss.",
                               what.en, tostring(got)),
            ["zh-TW"] = string.format("對一個%s的模型的 1000 個答案，best(...) 得到 %s；在 0.2 到 5 之間有別的溫度，對數損失更低。",
                                      what["zh-TW"], tostring(got)) } }
end

local function check_mended(t, a)
  local temperature, before, after = t:number(a, "temperature"), t:number(a, "before"), t:number(a, "after")
  t:item {
    key = "mended", ok = math.abs(temperature / 2.5 - 1) < 0.4 and before > 0.05 and before < 0.3 and
      after < before / 2 and after > 0.001,
    says = both("the temperature found for the broken model undoes the damage: its ECE falls", "找到的溫度修好了被弄壞的模型：ECE 下降"),
    why = both("temperature is %.3g, the ECE %.3f before and %.3f after. The broken confidences go into best, and those that apply mends go into the second ECE.",
               "temperature 是 %.3g，ECE 之前是 %.3f、之後是 %.3f。要交給 best 的是弄壞的信心分數；第二個 ECE 要用 apply 修過的。",
               temperature, before, after) }
end

return {
  order = 13, level = "hard",
  title = both("Break the calibration, and mend it", "弄壞校準，再修好它"),
  statement = both([[
A calibrated model says 70 %% when it is right in 70 %% of the cases. Training
can break that: the model becomes too sure of itself. One number mends it,
the temperature.

The logit of a confidence c is log(c / (1 - c)), and from a logit z back it
is c = 1 / (1 + e^-z).
1. apply(c, temperature): the confidence whose logit is that of c divided by
   the temperature. The script breaks the model with apply(c, p.damage),
   where 0.4 makes it overconfident.
2. best(confidence, correct): the temperature from 0.2 to 5 (to within 0.05)
   for which the log loss of the applied confidences is smallest. Log loss
   is the mean of -log(c) for right answers (correct is 1) and of
   -log(1 - c) for wrong ones (0).
3. temperature: best for the broken model; before and after: its ECE
   (stats.ece) without and with it.

Your script ends with
   return { apply = apply, best = best, temperature = temperature,
            before = before, after = after }]], [[
校準良好的模型說 70 %% 時，真的有 70 %% 是對的。訓練可能會破壞校準：模型變得過
度自信。只要一個數字就能修好它：溫度。

信心分數 c 的 logit 是 log(c / (1 - c))；由 logit z 變回來是
c = 1 / (1 + e^-z)。
1. apply(c, temperature)：把 c 的 logit 除以溫度之後的信心分數。程式用
   apply(c, p.damage) 弄壞模型，0.4 會讓它過度自信。
2. best(confidence, correct)：在 0.2 到 5 之間（誤差 0.05 以內），讓調整後的
   信心分數對數損失最小的溫度。對數損失是平均：答對的（correct 是 1）算
   -log(c)，答錯的（0）算 -log(1 - c)。
3. temperature：弄壞的模型的 best；before 與 after：不用與使用這個溫度時的
   ECE（stats.ece）。

程式的最後是
   return { apply = apply, best = best, temperature = temperature,
            before = before, after = after }]]),
  hints = {
    both("What does dividing a number by 3 do to a large one, to a small one, and to 0?", "把大的數、小的數和 0 都除以 3，會怎樣？"),
    both("Write log_loss(confidence, correct, temperature) first, and print it for temperatures 0.5, 1, 2, 4.",
         "先寫 log_loss(confidence, correct, temperature)，印出溫度 0.5、1、2、4 時的值。"),
    both("best: a numeric for loop from 0.2 to 5 in steps of 0.02 that remembers the temperature of the lowest loss.",
         "best：用 for 迴圈從 0.2 到 5，每次加 0.02，記住損失最低時的溫度。"),
  },
  check = function(t)
    math.randomseed(t.seed)
    local a = t:run { set = { damage = 0.4 } }
    check_apply(t, t:func(a, "apply"))
    local best = t:func(a, "best")
    check_best(t, best, 2.5, "too_sure", both("best finds the temperature of an overconfident model", "best 找到過度自信的模型的溫度"),
               both("too sure", "過度自信"))
    check_best(t, best, 0.6, "too_modest", both("and of one that is too modest", "也找到太謙虛的模型的溫度"),
               both("too modest", "太謙虛"))
    check_mended(t, a)
  end,
}
