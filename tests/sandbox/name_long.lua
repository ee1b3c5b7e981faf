-- expect: 1 to 200 bytes
plot.figure {}:save(("x"):rep(100000))
