-- expect: an error that is no text but a table
sim.montecarlo { x = { 1 }, trials = 10, trial = function()
  error(setmetatable({}, { __tostring = function() while true do end end }))
end }
