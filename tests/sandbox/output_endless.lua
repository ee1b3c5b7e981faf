-- expect: print: a script may print 64 MiB
local text = ("x"):rep(1 << 20)
while true do print(text) end
