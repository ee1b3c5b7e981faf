-- expect: in the end: C stack overflow
local function down() coroutine.wrap(down)() end
local _, why = pcall(down)
error("in the end: " .. why:match "C stack overflow")
