-- expect: most_often
-- asks for more than half of the votes
local p = param {
  trials = { 2000, min = 1, max = 1e6, integer = true, doc = "problems to simulate" },
}

local function draw(chances)
  local left = math.random()
  for i = 1, #chances do
    left = left - chances[i]
    if left < 0 then return i end
  end
  return #chances
end

local function vote(answers)
  local count = {}
  for _, answer in ipairs(answers) do
    count[answer] = (count[answer] or 0) + 1
    if count[answer] > #answers / 2 then return answer end
  end
  return 0   -- nobody wins
end
local function accuracy(chances, m)
  local right = 0
  for _ = 1, p.trials do
    local answers = {}
    for i = 1, m do answers[i] = draw(chances) end
    if vote(answers) == 1 then right = right + 1 end
  end
  return right / p.trials
end

local function helps(chances)
  for i = 2, #chances do
    if chances[i] >= chances[1] then return false end
  end
  return true
end


return { vote = vote, accuracy = accuracy, helps = helps }
