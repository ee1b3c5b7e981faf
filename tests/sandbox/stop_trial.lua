-- expect: (the time limit)
sim.montecarlo { x = { 1 }, trials = 1000, trial = function()
  while true do pcall(function() while true do end end) end
end }
