-- expect: print: a trial runs on many threads
sim.montecarlo { x = { 1 }, trials = 10, trial = function() print "x" return 1 end }
