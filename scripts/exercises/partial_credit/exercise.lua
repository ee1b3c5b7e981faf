-- The same answers under a finer ruler: the jump vanishes.

local SIZES, STEPS, TRIALS = 6, 32, 400

local function both(en, zh, ...)
  return { en = string.format(en, ...), ["zh-TW"] = string.format(zh, ...) }
end

local function close(a, b)
  return type(a) == "number" and math.abs(a - b) <= 1e-9
end

local function shown(marks)
  local out = {}
  for i, right in ipairs(marks) do out[i] = tostring(right) end
  return "{ " .. table.concat(out, ", ") .. " }"
end

local function random_marks(n)
  local marks, right = {}, 0
  for i = 1, n do
    marks[i] = math.random() < 0.6
    if marks[i] then right = right + 1 end
  end
  return marks, right / n
end

local function check_partial(t, partial)
  local early, late = { true, true, false, false, false }, { false, false, true, false, true }
  local first, second = partial(early), partial(late)
  t:need {
    key = "order", ok = type(first) == "number" and close(second, first),
    says = both("partial(marks) does not depend on where the errors are", "partial(marks) 與錯在哪一步無關"),
    why = both("two right steps of five: at the beginning they give %s, later on %s. A step that is right counts, whatever happened before it.",
               "五步對兩步：對在前面得到 %s，對在後面得到 %s。只要那一步做對就算，不管前面如何。",
               tostring(first), tostring(second)) }
  local bad, got
  for n = 1, 12 do
    local marks, share = random_marks(n)
    local value = partial(marks)
    if not bad and not close(value, share) then bad, got = marks, tostring(value) end
  end
  t:need {
    key = "share", ok = bad == nil,
    says = both("partial(marks) is the share of the steps that are right", "partial(marks) 是做對的步驟所占的比例"),
    why = both("partial(%s) gives %s. It should be a share: 0 when no step is right, 1 when all are, and one further right step always adds the same.",
               "partial(%s) 得到 %s。應該是一個比例：全錯是 0，全對是 1，每多對一步就多同樣的一份。",
               bad and shown(bad) or "", got or "") }
end

local function check_rise(t, biggest_rise)
  local bad, got
  local curves = { { 0, 0.1, 0.5, 0.6 }, { 0.2, 0.3, 0.1, 0.15 }, { 0.9, 0.2, 0.3, 0.5, 0.4 } }
  for i = 1, 10 do
    local curve = { 0 }
    for j = 2, 5 + i do curve[j] = math.random() end
    curves[#curves + 1] = curve
  end
  for _, curve in ipairs(curves) do
    local want = -math.huge
    for i = 2, #curve do want = math.max(want, curve[i] - curve[i - 1]) end
    local value = biggest_rise(curve)
    if not bad and not close(value, want) then bad, got = curve, tostring(value) end
  end
  local words = {}
  for i, y in ipairs(bad or {}) do words[i] = string.format("%.3g", y) end
  t:item {
    key = "rise", ok = bad == nil,
    says = both("biggest_rise(curve) is the largest rise from one size to the next",
                "biggest_rise(curve) 是從一個大小到下一個大小的最大升幅"),
    why = both("biggest_rise({ %s }) gives %s. Only neighbors are compared, and a fall is not a rise.",
               "biggest_rise({ %s }) 得到 %s。只比較相鄰的兩點，而且下降不算上升。",
               table.concat(words, ", "), got or "") }
end

-- Farthest cell in standard errors; slack covers chances near 0, where a few hits more are no news.
local function farthest(curve, expected, answers)
  local worst, at = 0, 1
  for i = 1, SIZES do
    local q = expected(i)
    local z = (math.abs(curve[i] - q) - 8 / answers) / math.sqrt(q * (1 - q) / answers + 1e-12)
    if z ~= z then z = math.huge end
    if z > worst then worst, at = z, i end
  end
  return worst, at
end

local function check_curves(t, a)
  local size = array.geomspace(1e7, 1e12, SIZES)
  local skill = sim.ability.logistic { midpoint = 3e9, slope = 1.5, floor = 0.5 }
  local curve = t:array(a, "partial_curve", { length = SIZES })
  local z, i = farthest(curve, function(i) return skill(size[i]) end, TRIALS * STEPS)
  t:item {
    key = "fine_ruler", ok = z < 6,
    says = both("partial_curve has the mean of partial(marks) at every size",
                "partial_curve 是每個大小的 partial(marks) 平均"),
    why = both("at size %d of %d (%.2g parameters) it is %.3f, far from the share of right steps there. Which grade is added up?",
               "第 %d 個大小（共 %d 個，參數量 %.2g），數值是 %.3f，和那裡的步驟正確率差太多。你加總的是哪一種分數？",
               i, SIZES, size[i], curve[i]) }
  curve = t:array(a, "exact_curve", { length = SIZES })
  z, i = farthest(curve, function(i) return skill(size[i]) ^ STEPS end, TRIALS)
  t:item {
    key = "coarse_ruler", ok = z < 6,
    says = both("exact_curve still has the mean of exact(marks) at every size",
                "exact_curve 仍然是每個大小的 exact(marks) 平均"),
    why = both("at size %d of %d (%.2g parameters) it is %.3f, far from the share of problems with every step right. That part needed no change.",
               "第 %d 個大小（共 %d 個，參數量 %.2g），數值是 %.3f，和全部步驟都對的比例差太多。這部分原本不需要修改。",
               i, SIZES, size[i], curve[i]) }
end

return {
  order = 2, level = "easy",
  title = both("Partial credit makes the jump vanish", "給部分分數，跳躍就消失了"),
  statement = both([[
Every problem takes 32 steps. So far an answer counts only when all of them
are right: as models grow the score stays at 0, and then it jumps
(emergence). Grade the same answers with a finer ruler.

A problem's `marks` is a list such as { true, false, true }: which steps are
right.
1. partial(marks): the share of the steps that are right, 0..1.
2. partial_curve: the mean of partial(marks) at each size, for the same
   answers as exact_curve.
3. biggest_rise(curve): the largest rise from one size to the next one in a
   list of scores.

Your script ends with
   return { partial = partial, biggest_rise = biggest_rise,
            exact_curve = exact_curve, partial_curve = partial_curve }
Leave the sizes and the ability as they are. A figure is not needed, but
worth a look.]], [[
每一題有 32 個步驟。到目前為止，全部步驟都對才算對：模型變大時，分數先
一直是 0，然後突然跳起來（湧現）。請用更細的尺，替同一批答案重新打分數。

一題的 marks 是像 { true, false, true } 這樣的清單：哪些步驟做對了。
1. partial(marks)：做對的步驟所占的比例，0 到 1。
2. partial_curve：每個大小的 partial(marks) 平均，用的是和 exact_curve 相同
   的答案。
3. biggest_rise(curve)：一串分數中，從一個大小到下一個大小的最大升幅。

程式的最後是
   return { partial = partial, biggest_rise = biggest_rise,
            exact_curve = exact_curve, partial_curve = partial_curve }
模型大小和能力請維持原樣。不一定要畫圖，但很值得看一眼。]]),
  hints = {
    both("A teacher who gives points for each step: how would she count?", "如果老師每一步都給分，會怎麼算？"),
    both("Count the true ones in a loop, and divide by how many marks there are (#marks).",
         "用迴圈數出有幾個 true，再除以總共有幾個（#marks）。"),
    both("biggest_rise: keep the best difference so far while i goes from 2 to #curve. In the loop over the sizes, add up both grades side by side.",
         "biggest_rise：讓 i 從 2 走到 #curve，記住目前最大的差。在各個大小的迴圈裡，同時加總兩種分數。"),
  },
  check = function(t)
    math.randomseed(t.seed)
    local a = t:run { set = { steps = STEPS, trials = TRIALS } }
    check_partial(t, t:func(a, "partial"))
    check_rise(t, t:func(a, "biggest_rise"))
    check_curves(t, a)
  end,
}
