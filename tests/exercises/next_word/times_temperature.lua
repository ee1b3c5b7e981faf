-- expect: temperature
-- multiplies by the temperature

local function probabilities(scores, temperature)
  local sum, result = 0, {}
  for i = 1, #scores do
    result[i] = math.exp(scores[i] * temperature)
    sum = sum + result[i]
  end
  for i = 1, #scores do result[i] = result[i] / sum end
  return result
end


local function pick(chances)
  local left = math.random()
  for i = 1, #chances do
    left = left - chances[i]
    if left < 0 then return i end
  end
  return #chances
end

return { probabilities = probabilities, pick = pick }
