-- expect: when
-- thinks that it is enough to be better than guessing
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
  return chances[1] > 1 / #chances
end

return { vote = vote, accuracy = accuracy, helps = helps }
