-- The expected calibration error, counted by hand.

local function both(en, zh, ...)
  return { en = string.format(en, ...), ["zh-TW"] = string.format(zh, ...) }
end

local function close(a, b)
  return type(a) == "number" and math.abs(a - b) <= 1e-9
end

-- Confidences spread over 0..1, answers right as often as the model says, give or take.
local function answers(n, slant)
  local confidence, correct = {}, {}
  for i = 1, n do
    confidence[i] = math.random()
    correct[i] = math.random() < confidence[i] ^ slant and 1 or 0
  end
  return confidence, correct
end

local function numbers(list)
  local words = {}
  for i, x in ipairs(list) do words[i] = string.format("%g", x) end
  return "{ " .. table.concat(words, ", ") .. " }"
end

local function check_case(t, ece, case)
  local got = ece(case.confidence, case.correct, case.bins)
  local want = stats.ece(case.confidence, case.correct, { bins = case.bins })
  local en = string.format("ece(%s, %s, %d) gives %s. ", numbers(case.confidence), numbers(case.correct), case.bins, tostring(got))
  local zh = string.format("ece(%s, %s, %d) 得到 %s。", numbers(case.confidence), numbers(case.correct), case.bins, tostring(got))
  t:item { key = case.key, ok = close(got, want), says = case.says,
           why = { en = en .. case.why.en, ["zh-TW"] = zh .. case.why["zh-TW"] } }
end

local cases = {
  { key = "one_bin", confidence = { 0.9, 0.7 }, correct = { 1, 0 }, bins = 1,
    says = both("in one bin it is the gap between mean confidence and share right", "只有一格時，就是平均信心分數與正確率的差距"),
    why = both("First the means of the bin, then one gap between them: not a gap for each answer, not the middle of the bin, and never negative.",
               "先算格子裡的平均，再取兩者的差距：不是每個答案各算一個差距，不是用格子的中點，也不會是負的。") },
  { key = "both_ways", confidence = { 0.9, 0.9, 0.3, 0.3 }, correct = { 1, 0, 1, 0 }, bins = 2,
    says = both("too sure in one bin and too modest in another do not make up for each other", "一格過度自信、另一格太謙虛，不能互相抵銷"),
    why = both("One bin is too sure, the other too modest: both are errors.", "一格過度自信，另一格太謙虛：兩個都是誤差。") },
  { key = "weighted", confidence = { 0.9, 0.9, 0.9, 0.9, 0.2 }, correct = { 1, 1, 1, 1, 1 }, bins = 2,
    says = both("a bin counts by how many answers are in it", "每一格依答案的個數計入"),
    why = both("One bin holds four answers, the other one.", "一格有四個答案，另一格只有一個。") },
  { key = "empty", confidence = { 0.05, 0.95 }, correct = { 0, 0 }, bins = 10,
    says = both("empty bins add nothing", "空的格子不影響結果"),
    why = both("Eight of the ten bins are empty; what is 0 divided by 0?", "十格中有八格是空的；0 除以 0 是多少？") },
  { key = "ends", confidence = { 0, 1, 1, 0.3 }, correct = { 0, 0, 1, 1 }, bins = 4,
    says = both("confidences of exactly 0 and 1 are counted in the first and the last bin", "信心分數剛好是 0 和 1 時，算在第一格和最後一格"),
    why = both("In which bins do the answers with confidence 0 and 1 end up?", "信心分數是 0 和 1 的答案跑到哪一格了？") },
  { key = "edges", confidence = { 0.5, 0.5, 0.75, 0.75, 0.6 }, correct = { 1, 1, 0, 0, 0 }, bins = 4,
    says = both("a confidence on an edge belongs to the bin below", "剛好在邊界上的信心分數屬於下面那一格"),
    why = both("With 4 bins 0.5 belongs to the second one, which goes from above 0.25 up to 0.5.",
               "分成 4 格時，0.5 屬於第二格；那一格從大於 0.25 到 0.5。") },
}

local function check_random(t, ece)
  local bad, got, bins
  for i = 1, 8 do
    local confidence, correct = answers(100 * i, 0.5 + math.random())
    local b = math.random(2, 20)
    local value = ece(confidence, correct, b)
    local want = stats.ece(confidence, correct, { bins = b })
    if not bad and not close(value, want) then bad, got, bins = 100 * i, tostring(value), b end
  end
  t:item {
    key = "library", points = 2, ok = bad == nil,
    says = both("for random answers it agrees with stats.ece", "對隨機產生的答案，結果與 stats.ece 一致"),
    why = both("for %d random answers and %d bins it gives %s; stats.ece gives something else.",
               "對 %d 個隨機答案、%d 格，得到 %s；stats.ece 的結果不同。", bad or 0, bins or 0, got or "") }
end

local function check_numbers(t, a)
  local hand, library = t:number(a, "hand"), t:number(a, "library")
  t:item {
    key = "same", ok = close(hand, library) and hand > 0 and hand < 1,
    says = both("hand and library, both for the model's answers, are the same", "hand 與 library 都是這個模型的結果，而且相同"),
    why = both("hand is %g, library %g.", "hand 是 %g，library 是 %g。", hand, library) }
end

return {
  order = 8, level = "medium",
  title = both("Calibration error by hand", "親手計算校準誤差"),
  statement = both([[
A model answers and says how sure it is (0..1). It is calibrated when, of
all answers given with 70 %% confidence, 70 %% are right. The expected
calibration error (ECE) measures how far it is from that:

 - sort the answers into equally wide bins by confidence; with 4 bins these
   are 0..0.25, 0.25..0.5, ... A confidence on an edge belongs to the bin
   below; 0 belongs to the first bin;
 - in each bin, take the gap between mean confidence and share right, never
   negative;
 - ECE is the mean of these gaps, in which each bin counts by the number of
   its answers.

1. ece(confidence, correct, bins): two lists of equal length, correct holds
   1 or 0; bins is a number.
2. hand: ece of the model's answers with 10 bins; library: the same from
   stats.ece.

Do it with loops: the library is there to check yourself.
Your script ends with
   return { ece = ece, hand = hand, library = library }]], [[
模型作答時會說自己有多確定（信心分數，0 到 1）。如果信心分數 70 %% 的答案剛好
有 70 %% 正確，就是校準良好。預期校準誤差（ECE）衡量離這個理想有多遠：

 - 依信心分數把答案放進等寬的格子；分 4 格時就是 0 到 0.25、0.25 到 0.5……剛
   好在邊界上的屬於下面那一格；0 屬於第一格；
 - 每一格算出平均信心分數與正確率的差距（不會是負的）；
 - ECE 是這些差距的平均，每一格依答案個數加權。

1. ece(confidence, correct, bins)：兩個一樣長的清單，correct 裡是 1 或 0；
   bins 是格數。
2. hand：用 ece 算這個模型的答案，分 10 格；library：用 stats.ece 算同樣的東
   西。

請用迴圈自己算：函式庫是用來核對的。
程式的最後一行是
   return { ece = ece, hand = hand, library = library }]]),
  hints = {
    both("First only find out how many answers fall into each bin, and print that.", "先只算出每一格有幾個答案，印出來看看。"),
    both("Three sums for each bin: how many answers, their confidences, how many are right.", "每一格三個總和：幾個答案、信心分數總和、對了幾個。"),
    both("math.ceil(c * bins) is the number of the bin, but for c = 0. Skip bins without answers.",
         "math.ceil(c * bins) 就是格子的編號，只有 c = 0 例外。沒有答案的格子要跳過。"),
  },
  check = function(t)
    math.randomseed(t.seed)
    local a = t:run()
    local ece = t:func(a, "ece")
    for _, case in ipairs(cases) do check_case(t, ece, case) end
    check_random(t, ece)
    check_numbers(t, a)
  end,
}
