-- expect: a script may use 64 MiB
local t = {}
for i = 1, math.huge do t[i] = array.zeros(10000) end
