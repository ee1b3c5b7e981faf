-- expect: elements are too many for a table
local endless = setmetatable({}, { __len = function() return math.maxinteger end, __index = {} })
while true do table.remove(endless) end
