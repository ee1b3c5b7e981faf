-- expect: elements are too many for a table
table.remove(setmetatable({}, { __len = function() return 1 << 60 end }), 1)
