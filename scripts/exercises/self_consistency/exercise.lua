-- Self-consistency: a vote among several chains of thought. When does it help?

local TRIALS = 2000

local function both(en, zh, ...)
  return { en = string.format(en, ...), ["zh-TW"] = string.format(zh, ...) }
end

local function listed(list)
  local words = {}
  for i, x in ipairs(list) do words[i] = tostring(x) end
  return "{ " .. table.concat(words, ", ") .. " }"
end

local function shuffled(list)
  for i = #list, 2, -1 do
    local j = math.random(i)
    list[i], list[j] = list[j], list[i]
  end
  return list
end

-- Answers among which one leads, though rarely with more than half.
local function clear_case()
  local names = shuffled { 3, 7, 11, 42, 5 }
  local lead = math.random(2, 4)
  local list = {}
  for _ = 1, lead do list[#list + 1] = names[1] end
  for other = 2, 5 do
    for _ = 1, math.random(0, lead - 1) do list[#list + 1] = names[other] end
  end
  return shuffled(list), names[1]
end

local function check_vote(t, vote)
  local cases = { { { 7, 7, 3 }, 7 }, { { 5 }, 5 }, { { 1, 2, 3, 2, 4 }, 2 }, { { 4, 4, 9, 9, 9, 4, 9 }, 9 } }
  for i = 5, 40 do
    local list, leader = clear_case()
    cases[i] = { list, leader }
  end
  local bad, got
  for _, case in ipairs(cases) do
    local value = vote(case[1])
    if not bad and value ~= case[2] then bad, got = case[1], tostring(value) end
  end
  t:need {
    key = "most_often", ok = bad == nil,
    says = both("vote(answers) returns the answer that was given most often", "vote(answers) 回傳出現最多次的答案"),
    why = both("vote(%s) gives %s. The leading answer wins; it need not have more than half of the votes.",
               "vote(%s) 得到 %s。票數最多的勝出，不需要過半。", bad and listed(bad) or "", got or "") }
  local n, first, strange = 1000, 0, nil
  for _ = 1, n do
    local value = vote { 8, 6, 6, 8 }
    if value == 8 then first = first + 1 elseif value ~= 6 then strange = tostring(value) end
  end
  t:need {
    key = "ties", ok = not strange and stats.test.binomial { k = first, n = n, p = 0.5 }.p > 1e-8,
    says = both("a tie is broken at random, each of the leaders as likely", "平手時隨機決定，領先者機會均等"),
    why = both("in %d votes on { 8, 6, 6, 8 } the 8 won %d times%s.", "對 { 8, 6, 6, 8 } 投票 %d 次，8 贏了 %d 次%s。", n, first,
               strange and (" (" .. strange .. ")") or "") }
end

local function theory(chances, votes)
  local answers, wrong = #chances, {}
  for i = 2, answers do wrong[i - 1] = chances[i] end
  local run = sim.cot { size = { 1e9 }, steps = 1, step = chances[1], drift = 0, direct = 0, guess = 0,
                        votes = votes, answers = answers, wrong = wrong, trials = 1 }
  return run.cot.theory[1]
end

local function check_accuracy(t, accuracy)
  local one = { 0.4, 0.2, 0.2, 0.2 }
  local bad, got
  for _, case in ipairs { { one, 1 }, { { 0.7, 0.3 }, 1 }, { one, 9 }, { { 0.35, 0.5, 0.15 }, 7 }, { { 0.7, 0.2, 0.1 }, 15 } } do
    local value, want = accuracy(case[1], case[2]), theory(case[1], case[2])
    local fine = type(value) == "number" and math.abs(value - want) < 6 * math.sqrt(want * (1 - want) / TRIALS) + 0.002
    if not bad and not fine then bad, got = case, tostring(value) end
  end
  t:item {
    key = "after_the_vote", points = 2, ok = bad == nil,
    says = both("accuracy(chances, m) is the share of problems that m chains answer rightly by vote",
                "accuracy(chances, m) 是 m 條思維鏈投票後答對的比例"),
    why = both("accuracy(%s, %d) gives %s. Each problem needs m chains of its own, and only answer 1 is right.",
               "accuracy(%s, %d) 得到 %s。每一題都要有自己的 m 條思維鏈，而且只有答案 1 是對的。",
               bad and listed(bad[1]) or "", bad and bad[2] or 0, got or "") }
end

local function random_chances(n)
  local chances, sum = {}, 0
  for i = 1, n do
    chances[i] = math.random()
    sum = sum + chances[i]
  end
  for i = 1, n do chances[i] = chances[i] / sum end
  return chances
end

local function check_helps(t, helps)
  local cases = { { 0.3, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1 }, { 0.4, 0.55, 0.05 }, { 0.6, 0.4 }, { 0.45, 0.55 }, { 0.2, 0.5, 0.1, 0.1, 0.1 } }
  while #cases < 40 do
    local chances = random_chances(math.random(2, 5))
    local leader = math.max(table.unpack(chances, 2))
    if math.abs(chances[1] - leader) > 0.15 and chances[1] > 0.05 then cases[#cases + 1] = chances end
  end
  local bad, got
  for _, chances in ipairs(cases) do
    local value = helps(chances)
    if not bad and value ~= (chances[1] > math.max(table.unpack(chances, 2))) then bad, got = chances, tostring(value) end
  end
  local shown = {}
  for i, c in ipairs(bad or {}) do shown[i] = string.format("%.2f", c) end
  t:item {
    key = "when", ok = bad == nil,
    says = both("helps(chances) is true when a vote of very many chains beats a single one, else false",
                "helps(chances)：很多條思維鏈投票勝過單獨一條時是 true，否則是 false"),
    why = both("helps(%s) gives %s. Which answer wins when a thousand chains vote?",
               "helps(%s) 得到 %s。一千條思維鏈投票時，哪個答案會贏？", "{ " .. table.concat(shown, ", ") .. " }", got or "") }
end

return {
  order = 14, level = "hard",
  title = both("Many chains vote: self-consistency", "多條思維鏈投票：自我一致性"),
  statement = both([[
A model thinks about a problem several times and gives the answer that came
out most often (self-consistency). Does that help? It depends on the wrong
answers.

chances is a list: answer 1 is right and comes with chance chances[1],
answer 2 is wrong and comes with chances[2], and so on; they add up to 1.
Chains are drawn independently.
1. vote(answers): a list of numbers; returns the one that occurs most often.
   A tie is broken at random, each of the leaders as likely.
2. accuracy(chances, m): the share of p.trials problems that are right after
   a vote of m chains. Draw a chain's answer with math.random().
3. helps(chances): true when very many chains are right more often than a
   single chain, else false. (You may think instead of simulating.)

Your script ends with
   return { vote = vote, accuracy = accuracy, helps = helps }]], [[
模型把同一題想好幾次，再回答最常出現的答案（自我一致性）。這樣有幫助嗎？要看
錯的答案長什麼樣子。

chances 是一個清單：答案 1 是對的，出現的機率是 chances[1]；答案 2 是錯的，
機率是 chances[2]，依此類推；總和是 1。每條思維鏈獨立抽樣。
1. vote(answers)：一串數字，回傳出現最多次的。平手時隨機決定，領先者機會均等。
2. accuracy(chances, m)：在 p.trials 題中，m 條思維鏈投票後答對的比例。用
   math.random() 抽每條鏈的答案。
3. helps(chances)：很多條思維鏈投票比單獨一條更常答對時是 true，否則是 false。
   （可以用想的，不必模擬。）

程式的最後一行是
   return { vote = vote, accuracy = accuracy, helps = helps }]]),
  hints = {
    both("A class votes on an answer. When is the class wiser than one pupil, and when not?", "全班投票決定答案。什麼時候全班比一個學生聰明？什麼時候不是？"),
    both("vote: first count (a table from answer to count), then find the highest count, then collect all answers that have it.",
         "vote：先計數（答案對次數的表），再找最高的次數，最後收集所有達到這個次數的答案。"),
    both("With very many chains the counts follow the chances: compare chances[1] with the largest of the others.",
         "思維鏈很多時，票數會跟著機率走：比較 chances[1] 和其他答案中最大的機率。"),
  },
  check = function(t)
    math.randomseed(t.seed)
    local a = t:run { set = { trials = TRIALS } }
    check_vote(t, t:func(a, "vote"))
    check_accuracy(t, t:func(a, "accuracy"))
    check_helps(t, t:func(a, "helps"))
  end,
}
