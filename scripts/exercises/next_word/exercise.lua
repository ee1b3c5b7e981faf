-- Scores into probabilities, and a temperature: what a model says next.

local function both(en, zh, ...)
  return { en = string.format(en, ...), ["zh-TW"] = string.format(zh, ...) }
end

local function softmax(scores, temperature)
  local top, sum, out = math.max(table.unpack(scores)), 0, {}
  for i, s in ipairs(scores) do
    out[i] = math.exp((s - top) / temperature)
    sum = sum + out[i]
  end
  for i = 1, #out do out[i] = out[i] / sum end
  return out
end

local function shown(x)
  if type(x) ~= "number" then return tostring(x) end
  return x == x and string.format("%.4g", x) or "nan"
end

local function listed(numbers)
  local words = {}
  for i = 1, #numbers do words[i] = shown(numbers[i]) end
  return "{ " .. table.concat(words, ", ") .. " }"
end

-- A plain list of numbers, or nil.
local function as_list(value, n)
  if (type(value) ~= "table" and type(value) ~= "userdata") or #value ~= n then return nil end
  local list = {}
  for i = 1, n do
    if type(value[i]) ~= "number" then return nil end
    list[i] = value[i]
  end
  return list
end

local function alike(got, want)
  for i = 1, #want do
    if not (math.abs(got[i] - want[i]) <= 1e-9) then return false end
  end
  return true
end

local function random_scores(n)
  local scores = {}
  for i = 1, n do scores[i] = 6 * math.random() - 3 end
  return scores
end

-- The first of the cases for which the answer is not what it should be.
local function first_bad(probabilities, cases)
  for _, case in ipairs(cases) do
    local got = probabilities(case[1], case[2])
    local list = as_list(got, #case[1])
    if not list or not alike(list, softmax(case[1], case[2])) then
      return { listed(case[1]), case[2], list and listed(list) or tostring(got) }
    end
  end
end

local function check_probabilities(t, probabilities)
  local scores = random_scores(4)
  local got = probabilities(scores, 1)
  local list = as_list(got, 4)
  local sum = 0
  for i = 1, 4 do sum = sum + (list and list[i] or 0 / 0) end
  t:need {
    key = "adds_up", ok = math.abs(sum - 1) <= 1e-9,
    says = both("the probabilities of all words add up to 1", "所有字的機率加起來是 1"),
    why = list and both("for four words they add up to %s.", "四個字的機率加起來是 %s。", shown(sum))
      or both("for four words the function returns %s; it should be a list of four numbers.",
              "有四個字時，函式回傳 %s；應該是四個數字的清單。", tostring(got)) }
  local bad = first_bad(probabilities, { { { 1, 2, 3 }, 1 }, { { -1, 0 }, 1 }, { scores, 1 } })
  t:need {
    key = "exponential", ok = bad == nil,
    says = both("at temperature 1 a word's probability is proportional to e^score",
                "溫度是 1 時，字的機率與 e 的分數次方成正比"),
    why = both("probabilities(%s, %g) gives %s. A score one higher should make a word e times as likely, also when scores are negative.",
               "probabilities(%s, %g) 得到 %s。分數多 1，機率就應該是 e 倍；分數是負的也一樣。",
               bad and bad[1] or "", bad and bad[2] or 0, bad and bad[3] or "") }
  bad = first_bad(probabilities, { { { 1, 2, 3 }, 0.5 }, { random_scores(5), 2 }, { random_scores(3), 10 } })
  t:item {
    key = "temperature", ok = bad == nil,
    says = both("a low temperature makes the best word likelier, a high one evens them out",
                "溫度低時最好的字更突出，溫度高時各字更平均"),
    why = both("probabilities(%s, %g) gives %s. Temperature divides the scores, before the exponential.",
               "probabilities(%s, %g) 得到 %s。溫度是先除在分數上，再取指數。",
               bad and bad[1] or "", bad and bad[2] or 0, bad and bad[3] or "") }
  bad = first_bad(probabilities, { { { 1000, 1001 }, 1 }, { { -2000, -2001, -2000 }, 1 }, { { 40, 60 }, 0.02 }, { { 0, 1000, 3 }, 1 } })
  t:item {
    key = "large_scores", ok = bad == nil,
    says = both("very large and very small scores work, too", "分數很大或很小時也能算"),
    why = both("probabilities(%s, %g) gives %s. math.exp of a large number is infinite, of a very small one 0. Only the differences of scores matter.",
               "probabilities(%s, %g) 得到 %s。很大的數取 math.exp 會變成無限大，很小的會變成 0。重要的只有分數之間的差。",
               bad and bad[1] or "", bad and bad[2] or 0, bad and bad[3] or "") }
end

local function check_pick(t, pick)
  local chances, n = { 0.5, 0.3, 0.15, 0.05 }, 3000
  local counts, strange = { 0, 0, 0, 0 }, nil
  for _ = 1, n do
    local i = pick(chances)
    if counts[i] then counts[i] = counts[i] + 1 else strange = strange or tostring(i) end
  end
  t:need {
    key = "a_number", ok = strange == nil,
    says = both("pick(chances) returns the number of a word, 1 for the first", "pick(chances) 回傳字的編號，第一個是 1"),
    why = both("of four words it picked %s.", "有四個字，它卻選了 %s。", strange or "") }
  local worst, p = 1, 1
  for i, chance in ipairs(chances) do
    local q = stats.test.binomial { k = counts[i], n = n, p = chance }.p
    if q < p then worst, p = i, q end
  end
  t:item {
    key = "as_often", points = 2, ok = p > 1e-8,
    says = both("pick(chances) picks every word as often as its chance says", "pick(chances) 選到每個字的頻率符合它的機率"),
    why = both("of %d picks, word %d with chance %g came %d times. A model that samples says unlikely words, too: rarely, but it does.",
               "選了 %d 次，第 %d 個字（機率 %g）出現 %d 次。會抽樣的模型也會說出不太可能的字：少見，但會發生。",
               n, worst, chances[worst], counts[worst]) }
end

return {
  order = 4, level = "easy",
  title = both("The next word, and its temperature", "文字接龍與溫度"),
  statement = both([[
A language model continues a text word by word: it gives every possible next
word a score, turns the scores into probabilities, and draws one.

1. probabilities(scores, temperature): a list with the probability of each
   word. Divide each score by the temperature, take e to that power, and
   divide by the sum of these, so that all add up to 1. It should also work
   for scores such as 1000 or -2000.
2. pick(chances): draws one word with these probabilities (they add up to 1)
   and returns its number, 1 for the first. Draw with math.random().

Your script ends with
   return { probabilities = probabilities, pick = pick }]], [[
語言模型在玩文字接龍：它給每個可能的下一個字一個分數，把分數變成機率，再抽出
一個字。

1. probabilities(scores, temperature)：每個字的機率，一個清單。把每個分數除
   以溫度，取 e 的那個次方，再除以它們的總和，使全部加起來是 1。像 1000 或
   -2000 這樣的分數也要能算。
2. pick(chances)：依照這些機率（加起來是 1）抽出一個字，回傳它的編號，第一個
   是 1。用 math.random() 抽。

程式的最後一行是
   return { probabilities = probabilities, pick = pick }]]),
  hints = {
    both("Two loops: one to make positive numbers of the scores, one to make them add up to 1.",
         "兩個迴圈：一個把分數變成正數，一個讓它們加起來是 1。"),
    both("If all scores are lowered by the same amount, what happens to the probabilities?",
         "如果所有分數都減去同一個數，機率會怎麼變？"),
    both("pick: draw one number between 0 and 1, then walk through the words and take each one's share off it until nothing is left.",
         "pick：先抽一個 0 到 1 之間的數，再一個字一個字扣掉它的份，直到扣完為止。"),
  },
  check = function(t)
    math.randomseed(t.seed)
    local a = t:run()
    check_probabilities(t, t:func(a, "probabilities"))
    check_pick(t, t:func(a, "pick"))
  end,
}
