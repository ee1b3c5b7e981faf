--[[ Was it right to take the bet?   該不該下這個注？
play() forgets the stake; average plays one round; worth_it looks at the outcome.
play() 忘了賭注；average 只玩一次；worth_it 只看結果。 ]]

local p = param {
  win    = { 0.06, min = 0, max = 1, doc = "chance to win" },
  prize  = { 5, min = 0, doc = "money won" },
  stake  = { 50, min = 0, doc = "money lost" },
  rounds = { 20000, min = 1, max = 1e6, integer = true, doc = "rounds to play" },
}

-- What one round brings.   玩一次的收支
local function play()
  if math.random() < p.win then return p.prize end
  return 0   -- is that all that happens?   只有這樣嗎？
end

-- The mean over all rounds.   每次的平均
local average = play()

-- Is such a bet good in the long run?   這種賭局長期划算嗎？
local function worth_it(win, prize, stake)
  return math.random() < win   -- "it was won, so it was right"   「贏了，所以是對的」
end

print("a round brings " .. average)

return { play = play, average = average, worth_it = worth_it }
