-- expect: C stack overflow
print(setmetatable({}, { __tostring = function(t) return tostring(t) end }))
