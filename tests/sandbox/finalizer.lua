-- expect: have no finaliser ('__gc')
setmetatable({}, { __gc = function() while true do end end })
