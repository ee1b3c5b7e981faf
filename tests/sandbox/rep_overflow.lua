-- expect: resulting string too large
local text = ("xy"):rep(math.maxinteger)
