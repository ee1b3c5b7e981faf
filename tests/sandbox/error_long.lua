-- expect: stopped here
error("stopped here" .. ("x"):rep(10000000))
