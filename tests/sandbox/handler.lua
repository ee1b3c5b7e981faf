-- expect: the script has no 'xpcall'
local function forever() while true do end end
xpcall(forever, forever) -- a handler runs without hooks
