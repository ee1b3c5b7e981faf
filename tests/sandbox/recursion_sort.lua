-- expect: C stack overflow
local function down() table.sort({ 1, 2, 3 }, down) return false end
down()
