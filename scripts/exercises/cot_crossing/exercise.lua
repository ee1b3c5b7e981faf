-- From which size on does a chain of thought pay?

local function both(en, zh, ...)
  return { en = string.format(en, ...), ["zh-TW"] = string.format(zh, ...) }
end

-- The truth, from the closed forms on a fine grid.
local function true_crossing(steps)
  local size = array.geomspace(1e8, 1e12, 4001)
  local run = sim.cot {
    size = size, steps = steps, guess = 0.05, trials = 1,
    direct = sim.ability.logistic { midpoint = 1e10, slope = 0.75, ceiling = 0.9 },
    step   = sim.ability.logistic { midpoint = 6e9, slope = 1.6, ceiling = 0.98 },
    drift  = sim.ability.logistic { midpoint = 1e10, slope = -1.5, floor = 0.02, ceiling = 0.35 },
  }
  for i = 2, #size do
    if run.cot.theory[i] >= run.direct.theory[i] then return size[i] end
  end
end

local function check_crossing(t, a, steps, key, says)
  local crossing, truth = t:number(a, "crossing"), true_crossing(steps)
  local off = crossing / truth
  t:item {
    key = key, points = 2, ok = off > 1 / 1.1 and off < 1.1, says = says,
    why = both("with --set steps=%d crossing is %.3g parameters, more than 10 %% away from where the curves cross. Simulated sizes are far apart: the crossing lies somewhere between two of them.",
               "用 --set steps=%d 執行時 crossing 是 %.3g 個參數，和曲線交叉的地方差了 10 %% 以上。模擬的大小彼此隔得很遠：交叉點在其中兩個之間。",
               steps, crossing) }
end

local function check_better(t, a, steps)
  local better, truth, bad, got = t:func(a, "better"), true_crossing(steps), nil, nil
  for _, factor in ipairs { 0.01, 0.1, 0.5, 2, 10, 40 } do
    local value = better(truth * factor)
    if not bad and value ~= (factor > 1 and "thought" or "direct") then bad, got = truth * factor, tostring(value) end
  end
  t:item {
    key = "advice", ok = bad == nil,
    says = both("better(N) says \"direct\" or \"thought\", for any size N", "better(N) 對任何大小 N 回答 \"direct\" 或 \"thought\""),
    why = both("better(%.2g) says %s, but a model of that size does better the other way.",
               "better(%.2g) 回答 %s，但那個大小的模型用另一種方式比較好。", bad or 0, got or "") }
end

return {
  order = 7, level = "medium",
  title = both("From which size on does a chain of thought pay?", "模型要多大，思維鏈才划算？"),
  statement = both([[
A problem can be answered directly, or step by step (chain of thought).
Writing steps hurts small models, which lose the thread, and lifts large
ones: the two curves cross once.

The script simulates both ways at 25 sizes. run.direct.mean and run.cot.mean
are arrays with the share of right answers at each size.
1. crossing: the number of parameters at which both ways are equally good,
   within 10 %% for any p.steps. The size axis is logarithmic, and the
   crossing lies between two simulated sizes.
2. better(N): "direct" or "thought", whichever way is better for a model
   with N parameters.

Your script ends with
   return { crossing = crossing, better = better }]], [[
一題可以直接作答，也可以一步一步寫（思維鏈）。寫步驟會害到小模型，因為它們寫
到一半就亂了；對大模型則有幫助。兩條曲線會交叉一次。

程式在 25 個大小上模擬兩種方式。run.direct.mean 和 run.cot.mean 是陣列，存放
每個大小的正確率。
1. crossing：兩種方式一樣好時的參數量；對任何 p.steps，誤差都要在 10 %% 以內。
   大小用的是對數座標，而且交叉點在兩個模擬的大小之間。
2. better(N)：對有 N 個參數的模型，較好的方式是 "direct" 還是 "thought"。

程式的最後一行是
   return { crossing = crossing, better = better }]]),
  hints = {
    both("Look at the figure first. What changes at the crossing?", "先看圖。交叉的地方有什麼變了？"),
    both("The difference cot - direct changes its sign: find the two neighbors between which it does.",
         "差值 cot - direct 在那裡變號：找出變號的相鄰兩點。"),
    both("Between these two, draw a straight line over log(size), or ask `dunwu doc run.crossings` whether somebody did that already.",
         "在這兩點之間，以 log(size) 為橫軸畫一條直線；或者用 dunwu doc run.crossings 看看是不是有現成的。"),
  },
  check = function(t)
    local a = t:run { set = { steps = 4 } }
    check_crossing(t, a, 4, "within_ten", both("crossing is right for problems of 4 steps", "4 個步驟的題目，crossing 正確"))
    check_better(t, a, 4)
    local b = t:run { seed = t.seed + 1, set = { steps = 2 } }
    check_crossing(t, b, 2, "other_steps", both("crossing is right for problems of 2 steps, too", "2 個步驟的題目，crossing 也正確"))
  end,
}
