-- expect: must be plain
sim.multistep { size = { 1e9 }, trials = 100 }:csv "folder/../../outside"
