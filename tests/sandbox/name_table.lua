-- expect: must be
plot.figure {}:save { name = { "x" } }
