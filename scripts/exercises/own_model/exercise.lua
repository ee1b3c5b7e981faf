-- A toy model of the student's own: a model that checks its answer and tries again.

local TRIALS, X = 4000, array.linspace(0.1, 0.9, 9)

local function both(en, zh, ...)
  return { en = string.format(en, ...), ["zh-TW"] = string.format(zh, ...) }
end

-- The first try, and a further one each time that an error was noticed.
local function right_chance(x, tries, notice)
  local sum, reached = 0, 1
  for _ = 1, tries do
    sum = sum + reached * x
    reached = reached * (1 - x) * notice
  end
  return sum
end

local function run_with(t, tries, notice, more)
  return t:run { seed = t.seed + more, set = { tries = tries, notice = notice, trials = TRIALS } }
end

-- The cell farthest from what should come out, in standard errors.
local function farthest(mean, tries, notice)
  local worst, at = 0, 1
  for i = 1, #X do
    local q = right_chance(X[i], tries, notice)
    local z = (math.abs(mean[i] - q) - 8 / TRIALS) / math.sqrt(q * (1 - q) / TRIALS + 1e-12)
    if z > worst then worst, at = z, i end
  end
  return worst, at
end

local function check_mean(t, a, case)
  local mean = t:array(a, "mean", { length = #X })
  local z, i = farthest(mean, case.tries, case.notice)
  local en = string.format("with tries = %d and notice = %g the share right at x = %.1f is %.3f. ", case.tries, case.notice, X[i], mean[i])
  local zh = string.format("tries = %d、notice = %g 時，x = %.1f 的正確率是 %.3f。", case.tries, case.notice, X[i], mean[i])
  t:item { key = case.key, ok = z < 6, says = case.says,
           why = { en = en .. case.why.en, ["zh-TW"] = zh .. case.why["zh-TW"] } }
end

local function check_theory(t, a, tries, notice)
  local theory, bad = t:array(a, "theory", { length = #X }), nil
  for i = 1, #X do
    if not bad and math.abs(theory[i] - right_chance(X[i], tries, notice)) > 1e-9 then bad = i end
  end
  t:item {
    key = "closed_form", points = 2, ok = bad == nil,
    says = both("theory is the exact chance to be right, for any tries and notice", "theory 是答對的精確機率，對任何 tries 和 notice 都成立"),
    why = both("with tries = %d and notice = %g, at x = %.1f it is %.4f. A second try happens only after an error that was noticed.",
               "tries = %d、notice = %g、x = %.1f 時是 %.4f。要先答錯而且發現了，才會有第二次嘗試。",
               tries, notice, bad and X[bad] or 0, bad and theory[bad] or 0) }
end

-- A mean over some thousand questions does not hit the exact chance at nine places.
local function check_simulated(t, a)
  local mean, theory, apart = t:array(a, "mean", { length = #X }), t:array(a, "theory", { length = #X }), false
  for i = 1, #X do apart = apart or math.abs(mean[i] - theory[i]) > 1e-12 end
  t:item {
    key = "simulated", ok = apart,
    says = both("mean is simulated, theory is calculated", "mean 是模擬的，theory 是計算的"),
    why = both("they are the same to the last digit at all nine places. Which of the two checks the other?",
               "兩者在九個地方連最後一位都一樣。這樣是誰在核對誰？") }
end

local cases = {
  { key = "one_try", tries = 1, notice = 0.6,
    says = both("with a single try the model is right with chance x", "只試一次時，答對的機率是 x"),
    why = both("There is no second try.", "沒有第二次嘗試。") },
  { key = "never_notices", tries = 4, notice = 0,
    says = both("a model that notices nothing gains nothing from more tries", "什麼錯都發現不了的模型，多試也沒有用"),
    why = both("It hands in its first answer, right or wrong.", "它會直接交出第一個答案，不管對錯。") },
  { key = "notices_all", tries = 3, notice = 1,
    says = both("a model that notices every error uses all its tries", "每次都能發現錯誤的模型，會把次數用完"),
    why = both("It fails only when all three tries are wrong.", "三次都錯才會失敗。") },
  { key = "in_between", tries = 3, notice = 0.6,
    says = both("and so does everything in between", "介於兩者之間的情況也成立"),
    why = both("Look at the order: try, check, perhaps try again.", "注意順序：嘗試、檢查、也許再試一次。") },
}

return {
  order = 15, level = "hard",
  title = both("A toy model of your own", "做一個自己的玩具模型"),
  statement = both([[
Does it help when a model checks its own answer? Make a toy model with
sim.define and find out.

The model answers a question. Each try is right with chance x. A right
answer is handed in. When a try is wrong, the model notices that with chance
`notice`, and then tries again; an error that it does not notice is handed
in. After `tries` tries it hands in whatever it has.

1. trial(rng, x, p): one question; returns true when the answer handed in is
   right, else false. Draw with rng:chance(q), which is true with chance q.
   The parameters are p.tries and p.notice.
2. theory(x, p): the exact chance that it is right.
3. mean and theory: run.right.mean and run.right.theory for the nine values
   of x.

Try   dunwu run own_model.lua --set tries=10 --set notice=0.1 .
Your script ends with
   return { mean = run.right.mean, theory = run.right.theory }]], [[
模型檢查自己的答案，有沒有幫助？用 sim.define 做一個玩具模型來看看。

模型回答一題。每次嘗試答對的機率是 x。答對就交出答案。答錯時，模型有 notice
的機率發現，發現了就再試一次；沒發現就把錯的答案交出去。試了 tries 次之後，
不管對錯都交出去。

1. trial(rng, x, p)：一題；交出的答案是對的就回傳 true，否則回傳 false。用
   rng:chance(q) 抽，它有 q 的機率是 true。參數是 p.tries 和 p.notice。
2. theory(x, p)：答對的精確機率。
3. mean 與 theory：九個 x 的 run.right.mean 和 run.right.theory。

試試   dunwu run own_model.lua --set tries=10 --set notice=0.1 。
程式的最後一行是
   return { mean = run.right.mean, theory = run.right.theory }]]),
  hints = {
    both("Draw the course of one question as a tree: right, wrong and noticed, wrong and not noticed.", "把一題的過程畫成樹狀圖：答對、答錯且發現、答錯沒發現。"),
    both("trial is a loop over the tries that can leave early with `return true` or `return false`.", "trial 是一個迴圈，可以用 return true 或 return false 提早離開。"),
    both("theory: the chance to reach try number i is ((1 - x) * notice) to the power i - 1; each try that is reached is right with chance x. Add up.",
         "theory：走到第 i 次嘗試的機率是 ((1 - x) * notice) 的 i - 1 次方；走到之後答對的機率是 x。全部加起來。"),
  },
  check = function(t)
    for i, case in ipairs(cases) do check_mean(t, run_with(t, case.tries, case.notice, i), case) end
    local a = run_with(t, 4, 0.7, 5)
    check_theory(t, a, 4, 0.7)
    check_simulated(t, a)
  end,
}
