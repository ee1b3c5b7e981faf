-- From how many steps on does a reliable worker fail more often than not?

local function both(en, zh, ...)
  return { en = string.format(en, ...), ["zh-TW"] = string.format(zh, ...) }
end

local function close(a, b)
  return type(a) == "number" and math.abs(a - b) <= 1e-9
end

local function first_under_half(skill)
  local steps, chance = 1, skill
  while chance >= 0.5 do
    steps, chance = steps + 1, chance * skill
  end
  return steps
end

local function check_chance(t, a)
  local chance, wrong = t:func(a, "chance"), nil
  for _, k in ipairs { 1, 2, 5, 12 } do
    local got = chance(k)
    if not wrong and not close(got, 0.9 ^ k) then wrong = { k, got } end
  end
  local k, got = wrong and wrong[1] or 0, wrong and wrong[2]
  local why = both("chance(%d) gives %s. Each step takes its share of what is left after the steps before it; errors do not simply add up.",
                   "chance(%d) 得到 %s。每一步都只保住「前面全對」當中的一部分；錯誤率不能直接相加。", k, tostring(got))
  if type(got) ~= "number" then
    local shown = type(got) == "string" and string.format("%q", got) or tostring(got)
    why = both("chance(%d) gives %s, not a number. A function gives with `return` what was calculated.",
               "chance(%d) 得到 %s，不是數字。函式要用 return 把算出來的數字傳回去。", k, shown)
  elseif math.abs(got - 0.9 ^ k) < 0.01 then
    why = both("chance(%d) gives %.9g. That is near, but not exact: calculate it, do not simulate or round.",
               "chance(%d) 得到 %.9g。很接近，但不是精確值：請用計算的，不要模擬或四捨五入。", k, got)
  end
  t:need {
    key = "all_right", ok = wrong == nil,
    says = both("chance(k) is the chance that all of k steps are right",
                "chance(k) 是 k 個步驟全部正確的機率"),
    why = why }
end

local function check_steps(t, a)
  local steps = t:number(a, "steps", { min = 1 })
  t:need {
    key = "whole", ok = steps == math.floor(steps),
    says = both("steps is a whole number", "steps 是整數"),
    why = both("steps is %g, but nobody can take part of a step.", "steps 是 %g，但步驟不能只做一部分。", steps) }
  local before, after = 0.9 ^ (steps - 1), 0.9 ^ steps
  t:item {
    key = "first_under", points = 2, ok = steps == first_under_half(0.9),
    says = both("with 90 %% a step, steps is the first number that brings the problem under 50 %%",
                "每步正確率 90 %% 時，steps 是讓整題掉到 50 %% 以下的第一個步驟數"),
    why = both("with %.0f steps the problem is right in %.1f %%, with one step less in %.1f %%: only the first of these should be under 50 %%.",
               "%.0f 個步驟時整題的正確率是 %.1f %%，少一步是 %.1f %%：應該只有前者低於 50 %%。",
               steps, 100 * after, 100 * before) }
end

local function check_other_skills(t)
  local skills = { 0.8, 0.95, 0.97, 0.99, 0.6 }
  local skill = skills[t.seed % #skills + 1]
  local others = { skill, 0.985, 0.3 }
  local wrong, got
  for _, s in ipairs(others) do
    local steps = t:run { set = { skill = s } }.steps
    if not wrong and steps ~= first_under_half(s) then wrong, got = s, tostring(steps) end
  end
  t:item {
    key = "any_skill", ok = not wrong,
    says = both("steps follows the parameter skill", "steps 會隨參數 skill 改變"),
    why = both("with --set skill=%g the script returns steps = %s, which is not right there. Is the number computed from p.skill?",
               "用 --set skill=%g 執行時，程式回傳 steps = %s，這時並不正確。這個數字是由 p.skill 算出來的嗎？",
               wrong or 0, got or "") }
  local edge = t:run { set = { skill = 0.5 } }.steps
  t:item {
    key = "strictly", ok = edge == 2,
    says = both("exactly 50 %% does not yet count as under 50 %%", "剛好 50 %% 還不算低於 50 %%"),
    why = both("with --set skill=0.5 one step is right in exactly half of the cases; the script returns steps = %s.",
               "用 --set skill=0.5 時，一個步驟剛好有一半的機率正確；程式回傳 steps = %s。", tostring(edge)) }
end

return {
  order = 1, level = "easy",
  title = both("How long until it fails more often than not?", "要幾步，才會錯的比對的多？"),
  statement = both([[
A model does one step of a problem right with probability skill (90 %%). A
problem needs k steps, and the answer is right only when all of them are.
Steps succeed or fail independently.

1. chance(k): the chance that all of k steps are right (0..1).
2. steps: the first whole number of steps with which the problem is right in
   under 50 %% of cases. Calculate it from p.skill; do not simulate. Exactly
   50 %% is not under 50 %%.

Your script ends with
   return { chance = chance, steps = steps }
Try it with   --set skill=0.99   too.]], [[
模型做對一個步驟的機率是 skill（90 %%）。一題需要 k 個步驟，全部做對，答案才
算對。各步驟互相獨立。

1. chance(k)：k 個步驟全部正確的機率（0 到 1）。
2. steps：讓整題的正確率低於 50 %% 的第一個步驟數（整數）。請由 p.skill 計算，
   不要用模擬。剛好 50 %% 不算低於 50 %%。

程式的最後一行是
   return { chance = chance, steps = steps }
也試試看   --set skill=0.99 。]]),
  hints = {
    both("How likely are two heads in a row? And three?", "連續丟出兩次正面的機率是多少？三次呢？"),
    both("Independent chances multiply, so every further step multiplies by the same number.",
         "獨立事件的機率要相乘，所以每多一步就再乘上同一個數。"),
    both("For steps: start with 1 and count up with `while` as long as chance(steps) is not under 0.5.",
         "求 steps：從 1 開始，只要 chance(steps) 還沒低於 0.5，就用 while 往上加。"),
  },
  check = function(t)
    local a = t:run()
    check_chance(t, a)
    check_steps(t, a)
    check_other_skills(t)
  end,
}
