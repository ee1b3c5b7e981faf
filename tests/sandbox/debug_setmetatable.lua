-- expect: the script has no 'debug'
debug.setmetatable("", { __index = function() while true do end end })
