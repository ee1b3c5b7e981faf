-- expect: passed
-- another interval of the difference; the number is found by halving
local p = param {
  weak   = { 0.7, min = 0.01, max = 0.99, doc = "share of all questions that one model knows" },
  strong = { 0.75, min = 0.01, max = 0.99, doc = "share that the better model knows" },
  exams  = { 2000, min = 100, max = 1e5, integer = true, doc = "exams to simulate" },
}
local function apart(weak, strong, n)
  local a, b = weak / n, strong / n
  return b - a > 1.96 * math.sqrt((a * (1 - a) + b * (1 - b)) / n)
end
local function right(n, skill)
  return stats.binomial { n = n, p = skill }:sample(p.exams):totable()
end
local function power(n)
  local weak, strong, seen = right(n, p.weak), right(n, p.strong), 0
  for i = 1, #weak do seen = seen + (apart(weak[i], strong[i], n) and 1 or 0) end
  return seen / #weak
end
local low, high = 1, 4096
while high - low > 16 do
  local n = (low + high) // 2
  if power(n) < 0.9 then low = n else high = n end
end
return { apart = apart, power = power, questions = high }
