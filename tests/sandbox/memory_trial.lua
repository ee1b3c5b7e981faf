-- expect: not enough memory
sim.montecarlo { x = { 1 }, trials = 1000, trial = function()
  local t = {}
  while true do t[#t + 1] = {} end
end }
