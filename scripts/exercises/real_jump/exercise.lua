-- Is the jump real? How large a jump a smooth world shows by luck alone.

local REPEATS, EXACT, SIZES = 1000, 10000, 9

local function both(en, zh, ...)
  return { en = string.format(en, ...), ["zh-TW"] = string.format(zh, ...) }
end

local function truth(i)
  return 0.2 + 0.05 * (i - 1)
end

-- A list of nine shares of n questions, or nil.
local function as_scores(value, n)
  if (type(value) ~= "table" and type(value) ~= "userdata") or #value ~= SIZES then return nil end
  local list = {}
  for i = 1, SIZES do
    local s = value[i]
    if type(s) ~= "number" or math.abs(s * n - math.floor(s * n + 0.5)) > 1e-6 or s < 0 or s > 1 then return nil end
    list[i] = s
  end
  return list
end

-- How far scores lie from the truth, in standard deviations of n independent questions.
local function standardized(all, n)
  local z = {}
  for c, scores in ipairs(all) do
    z[c] = {}
    for i = 1, SIZES do
      local p = truth(i)
      z[c][i] = (scores[i] - p) / math.sqrt(p * (1 - p) / n)
    end
  end
  return z
end

-- The size whose mean is farthest off, in standard errors; how far scores scatter, 1 when every
-- question has its own luck; how neighbors go together, then 0.
local function describe(z)
  local calls, d = #z, { worst = 0, at = 1, scatter = 0, together = 0 }
  for i = 1, SIZES do
    local sum = 0
    for c = 1, calls do
      sum = sum + z[c][i]
      d.scatter = d.scatter + z[c][i] ^ 2 / (calls * SIZES)
      if i > 1 then d.together = d.together + z[c][i] * z[c][i - 1] / (calls * (SIZES - 1)) end
    end
    local off = math.abs(sum) / math.sqrt(calls)
    if off > d.worst then d.worst, d.at = off, i end
  end
  return d
end

local function check_measurements(t, measure)
  local n, calls, all, strange = 5, 300, {}, nil -- few questions: one too few shows
  for c = 1, calls do
    all[c] = as_scores(measure(n), n)
    strange = strange or not all[c]
  end
  t:need {
    key = "shares", ok = not strange,
    says = both("measure(n) returns nine shares of n questions", "measure(n) 回傳九個「n 題中答對的比例」"),
    why = both("for n = %d something else came back; with %d questions a share can only be 0/%d, 1/%d, 2/%d, ...",
               "n = %d 時回傳的不是這樣；有 %d 題時，比例只可能是 0/%d、1/%d、2/%d……", n, n, n, n, n) }
  local d, mean = describe(standardized(all, n)), 0
  for c = 1, calls do mean = mean + all[c][d.at] / calls end
  t:need {
    key = "smooth_truth", ok = d.worst < 6,
    says = both("on average the scores rise smoothly, as truth(i) does", "平均來說，分數和 truth(i) 一樣平滑上升"),
    why = both("over %d measurements the mean at size %d is %.3f.", "%d 次量測中，第 %d 個大小的平均是 %.3f。", calls, d.at, mean) }
  t:need {
    key = "own_luck", ok = math.abs(d.scatter - 1) < 0.25 and math.abs(d.together) < 0.18,
    says = both("every question of every size has its own luck", "每個大小的每一題各有各的運氣"),
    why = both("scores scatter by %.2f times what independent questions would, and neighbors go together by %.2f (0: not at all).",
               "分數的變異是獨立題目的 %.2f 倍，相鄰大小的相關是 %.2f（0 表示無關）。", d.scatter, d.together) }
end

local function true_p(rise, n)
  local repeats, hits, columns = EXACT, 0, {}
  for i = 1, SIZES do columns[i] = stats.binomial { n = n, p = truth(i) }:sample(repeats):totable() end
  for r = 1, repeats do
    for i = 2, SIZES do
      if (columns[i][r] - columns[i - 1][r]) / n >= rise - 1e-9 then
        hits = hits + 1
        break
      end
    end
  end
  return hits / repeats
end

local function check_p_value(t, p_value)
  local bad, got, rise
  for _, case in ipairs { { 0.155, 60 }, { 0.215, 40 }, { 0.305, 20 }, { 0.105, 60 } } do
    local value, want = p_value(case[1], case[2]), true_p(case[1], case[2])
    local fine = type(value) == "number" and math.abs(value - want) < 6 * math.sqrt(want * (1 - want) * (1 / REPEATS + 1 / EXACT)) + 0.005
    if not bad and not fine then bad, got, rise = case[2], tostring(value), case[1] end
  end
  t:item {
    key = "by_luck", points = 2, ok = bad == nil,
    says = both("p_value(rise, n): how often luck alone makes a rise of at least that much, anywhere",
                "p_value(rise, n)：光靠運氣，在任何地方出現至少這麼大升幅的比例"),
    why = both("p_value(%g, %d) gives %s. Whoever looks at nine sizes has eight chances to see a jump.",
               "p_value(%g, %d) 得到 %s。看九個大小的人，有八次機會看到跳躍。", rise or 0, bad or 0, got or "") }
end

return {
  order = 12, level = "hard",
  title = both("Is the jump real?", "跳躍是真的嗎？"),
  statement = both([[
Nine models, small to large, are asked n questions each. The paper shows a
jump of 20 points from one size to the next and calls it emergence. How
easily does luck alone show such a jump?

Take a world without a jump: truth(i) rises smoothly, 5 points a size. In
that world:
1. measure(n): the list of nine measured scores when every model answers n
   questions, each of them right with chance truth(i): nine shares of n.
   Draw with math.random().
2. p_value(rise, n): the share of p.repeats measurements whose biggest rise
   between neighbors (anywhere) is at least `rise`.
3. questions: the first of 10, 20, 50, 100, 200, 500 for which
   p_value(0.195, n) is at most 5 %%: from then on, 20 points are evidence.
   (0.195 rather than 0.2 keeps rounding out of it.)

Your script ends with
   return { measure = measure, p_value = p_value, questions = questions }]], [[
九個從小到大的模型，每個問 n 題。論文裡某個大小到下一個大小跳了 20 個百分點，
並稱之為湧現。光靠運氣，有多容易看到這樣的跳躍？

假設一個沒有跳躍的世界：truth(i) 平滑上升，每個大小多 5 個百分點。在這個世界
裡：
1. measure(n)：每個模型答 n 題、每題答對的機率是 truth(i) 時，量到的九個分數
   （n 題中答對的比例）。用 math.random() 抽。
2. p_value(rise, n)：做 p.repeats 次量測，相鄰大小的最大升幅（不管在哪裡）至
   少是 rise 的比例。
3. questions：在 10、20、50、100、200、500 中，第一個讓 p_value(0.195, n) 不
   超過 5 %% 的題數：從那時起，20 個百分點才算證據。（用 0.195 而不用 0.2，是
   為了避開捨入誤差。）

程式的最後一行是
   return { measure = measure, p_value = p_value, questions = questions }]]),
  hints = {
    both("Print measure(20) three times. How large is the biggest rise in each?", "把 measure(20) 印三次。每次的最大升幅是多少？"),
    both("measure: for each of the nine sizes, count how many of n draws fall below truth(i), and divide by n.",
         "measure：對九個大小，數出 n 次抽樣中有幾次小於 truth(i)，再除以 n。"),
    both("p_value: a loop over p.repeats; each time measure anew, find the biggest of the eight rises, and count whether it reaches `rise`.",
         "p_value：重複 p.repeats 次；每次重新量測，找出八個升幅中最大的，看有沒有達到 rise。"),
  },
  check = function(t)
    math.randomseed(t.seed)
    local a = t:run { set = { repeats = REPEATS } }
    check_measurements(t, t:func(a, "measure"))
    check_p_value(t, t:func(a, "p_value"))
    local questions = t:number(a, "questions")
    t:item {
      key = "evidence", ok = questions == 200,
      says = both("questions is the first number that makes 20 points evidence", "questions 是讓 20 個百分點成為證據的第一個題數"),
      why = both("questions is %g. Compare p_value(0.195, n) with 5 %% for each of the six numbers, from the smallest up.",
                 "questions 是 %g。請從最小的開始，逐一比較六個題數的 p_value(0.195, n) 與 5 %%。", questions) }
  end,
}
