-- expect: a script may use 64 MiB
local t = {}
while true do t[#t + 1] = function() return t end end
