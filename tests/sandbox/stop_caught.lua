-- expect: stopped (the time limit)
local function again() while true do pcall(again) end end
again()
