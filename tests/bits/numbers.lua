--[[ Numbers of every kind of run, for a comparison bit by bit ]]
local size = array.geomspace(1e7, 5e11, 9)
sim.multistep { size = size, steps = 7, trials = 70001 }:csv "alike"
sim.multistep { size = size, steps = 5, trials = 9001, spread = 0.3, choices = 4,
                stages = { "formula", "sum" } }:csv "spread"
sim.cot { size = size, trials = 5001, votes = 7, wrong = { 5, 2, 1 } }:csv "votes"
sim.cot { size = size, trials = 70001 }:csv "cot"
sim.multistep { size = size, steps = 7, trials = 1e10, sampling = "aggregate" }:csv "aggregate"
sim.multistep { size = size, steps = 7, trials = 1e10, sampling = "aggregate", spread = 0.3,
                at_least = 5 }:csv "aggregate_spread"
sim.multistep { size = size, steps = 9, trials = 3001, symbols = 3, at_least = 4 }:csv "spelled"

-- Every simulator of the list; few trials where one is costly.
local few = { emergence = 501, investor = 301, calibration = 2001, moe = 51 }
local named = { multistep = true, cot = true, montecarlo = true, define = true }
for _, name in ipairs(sim.list()) do
  if not named[name] then
    sim[name] { size = name == "moe" and { 0.9, 1.25, 2 } or size, over = name == "moe" and "capacity_factor" or nil,
                trials = few[name] or 5001 }:csv(name)
  end
end
sim.montecarlo { x = { 1, 2, 4 }, trials = 3001,
                 trial = function(rng, x) return rng:chance(0.9 ^ x), rng:normal() end,
                 scores = { "all", "sum" } }:csv "montecarlo"
