--[[ How long must the exam be?   考試要出幾題？ ]]

local p = param {
  weak   = { 0.7, min = 0.01, max = 0.99, doc = "share of all questions that one model knows" },
  strong = { 0.75, min = 0.01, max = 0.99, doc = "share that the better model knows" },
  exams  = { 2000, min = 100, max = 1e5, integer = true, doc = "exams to simulate" },
}

-- Is the strong model seen to be better?   看得出較強的模型比較好嗎？
local function apart(weak, strong, n)
  local low, high = stats.newcombe(strong, n, weak, n)
  return low > 0
end

-- The share of the exams that tell them apart.   分得出來的考試占多少
local function power(n)
  local weak   = stats.binomial { n = n, p = p.weak }:sample(p.exams)
  local strong = stats.binomial { n = n, p = p.strong }:sample(p.exams)
  local seen = 0
  for i = 1, p.exams do
    if apart(weak[i], strong[i], n) then seen = seen + 1 end
  end
  return seen / p.exams
end

local questions = 50
while power(questions) < 0.9 do
  questions = questions + 50
end

print(questions .. " questions are needed")
return { apart = apart, power = power, questions = questions }
