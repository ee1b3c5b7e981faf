-- expect: (the time limit)
while true do pcall(sim.multistep, { size = { 1e9, 1e10 }, trials = 1e12, steps = 128 }) end
