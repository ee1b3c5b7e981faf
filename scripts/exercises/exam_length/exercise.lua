-- How many questions must an exam have to tell two models apart?

local function both(en, zh, ...)
  return { en = string.format(en, ...), ["zh-TW"] = string.format(zh, ...) }
end

local EXAMS = 2000

-- Standard errors between the two scores.
local function z_of(weak, strong, n)
  local p, q = weak / n, strong / n
  return (q - p) / math.sqrt((p * (1 - p) + q * (1 - q)) / n)
end

-- Exams in which the interval of the difference lies above 0, as a share of many.
local function true_power(weak, strong, n)
  local exams = 20000
  local a = stats.binomial { n = n, p = weak }:sample(exams)
  local b = stats.binomial { n = n, p = strong }:sample(exams)
  local low, seen = stats.newcombe(b, n, a, n), 0
  for i = 1, exams do
    if low[i] > 0 then seen = seen + 1 end
  end
  return seen / exams
end

-- Cases on which no sound method for 95 % would disagree.
local function check_apart(t, apart)
  local cases = { { 700, 745, 1000 }, { 60, 78, 100 }, { 800, 700, 1000 }, { 50, 52, 100 }, { 1400, 1480, 2000 } }
  while #cases < 40 do
    local n = math.random(100, 2000)
    local weak = math.floor(n * (0.3 + 0.3 * math.random()))
    local strong = math.floor(weak + math.random() * 4 * math.sqrt(n / 2))
    local z = z_of(weak, math.min(strong, n), n)
    if strong <= n and math.abs(z - 1.96) > 0.2 then cases[#cases + 1] = { weak, strong, n } end
  end
  local bad, got
  for _, c in ipairs(cases) do
    local value = apart(c[1], c[2], c[3])
    if not bad and value ~= (z_of(c[1], c[2], c[3]) > 1.96) then bad, got = c, value end
  end
  local says = both("apart(weak, strong, n) is true when the strong model is seen to be better at 95 %%",
                    "apart(weak, strong, n)：在 95 %% 信心水準下，看得出較強的模型比較好時，回傳 true")
  local why = both("apart(...) gives %s instead of true or false.", "apart(...) 得到 %s，不是 true 或 false。", tostring(got))
  if bad and got == true then
    why = both("%d and %d right of %d: apart says true. Is that difference larger than the luck of the questions explains?",
               "%d 和 %d 題對（共 %d 題）：apart 回答 true。這個差距大於運氣能解釋的嗎？", bad[1], bad[2], bad[3])
  elseif bad and got == false then
    why = both("%d and %d right of %d: apart says false, but the difference is more than luck. Two intervals may overlap a little and the difference still be real: ask for the interval of the difference.",
               "%d 和 %d 題對（共 %d 題）：apart 回答 false，但這個差距不只是運氣。兩個區間稍微重疊，差距仍可能是真的：要看的是差距的區間。",
               bad[1], bad[2], bad[3])
  end
  t:need { key = "difference", ok = bad == nil, says = says, why = why }
end

local function check_power(t, a)
  local power, bad, got = t:func(a, "power"), nil, nil
  for _, n in ipairs { 200, 800, 1500 } do
    local value = power(n)
    local fine = type(value) == "number" and math.abs(value - true_power(0.7, 0.75, n)) < 0.07
    if not bad and not fine then bad, got = n, tostring(value) end
  end
  t:need {
    key = "share_of_exams", ok = bad == nil,
    says = both("power(n) is the share of exams of n questions that tell the models apart",
                "power(n) 是「有 n 題的考試」能分出兩個模型的比例"),
    why = both("power(%d) gives %s. Of all simulated exams, in how many is apart true?",
               "power(%d) 得到 %s。在所有模擬的考試中，apart 為 true 的占多少？", bad or 0, got or "") }
end

local function check_questions(t, a, strong, key)
  local n = t:number(a, "questions", { min = 1, max = 1e6 })
  n = math.floor(n)
  local power = true_power(0.7, strong, n)
  t:item {
    key = key .. "_enough", ok = power > 0.85,
    says = both("with 70 %% against %g %%, questions is enough for 90 %% of the exams", "70 %% 對 %g %% 時，questions 足以讓九成的考試分出高下", 100 * strong),
    why = both("with %d questions only %.0f %% of the exams tell the models apart. An exam that is right on average still fails half of the time.",
               "%d 題時，只有 %.0f %% 的考試分得出來。平均起來剛好夠的考試，有一半的機會會失敗。", n, 100 * power) }
  t:item {
    key = key .. "_not_more", ok = power < 0.95,
    says = both("and not many more than needed", "而且沒有多出太多題"),
    why = both("with %d questions %.1f %% of the exams tell the models apart; fewer would do.",
               "%d 題時，%.1f %% 的考試分得出來；不需要這麼多題。", n, 100 * power) }
end

return {
  order = 11, level = "medium",
  title = both("How long must the exam be?", "考試要出幾題？"),
  statement = both([[
Two models know 70 %% and 75 %% of all questions (p.weak, p.strong). Each
sits an exam of n questions, drawn for it alone. Luck decides who happens to
score higher. How many questions does it take?

1. apart(weak, strong, n): two numbers of right answers out of n each. True
   when the strong model is seen to be better: the 95 %% interval of the
   difference strong - weak lies above 0; else false.
   stats.newcombe(strong, n, weak, n) returns the ends of that interval,
   low and high.
2. power(n): the share of p.exams simulated exams (0..1) in which apart is
   true.
3. questions: the smallest n with power(n) of at least 0.9; 50 more or fewer
   do not matter.

Try   --set strong=0.8   too: questions must follow.
Your script ends with
   return { apart = apart, power = power, questions = questions }]], [[
兩個模型分別會 70 %% 和 75 %% 的題目（p.weak、p.strong）。兩個模型各自
考 n 題，題目分別抽出。誰的分數碰巧比較高，要看運氣。需要幾題才夠？

1. apart(weak, strong, n)：兩個模型在 n 題中各答對幾題。看得出較強的模型比較
   好時回傳 true：差距 strong - weak 的 95 %% 信賴區間完全大於 0；否則回傳
   false。stats.newcombe(strong, n, weak, n) 會回傳這個區間的兩端
   low 和 high。
2. power(n)：模擬 p.exams 次考試，apart 為 true 的比例（0 到 1）。
3. questions：讓 power(n) 至少 0.9 的最小 n；差 50 題沒關係。

也試試   --set strong=0.8 ：questions 必須跟著改變。
程式的最後一行是
   return { apart = apart, power = power, questions = questions }]]),
  hints = {
    both("If you gave the same two models the same kind of exam again, would the same one win?", "如果再考一次同樣的試，會是同一個模型贏嗎？"),
    both("apart needs only low: where must it lie? And power is a loop over the exams that counts.", "apart 只需要 low：它要在哪裡？power 則是一個計數的迴圈。"),
    both("For questions: begin small and go up in steps of 50 with `while power(n) < ...`.", "求 questions：從小的開始，用 while power(n) < ... 每次加 50。"),
  },
  check = function(t)
    math.randomseed(t.seed)
    local a = t:run { set = { weak = 0.7, strong = 0.75, exams = EXAMS } }
    check_apart(t, t:func(a, "apart"))
    check_power(t, a)
    check_questions(t, a, 0.75, "five_points")
    check_questions(t, t:run { seed = t.seed + 1, set = { weak = 0.7, strong = 0.8, exams = EXAMS } }, 0.8, "ten_points")
  end,
}
