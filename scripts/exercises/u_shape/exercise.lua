-- Design a task on which models first get worse with size, and then better.

local function both(en, zh, ...)
  return { en = string.format(en, ...), ["zh-TW"] = string.format(zh, ...) }
end

local SIZE = array.geomspace(1e7, 1e13, 61) -- 10 sizes a decade
local STOP = 31                             -- 1e10, where the small world ends
local CHANCE = 0.5

local function is_chance(p)
  return type(p) == "number" and p >= 0 and p <= 1
end

-- The skill at every size, or where it is no chance, or where it falls.
local function curve(f)
  local values = {}
  for i = 1, #SIZE do
    local p = f(SIZE[i])
    if not is_chance(p) then return nil, SIZE[i], p end
    values[i] = p
  end
  return values
end

local function first_fall(values)
  for i = 2, #values do
    if values[i] < values[i - 1] - 1e-9 then return i end
  end
end

local function check_skill(t, a, name)
  local values, at, got = curve(t:func(a, name))
  t:need {
    key = name .. "_chance", ok = values ~= nil,
    says = both("%s(N) is a chance, 0..1, at every size", "%s(N) 在每個大小都是 0 到 1 的機率", name),
    why = both("%s(%.1e) gives %s.", "%s(%.1e) 得到 %s。", name, at or 0, tostring(got)) }
  local fall = first_fall(values)
  t:need {
    key = name .. "_grows", ok = fall == nil,
    says = both("%s never falls: a larger model has learned more", "%s 不會下降：模型越大，學到的越多", name),
    why = both("at %.1e parameters %s is smaller than just before. Nothing is unlearned by growing.",
               "在 %.1e 個參數時，%s 比前一點小。模型變大不會忘記學過的東西。", fall and SIZE[fall] or 0, name) }
  return values
end

local function accuracy_of(skill, trap)
  local run = sim.distractor { size = SIZE, skill = skill, trap = trap, chance = CHANCE, trials = 1 }
  return run.accuracy.theory
end

local function lowest(accuracy)
  local low, at = 2, 1
  for i = 1, #SIZE do
    if accuracy[i] < low then low, at = accuracy[i], i end
  end
  return low, at
end

local function check_fall(t, accuracy)
  t:item {
    key = "starts_at_chance", ok = math.abs(accuracy[1] - CHANCE) <= 0.05,
    says = both("the smallest model guesses: 45 %% to 55 %%", "最小的模型只是猜：45 %% 到 55 %%"),
    why = both("it is right in %.1f %%. A model of 1e7 parameters should neither see the trap nor have the skill.",
               "它答對 %.1f %%。1e7 個參數的模型應該既看不到陷阱，也沒有真本事。", 100 * accuracy[1]) }
  local rise, so_far = 0, accuracy[1]
  for i = 2, STOP do
    so_far = math.min(so_far, accuracy[i])
    rise = math.max(rise, accuracy[i] - so_far)
  end
  t:item {
    key = "worse", points = 2, ok = accuracy[1] - accuracy[STOP] >= 0.2 and rise <= 0.02,
    says = both("up to 1e10 larger is worse: at least 20 points lost, and no way back up",
                "到 1e10 為止越大越差：至少掉 20 個百分點，而且不回升"),
    why = both("from 1e7 to 1e10 accuracy goes from %.1f %% to %.1f %%, and rises by up to %.1f points on the way. Which of the two skills must come first?",
               "從 1e7 到 1e10，正確率從 %.1f %% 變成 %.1f %%，中途最多回升 %.1f 個百分點。兩種能力哪一種要先出現？",
               100 * accuracy[1], 100 * accuracy[STOP], 100 * rise) }
end

local function check_rise(t, accuracy)
  local low, at = lowest(accuracy)
  t:item {
    key = "better", points = 2, ok = accuracy[#SIZE] >= 0.8,
    says = both("the largest model, 1e13, is right in at least 80 %%", "最大的模型（1e13）至少答對 80 %%"),
    why = both("it is right in %.1f %%; the lowest point is %.1f %% at %.1e. Large models have to get the skill within reach.",
               "它答對 %.1f %%；最低點是 %.1f %%，在 %.1e。要讓大模型有機會得到真本事。",
               100 * accuracy[#SIZE], 100 * low, SIZE[at]) }
end

return {
  order = 9, level = "medium",
  title = both("Worse, and then better: a U", "先變差再變好：U 形曲線"),
  statement = both([[
A question holds a trap (what is pi + 1 when pi is 10?). A model with the
true skill answers rightly. A model without it that has the trap's skill (it
knows 3.14) falls for the trap. One with neither guesses, and is right in
half of the cases.

Design such a task: two functions of the number of parameters N, both
chances in 0..1 that never fall as N grows, since larger models have learned
more.
1. trap(N): the chance that a model has the trap's skill.
2. skill(N): the chance that it has the true skill.

On sizes from 1e7 to 1e13 it must turn out that
 - the smallest model guesses (45 %% to 55 %% right);
 - up to 1e10, larger is worse: at least 20 points are lost, and accuracy
   does not rise again (inverse scaling; who stops here will say that size
   hurts);
 - the largest model, 1e13, is right in at least 80 %%. So the whole curve is
   a U.

sim.ability.logistic makes such skills: ability(N) is its value. No noise:
your functions are evaluated.
Your script ends with
   return { trap = trap, skill = skill }]], [[
題目裡有陷阱（如果 pi 是 10，pi + 1 是多少？）。有真本事的模型會答對。沒有真
本事、卻有陷阱能力（知道 3.14）的模型會掉進陷阱。兩者都沒有的就用猜的，有一
半機率猜對。

請設計這樣的題目：兩個以參數量 N 為輸入的函式，都是 0 到 1 的機率，而且 N 變
大時不會下降，因為模型越大學到的越多。
1. trap(N)：模型有陷阱能力的機率。
2. skill(N)：模型有真本事的機率。

大小從 1e7 到 1e13 時，必須符合：
 - 最小的模型用猜的（答對 45 %% 到 55 %%）；
 - 到 1e10 為止越大越差：至少掉 20 個百分點，而且不回升（反向縮放；只看到這
   裡的人會說大模型有害）；
 - 最大的模型（1e13）至少答對 80 %%。所以整條曲線是 U 形。

sim.ability.logistic 可以做出這種能力：ability(N) 就是它的值。檢查時直接計算
函式，沒有亂數。
程式的最後一行是
   return { trap = trap, skill = skill }]]),
  hints = {
    both("What has a model learned that is just large enough to know 3.14 by heart?", "剛好大到背得出 3.14 的模型，學到了什麼？"),
    both("If the trap's skill comes first, there is a stretch of sizes in which models only have that.", "如果陷阱能力先出現，就會有一段大小的模型只有它。"),
    both("midpoint says where a skill comes, slope how fast. One of them belongs well below 1e10, the other between 1e10 and 1e13.",
         "midpoint 決定能力在哪裡出現，slope 決定多快。一個應該遠低於 1e10，另一個在 1e10 和 1e13 之間。"),
  },
  check = function(t)
    local a = t:run()
    local trap = check_skill(t, a, "trap")
    local skill = check_skill(t, a, "skill")
    local accuracy = accuracy_of(skill, trap)
    check_fall(t, accuracy)
    check_rise(t, accuracy)
  end,
}
