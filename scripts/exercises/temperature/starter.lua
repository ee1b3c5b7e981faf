--[[ Break the calibration, and mend it   弄壞校準，再修好它
apply shrinks confidences by hand, best does not look for anything.
apply 只是隨手縮小信心分數，best 什麼都沒找。 ]]

local p = param {
  damage = { 0.4, min = 0.1, max = 5, doc = "temperature that breaks the model; below 1: too sure" },
}

-- Honest confidences, and whether the answers are right.   誠實的信心分數，以及答案對不對
local honest, correct = {}, {}
for i = 1, 3000 do
  honest[i] = 0.1 + 0.85 * math.random()
  correct[i] = math.random() < honest[i] and 1 or 0
end

-- The confidence whose logit is that of c divided by the temperature.
-- 把 c 的 logit 除以溫度之後的信心分數
local function apply(c, temperature)
  return c / temperature   -- c is not a logit   c 不是 logit
end

local broken = {}
for i = 1, #honest do broken[i] = apply(honest[i], p.damage) end

-- The temperature with the smallest log loss.   對數損失最小的溫度
local function best(confidence, correct)
  return 1
end

local temperature = best(broken, correct)
local before, after = 0, 0   -- stats.ece of broken, and of broken made honest again

print("temperature " .. temperature .. ", ECE " .. before .. " before, " .. after .. " after")

return { apply = apply, best = best, temperature = temperature,
         before = before, after = after }
