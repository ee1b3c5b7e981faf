-- expect: no part of Lua or dunwu's libraries
local data = data
sim.montecarlo { x = { 1 }, trials = 10, trial = function() return #data.csv "near.csv" end }
