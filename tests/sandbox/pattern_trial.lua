-- expect: stopped (the time limit)
sim.montecarlo { x = { 1 }, trials = 1000, trial = function()
  return (("a"):rep(100)):find(("a*"):rep(30) .. "b") and 1 or 0
end }
