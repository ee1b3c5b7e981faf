--[[ The next word, and its temperature   文字接龍與溫度
probabilities treats all words alike; pick always takes the first.
probabilities 對所有字一視同仁；pick 永遠選第一個。 ]]

-- Scores to probabilities.   分數變成機率
local function probabilities(scores, temperature)
  local result = {}
  for i = 1, #scores do result[i] = 1 / #scores end
  return result
end

-- Draws a word: its number.   抽一個字，回傳編號
local function pick(chances)
  return 1
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
