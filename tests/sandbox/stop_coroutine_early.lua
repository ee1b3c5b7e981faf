-- expect: stopped (the time limit)
local ready = {}
for i = 1, 100 do ready[i] = coroutine.wrap(function() while true do end end) end
while true do for i = 1, 100 do pcall(ready[i]) end end
