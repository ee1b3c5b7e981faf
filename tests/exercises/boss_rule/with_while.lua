-- expect: passed
-- a while loop and a function of its own for progress
local p = param {
  patience  = { 2, min = 1, max = 8, integer = true, doc = "disappointments in a row that end it" },
  questions = { 200, min = 10, max = 1e5, integer = true, doc = "questions a model is asked" },
}

-- Nine models, measured twice: final answers, and single steps.
-- 九個模型，用兩種方式量：最終答案，以及單一步驟
local run = sim.multistep { size = array.geomspace(1e8, 1e12, 9), trials = p.questions, steps = 10,
  ability = sim.ability.logistic { midpoint = 5e9, slope = 1.2, floor = 0.1 } }

local exact, partial = {}, {}
for i = 1, 9 do
  exact[i]   = { mean = run.exact.mean[i],   low = run.exact.low[i],   high = run.exact.high[i] }
  partial[i] = { mean = run.partial.mean[i], low = run.partial.low[i], high = run.partial.high[i] }
end

-- How many models the boss pays for.   老闆付了幾個模型的錢
local function progress(before, now)
  return before.high < now.low
end
local function rule(scores, patience)
  local i, since = 1, 0
  while since < patience and i < #scores do
    i = i + 1
    since = progress(scores[i - 1], scores[i]) and 0 or since + 1
  end
  return i
end
return { exact_stop = rule(exact, p.patience), partial_stop = rule(partial, p.patience), rule = rule,
         exact = exact, partial = partial }
