-- expect: elements are too many for a table
table.insert(setmetatable({}, { __len = function() return 1 << 60 end }), 1, 2)
