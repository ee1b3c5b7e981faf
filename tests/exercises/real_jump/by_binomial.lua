-- expect: passed
-- counts are drawn by stats.binomial
local p = param { repeats = { 1000, min = 100, max = 1e5, integer = true, doc = "measurements to simulate" } }
local function measure(n)
  local scores = array.zeros(9)
  for i = 1, 9 do scores[i] = stats.binomial { n = n, p = 0.15 + 0.05 * i }:sample(1)[1] / n end
  return scores
end
local function p_value(rise, n)
  local columns, hits = {}, 0
  for i = 1, 9 do columns[i] = stats.binomial { n = n, p = 0.15 + 0.05 * i }:sample(p.repeats):totable() end
  for r = 1, p.repeats do
    for i = 1, 8 do
      if (columns[i + 1][r] - columns[i][r]) / n >= rise then
        hits = hits + 1
        break
      end
    end
  end
  return hits / p.repeats
end
local list, i = { 10, 20, 50, 100, 200, 500 }, 1
while p_value(0.195, list[i]) > 0.05 do i = i + 1 end
return { measure = measure, p_value = p_value, questions = list[i] }
