-- expect: long_run
-- plays twenty rounds, whatever is asked for
local p = param {
  win    = { 0.06, min = 0, max = 1, doc = "chance to win" },
  prize  = { 5, min = 0, doc = "money won" },
  stake  = { 50, min = 0, doc = "money lost" },
  rounds = { 20000, min = 1, max = 1e6, integer = true, doc = "rounds to play" },
}

local function play()
  if math.random() < p.win then return p.prize end
  return -p.stake
end

local sum = 0
for _ = 1, 20 do sum = sum + play() end
local average = sum / 20

local function worth_it(win, prize, stake)
  return win * prize - (1 - win) * stake > 0
end

return { play = play, average = average, worth_it = worth_it }
