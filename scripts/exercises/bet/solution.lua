--[[ Was it right to take the bet?   該不該下這個注？ ]]

local p = param {
  win    = { 0.06, min = 0, max = 1, doc = "chance to win" },
  prize  = { 5, min = 0, doc = "money won" },
  stake  = { 50, min = 0, doc = "money lost" },
  rounds = { 20000, min = 1, max = 1e6, integer = true, doc = "rounds to play" },
}

-- What one round brings.   玩一次的收支
local function play()
  if math.random() < p.win then return p.prize end
  return -p.stake
end

local sum = 0
for _ = 1, p.rounds do sum = sum + play() end
local average = sum / p.rounds

-- Is such a bet good in the long run?   這種賭局長期划算嗎？
local function worth_it(win, prize, stake)
  return win * prize - (1 - win) * stake > 0
end

print("a round brings " .. average)

return { play = play, average = average, worth_it = worth_it }
