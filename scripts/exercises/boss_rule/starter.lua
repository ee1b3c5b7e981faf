--[[ The boss's rule   老闆的規則
This boss stops at the first mean that is not higher: no interval, no patience.
這個老闆一看到平均沒有更高就停：不看區間，也沒有耐心。 ]]

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
local function rule(scores, patience)
  for i = 2, #scores do
    if scores[i].mean <= scores[i - 1].mean then return i end
  end
  return #scores
end

local exact_stop   = rule(exact, p.patience)
local partial_stop = rule(partial, p.patience)
print("the boss who looks at final answers pays for " .. exact_stop .. " of 9 models")
print("the boss who looks at single steps pays for " .. partial_stop)

return { rule = rule, exact = exact, partial = partial,
         exact_stop = exact_stop, partial_stop = partial_stop }
