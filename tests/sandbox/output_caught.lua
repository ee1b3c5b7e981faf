-- expect: stopped (the time limit)
while true do pcall(print, ("x"):rep(1 << 20)) end
