-- expect: table expected, got
setmetatable(array.zeros(3), { __index = function() return 42 end })
