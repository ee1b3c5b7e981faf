-- expect: as_often
-- draws anew for every word, so that the first ones come too often

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
  for i = 1, #chances do
    if math.random() < chances[i] then return i end
  end
  return #chances
end

return { probabilities = probabilities, pick = pick }
