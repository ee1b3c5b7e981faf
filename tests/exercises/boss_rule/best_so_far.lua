-- expect: the_one_before
-- compares with the best model so far
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

local function rule(scores, patience)
  local disappointments, best = 0, scores[1].high
  for i = 2, #scores do
    if scores[i].low > best then
      disappointments, best = 0, scores[i].high
    else
      disappointments = disappointments + 1
    end
    if disappointments == patience then return i end
  end
  return #scores
end
local exact_stop   = rule(exact, p.patience)
local partial_stop = rule(partial, p.patience)

return { rule = rule, exact = exact, partial = partial,
         exact_stop = exact_stop, partial_stop = partial_stop }
