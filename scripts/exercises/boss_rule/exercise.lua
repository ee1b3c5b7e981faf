-- When does the boss stop paying? The rule, and what each ruler makes of it.

local function both(en, zh, ...)
  return { en = string.format(en, ...), ["zh-TW"] = string.format(zh, ...) }
end

local function paid_for(scores, patience)
  local disappointments = 0
  for i = 2, #scores do
    if scores[i].low > scores[i - 1].high then
      disappointments = 0
    else
      disappointments = disappointments + 1
      if disappointments == patience then return i end
    end
  end
  return #scores
end

-- Scores with these means, each interval so much wide to both sides.
local function series(means, half)
  local list = {}
  for i, mean in ipairs(means) do
    list[i] = { mean = mean, low = mean - half, high = mean + half }
  end
  return list
end

local function listed(scores)
  local words = {}
  for i, s in ipairs(scores) do words[i] = string.format("%.2f..%.2f", s.low, s.high) end
  return table.concat(words, ", ")
end

-- What goes wrong in each case is what the item says.
local cases = {
  { key = "goes_on", means = { 0.1, 0.3, 0.5, 0.7 }, half = 0.05, patience = 2,
    says = both("as long as every model is clearly better, the boss pays for all of them",
                "只要每個模型都明顯更好，老闆就會全部付錢"),
    why = both("Every interval lies above the one before, and still not all the models are paid for.",
               "每個區間都在前一個之上，卻沒有付到最後一個模型。") },
  { key = "clearly", means = { 0.50, 0.53, 0.56, 0.59 }, half = 0.05, patience = 2,
    says = both("a mean that is higher while the intervals overlap is no clear progress",
                "平均較高但區間重疊，不算明顯進步"),
    why = both("The means rise, but by less than the measurement can tell; are low and high looked at?",
               "平均雖然上升，但幅度小於量測能分辨的程度；有用到 low 和 high 嗎？") },
  { key = "paid", means = { 0.5, 0.5, 0.5, 0.5, 0.5, 0.5 }, half = 0.05, patience = 2,
    says = both("the model that disappoints last has been paid for", "最後一個讓人失望的模型，錢已經付了"),
    why = both("No model is better than the one before it. The boss only sees a score after the model was trained.",
               "沒有一個模型比前一個好。老闆要等模型訓練好，才看得到分數。") },
  { key = "in_a_row", means = { 0.1, 0.1, 0.3, 0.3, 0.5, 0.5, 0.7 }, half = 0.05, patience = 2,
    says = both("only disappointments in a row count: progress makes the boss forget them",
                "只計連續的失望：一有進步，老闆就忘了先前的失望"),
    why = both("There are three disappointments, but never two in a row.", "共有三次失望，但從來沒有連續兩次。") },
  { key = "the_one_before", means = { 0.6, 0.2, 0.4, 0.55, 0.8 }, half = 0.05, patience = 2,
    says = both("every model is compared with the one just before it", "每個模型都和它的前一個比較"),
    why = both("After one fall every model is clearly better than the one before it.",
               "跌了一次之後，每個模型都明顯比前一個好。") },
  { key = "patience", means = { 0.5, 0.5, 0.5, 0.5, 0.5, 0.7 }, half = 0.05, patience = 4,
    says = both("patience tells how many disappointments in a row are needed", "patience 決定要連續失望幾次"),
    why = both("No model but the last is better than the one before it, and the patience is 4.",
               "除了最後一個，沒有模型比前一個好，而耐心是 4 次。") },
}

local function check_cases(t, rule)
  for _, case in ipairs(cases) do
    local scores = series(case.means, case.half)
    local got = rule(scores, case.patience)
    local en = string.format("Scores %s, patience %d: the rule says %s. ", listed(scores), case.patience, tostring(got))
    local zh = string.format("分數 %s，耐心 %d 次：規則說 %s。", listed(scores), case.patience, tostring(got))
    t:item { key = case.key, ok = got == paid_for(scores, case.patience), says = case.says,
             why = { en = en .. case.why.en, ["zh-TW"] = zh .. case.why["zh-TW"] } }
  end
end

local function random_series()
  local means, at = {}, 0.3
  for i = 1, math.random(1, 12) do
    at = at + math.random() * 0.2 - 0.07
    means[i] = at
  end
  return series(means, 0.01 + 0.04 * math.random())
end

local function check_random(t, rule)
  local bad, got, patience
  for _ = 1, 60 do
    local scores, n = random_series(), math.random(1, 4)
    local value = rule(scores, n)
    if not bad and value ~= paid_for(scores, n) then bad, got, patience = scores, tostring(value), n end
  end
  t:item {
    key = "always", ok = bad == nil,
    says = both("the rule holds for any scores and any patience", "對任何分數、任何耐心，規則都成立"),
    why = both("for %s and patience %d it says %s. Go through them by hand, model by model.",
               "分數 %s、耐心 %d 次時，它說 %s。請一個模型一個模型用手推算一次。",
               bad and listed(bad) or "", patience or 0, got or "") }
end

local function good_series(scores)
  if type(scores) ~= "table" or #scores ~= 9 then return false end
  for _, s in ipairs(scores) do
    if type(s) ~= "table" or type(s.low) ~= "number" or type(s.high) ~= "number" then return false end
  end
  return true
end

local function check_bosses(t, a, patience)
  local fine = good_series(a.exact) and good_series(a.partial)
  t:need {
    key = "measured", ok = fine,
    says = both("exact and partial hold nine measured scores with low and high", "exact 與 partial 各有九個量到的分數，帶有 low 和 high"),
    why = both("they do not; that part of the script needed no change.", "沒有；程式的這個部分原本不需要修改。") }
  t:item {
    key = "two_bosses", ok = a.exact_stop == paid_for(a.exact, patience) and a.partial_stop == paid_for(a.partial, patience),
    says = both("exact_stop and partial_stop say how many models each boss pays for",
                "exact_stop 與 partial_stop 是兩位老闆各付了幾個模型的錢"),
    why = both("with --set patience=%d they are %s and %s, which is not what the rule makes of the measured scores.",
               "用 --set patience=%d 執行時，它們是 %s 和 %s，不符合規則套用在量到的分數上的結果。",
               patience, tostring(a.exact_stop), tostring(a.partial_stop)) }
end

return {
  order = 5, level = "medium",
  title = both("The boss's rule", "老闆的規則"),
  statement = both([[
Models are trained one after the other, small to large, and each costs more
than the last. After each the boss sees its score with an interval,
low..high, and decides whether to go on.

The rule: a model is progress when its whole interval lies above the whole
interval of the model just before it. Otherwise it is a disappointment.
After `patience` disappointments in a row the boss stops. Nothing can be
said about the first model alone.

1. rule(scores, patience): scores is a list of { mean = , low = , high = },
   one for each model. Return how many models the boss pays for: all of them
   (#scores) if the boss never stops.
2. exact_stop and partial_stop: what the rule gives with p.patience for the
   two measured lists: for a boss who looks at final answers, and for one
   who looks at single steps.

Your script ends with
   return { rule = rule, exact = exact, partial = partial,
            exact_stop = exact_stop, partial_stop = partial_stop }]], [[
模型從小到大一個接一個訓練，一個比一個貴。每訓練完一個，老闆看到它的分數和區
間 low..high，再決定要不要繼續。

規則：如果一個模型的整個區間都在前一個模型的整個區間之上，就算進步，否則就是
失望。連續失望 patience 次，老闆就停止投資。只有第一個模型時，什麼都還不能說。

1. rule(scores, patience)：scores 是一串 { mean = , low = , high = }，每個模
   型一個。回傳老闆付了幾個模型的錢；如果從未停止，就是全部（#scores）。
2. exact_stop 與 partial_stop：用 p.patience 把規則套用在量到的兩串分數上：
   一位老闆看最終答案，另一位看單一步驟。

程式的最後是
   return { rule = rule, exact = exact, partial = partial,
            exact_stop = exact_stop, partial_stop = partial_stop }]]),
  hints = {
    both("Be the boss: take paper, write four intervals, and decide model by model. What do you have to remember?",
         "假裝你是老闆：在紙上寫四個區間，一個一個決定。你需要記住什麼？"),
    both("Remember how many disappointments there were in a row. Two intervals overlap unless low of the one is above high of the other.",
         "記住已經連續失望幾次。除非一個的 low 高於另一個的 high，否則兩個區間就是重疊。"),
    both("A loop from 2 to #scores; progress sets the counter back to 0, a disappointment adds 1 and may end the loop with `return i`.",
         "迴圈從 2 到 #scores；進步把計數歸零，失望加 1，次數到了就用 return i 結束。"),
  },
  check = function(t)
    math.randomseed(t.seed)
    local a = t:run { set = { patience = 2 } }
    local rule = t:func(a, "rule")
    check_cases(t, rule)
    check_random(t, rule)
    check_bosses(t, a, 2)
  end,
}
