-- expect: stopped (the time limit)
local function down() while true do pcall(coroutine.wrap(down)) end end
down()
