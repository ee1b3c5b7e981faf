-- expect: overflow
local t = setmetatable({}, { __index = function(t, key) return t[key] end })
print(t.x)
