--[[ The next word, and its temperature   文字接龍與溫度 ]]

-- Only differences of scores matter: less the largest, none is too large for math.exp.
-- 重要的只有分數的差：先減去最大的，math.exp 就不會太大
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

-- Draws a word: its number.   抽一個字，回傳編號
local function pick(chances)
  local left = math.random()
  for i = 1, #chances do
    left = left - chances[i]
    if left < 0 then return i end
  end
  return #chances   -- rounding may leave a crumb   捨入可能剩下一點點
end

local words  = { "azalea", "rose", "cherry" }
local scores = { 4, 3, 1 }
for _, temperature in ipairs { 0.5, 1, 2 } do
  local chances = probabilities(scores, temperature)
  local said = {}
  for i = 1, 8 do said[i] = words[pick(chances)] end
  print("temperature " .. temperature .. ": " .. table.concat(said, " "))
end

return { probabilities = probabilities, pick = pick }
