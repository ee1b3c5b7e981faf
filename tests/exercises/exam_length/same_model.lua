-- expect: share_of_exams
-- lets the same model sit both exams
local p = param {
  weak   = { 0.7, min = 0.01, max = 0.99, doc = "share of all questions that one model knows" },
  strong = { 0.75, min = 0.01, max = 0.99, doc = "share that the better model knows" },
  exams  = { 2000, min = 100, max = 1e5, integer = true, doc = "exams to simulate" },
}

local function apart(weak, strong, n)
  local low, high = stats.newcombe(strong, n, weak, n)
  return low > 0
end

local function power(n)
  local weak   = stats.binomial { n = n, p = p.weak }:sample(p.exams)
  local strong = stats.binomial { n = n, p = p.weak }:sample(p.exams)
  local seen = 0
  for i = 1, p.exams do
    if apart(weak[i], strong[i], n) then seen = seen + 1 end
  end
  return seen / p.exams
end

local questions = 1700

return { apart = apart, power = power, questions = questions }
