-- expect: a script may use 64 MiB
local text = ("x"):rep(1 << 30)
