-- expect: invalid conversion
local text = ("%%%dd"):format(1 << 40):format(1)
