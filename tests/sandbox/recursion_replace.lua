-- expect: C stack overflow
local text = "x"
local function down() return (text:gsub("x", down)) end
down()
