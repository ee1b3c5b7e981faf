-- expect: cannot be changed
sim.multistep_of_mine = function() return 1 end
