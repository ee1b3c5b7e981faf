--[[ How long must the exam be?   考試要出幾題？
apart believes every difference, power looks at one exam only, questions is a guess.
apart 相信任何差距，power 只看一次考試，questions 只是猜的。 ]]

local p = param {
  weak   = { 0.7, min = 0.01, max = 0.99, doc = "share of all questions that one model knows" },
  strong = { 0.75, min = 0.01, max = 0.99, doc = "share that the better model knows" },
  exams  = { 2000, min = 100, max = 1e5, integer = true, doc = "exams to simulate" },
}

-- Is the strong model seen to be better?   看得出較強的模型比較好嗎？
local function apart(weak, strong, n)
  return strong > weak
end

-- The share of the exams that tell them apart.   分得出來的考試占多少
local function power(n)
  -- how many are right in each exam   每次考試答對幾題
  local weak   = stats.binomial { n = n, p = p.weak }:sample(p.exams)
  local strong = stats.binomial { n = n, p = p.strong }:sample(p.exams)
  return apart(weak[1], strong[1], n) and 1 or 0
end

local questions = 100

print(questions .. " questions tell them apart in a share of " .. power(questions))
return { apart = apart, power = power, questions = questions }
