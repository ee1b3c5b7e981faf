-- Was the bet a good one? The expected value decides, not how it turned out.

local function both(en, zh, ...)
  return { en = string.format(en, ...), ["zh-TW"] = string.format(zh, ...) }
end

local ROUNDS = 20000

-- Outcomes of `play` under the bet that the script was run with.
local function check_play(t, a, win, prize, stake)
  local play, n, wins, strange = t:func(a, "play"), 3000, 0, nil
  for _ = 1, n do
    local gain = play()
    if gain == prize then wins = wins + 1
    elseif gain ~= -stake then strange = strange or tostring(gain) end
  end
  t:need {
    key = "outcomes", ok = strange == nil,
    says = both("play() returns what one round brings: a prize won or a stake lost",
                "play() 回傳玩一次的收支：贏得獎金，或輸掉賭注"),
    why = both("for prize %g and stake %g a call returned %s. Money that is lost makes you poorer.",
               "獎金 %g、賭注 %g 時，有一次得到 %s。輸掉的錢會讓你變窮。", prize, stake, strange or "") }
  t:need {
    key = "odds", ok = stats.test.binomial { k = wins, n = n, p = win }.p > 1e-8,
    says = both("play() wins as often as the parameter win says", "play() 贏的頻率符合參數 win"),
    why = both("of %d rounds it won %d; with a chance of %g that would hardly ever happen.",
               "玩 %d 次贏了 %d 次；如果機率是 %g，幾乎不可能發生。", n, wins, win) }
end

local function check_average(t)
  local bets = { { 0.06, 5, 50 }, { 0.3, 20, 10 }, { 0.9, 1, 5 }, { 0.02, 100, 1 } }
  local bad, got
  for i, bet in ipairs(bets) do
    local win, prize, stake = bet[1], bet[2], bet[3]
    local b = t:run { seed = t.seed + i, set = { win = win, prize = prize, stake = stake, rounds = ROUNDS } }
    local average = t:number(b, "average")
    local expected = win * prize - (1 - win) * stake
    local sd = (prize + stake) * math.sqrt(win * (1 - win) / ROUNDS)
    if not bad and math.abs(average - expected) > 6 * sd then bad, got = bet, average end
  end
  t:item {
    key = "long_run", points = 2, ok = bad == nil,
    says = both("average is what a round brings in the long run, for any bet",
                "average 是長期下來平均每次的收支，換別的賭局也成立"),
    why = both("for win = %g, prize = %g, stake = %g and %d rounds it is %.3f: too far off to be chance. How often does each outcome come, and are all the rounds played?",
               "win = %g、prize = %g、stake = %g、玩 %d 次時，得到 %.3f：差距大到不可能是運氣。每種結果各有多常出現？真的每一輪都玩了嗎？",
               bad and bad[1] or 0, bad and bad[2] or 0, bad and bad[3] or 0, ROUNDS, got or 0) }
end

local function check_worth(t, a)
  local worth_it, bad, got = t:func(a, "worth_it"), nil, nil
  local cases = { { 0.06, 5, 50 }, { 0.94, 5, 500 }, { 0.1, 100, 2 }, { 0.8, 10, 5 } }
  while #cases < 24 do
    local win, prize, stake = math.random(2, 98) / 100, math.random(1, 100), math.random(1, 100)
    if math.abs(win * prize - (1 - win) * stake) > 0.1 * (prize + stake) then
      cases[#cases + 1] = { win, prize, stake }
    end
  end
  for _, c in ipairs(cases) do
    local value = worth_it(c[1], c[2], c[3])
    if not bad and value ~= (c[1] * c[2] - (1 - c[1]) * c[3] > 0) then bad, got = c, tostring(value) end
  end
  t:item {
    key = "decision", points = 2, ok = bad == nil,
    says = both("worth_it(win, prize, stake) is true when the bet pays in the long run, else false",
                "worth_it(win, prize, stake) 在長期划算時是 true，否則是 false"),
    why = both("worth_it(%g, %g, %g) gives %s. One lucky round says nothing, and neither does winning often when the stakes are high.",
               "worth_it(%g, %g, %g) 得到 %s。一次好運不能說明什麼；賭注很大時，常常贏也不代表划算。",
               bad and bad[1] or 0, bad and bad[2] or 0, bad and bad[3] or 0, got or "") }
end

return {
  order = 3, level = "easy",
  title = both("Was it right to take the bet?", "該不該下這個注？"),
  statement = both([[
A bet: with 94 %% you lose 50, with 6 %% you win 5. Somebody took it and won
5. Was that a good decision? Many language models say yes: they look at how
it turned out. Find out by playing.

1. play(): one round of the bet with p.win, p.prize, p.stake. Returns the
   prize when it is won, and minus the stake when it is lost. Draw with
   math.random().
2. average: the mean of play() over p.rounds rounds.
3. worth_it(win, prize, stake): true when such a bet brings money in the
   long run, else false. It gets its own numbers, not those of p.

Your script ends with
   return { play = play, average = average, worth_it = worth_it }]], [[
一個賭局：有 94 %% 的機率輸 50 元，6 %% 的機率贏 5 元。有人下了注，結果贏了 5
元。這是好決定嗎？很多語言模型會說是，因為它們看的是結果。請用模擬找出答案。

1. play()：用 p.win、p.prize、p.stake 玩一次。贏了回傳獎金，輸了回傳負的賭注。
   用 math.random() 抽。
2. average：玩 p.rounds 次 play() 的平均。
3. worth_it(win, prize, stake)：這種賭局長期會賺錢時回傳 true，否則回傳
   false。它用的是自己的三個數字，不是 p 裡面的。

程式的最後一行是
   return { play = play, average = average, worth_it = worth_it }]]),
  hints = {
    both("If you took this bet every day for a year, would you be richer?", "如果每天都下這個注，一年後會變有錢嗎？"),
    both("math.random() < 0.06 is true in 6 %% of the calls.", "math.random() < 0.06 有 6 %% 的機率成立。"),
    both("In the long run the prize comes with weight win, the stake goes with weight 1 - win.",
         "長期來看，獎金以 win 的比重進帳，賭注以 1 - win 的比重流失。"),
  },
  check = function(t)
    math.randomseed(t.seed)
    local a = t:run { set = { win = 0.06, prize = 5, stake = 50, rounds = ROUNDS } }
    check_play(t, a, 0.06, 5, 50)
    check_average(t)
    check_worth(t, a)
  end,
}
