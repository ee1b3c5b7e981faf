-- expect: the script raised an error that is no text but a table
error(setmetatable({}, { __tostring = function() while true do end end }))
