-- expect: stopped (the time limit)
local meta = {}
setmetatable({}, meta)
meta.__gc = function() while true do end end -- too late: Lua ignores it
for _ = 1, 1000 do setmetatable({}, {}) end
while true do local _ = {} end
