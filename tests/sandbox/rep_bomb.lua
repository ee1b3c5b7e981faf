-- expect: resulting string too large
local text = ("x"):rep(1 << 40)
