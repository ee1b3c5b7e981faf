--[[ Many chains vote: self-consistency   多條思維鏈投票：自我一致性 ]]

local p = param {
  trials = { 2000, min = 1, max = 1e6, integer = true, doc = "problems to simulate" },
}

-- The answer of one chain: 1 is right.   一條思維鏈的答案：1 是對的
local function draw(chances)
  local left = math.random()
  for i = 1, #chances do
    left = left - chances[i]
    if left < 0 then return i end
  end
  return #chances
end

-- The answer that was given most often.   出現最多次的答案
local function vote(answers)
  local count, most = {}, 0
  for _, answer in ipairs(answers) do
    count[answer] = (count[answer] or 0) + 1
    most = math.max(most, count[answer])
  end
  local leaders = {}
  for answer, n in pairs(count) do
    if n == most then leaders[#leaders + 1] = answer end
  end
  return leaders[math.random(#leaders)]
end

-- The share of problems that a vote of m chains answers rightly.   m 條鏈投票後答對的比例
local function accuracy(chances, m)
  local right = 0
  for _ = 1, p.trials do
    local answers = {}
    for i = 1, m do answers[i] = draw(chances) end
    if vote(answers) == 1 then right = right + 1 end
  end
  return right / p.trials
end

-- With very many chains the most likely answer wins.   鏈很多時，機率最高的答案會贏
local function helps(chances)
  for i = 2, #chances do
    if chances[i] >= chances[1] then return false end
  end
  return true
end

local chances = { 0.4, 0.2, 0.2, 0.2 }
for _, m in ipairs { 1, 5, 15 } do
  print(m .. " chains are right in a share of " .. accuracy(chances, m))
end

return { vote = vote, accuracy = accuracy, helps = helps }
