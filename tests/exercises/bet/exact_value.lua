-- expect: passed
-- the average is calculated, and worth_it plays
local p = param {
  win    = { 0.06, min = 0, max = 1, doc = "chance to win" },
  prize  = { 5, min = 0, doc = "money won" },
  stake  = { 50, min = 0, doc = "money lost" },
  rounds = { 20000, min = 1, max = 1e6, integer = true, doc = "rounds to play" },
}
local function once(win, prize, stake)
  return math.random() >= win and -stake or prize
end
local function worth_it(win, prize, stake)
  local sum = 0
  for _ = 1, 10000 do sum = sum + once(win, prize, stake) end
  return sum > 0
end
return { play = function() return once(p.win, p.prize, p.stake) end, worth_it = worth_it,
         average = p.win * p.prize - (1 - p.win) * p.stake }
