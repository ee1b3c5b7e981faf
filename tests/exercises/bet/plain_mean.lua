-- expect: long_run
-- takes the mean of the two outcomes, however likely they are
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

local average = (p.prize - p.stake) / 2

local function worth_it(win, prize, stake)
  return win * prize - (1 - win) * stake > 0
end

return { play = play, average = average, worth_it = worth_it }
