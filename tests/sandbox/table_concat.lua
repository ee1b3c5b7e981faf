-- expect: elements are too many for a table
table.concat(setmetatable({}, {
  __len = function() return 1 << 60 end,
  __index = function() return "" end,
}))
