-- expect: as_often
-- always says the likeliest word

local function probabilities(scores, temperature)
  local top, sum, result = scores[1], 0, {}
  for i = 2, #scores do top = math.max(top, scores[i]) end
  for i = 1, #scores do
    result[i] = math.exp((scores[i] - top) / temperature)
    sum = sum + result[i]
  end
  for i = 1, #scores do result[i] = result[i] / sum end
  return result
end

local function pick(chances)
  local best = 1
  for i = 2, #chances do if chances[i] > chances[best] then best = i end end
  return best
end

return { probabilities = probabilities, pick = pick }
