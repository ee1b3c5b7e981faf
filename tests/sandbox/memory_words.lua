-- expect: a script may use 64 MiB
local t = {}
while true do t[#t + 1] = plot.theme { family = ("x"):rep(60) } end
