-- expect: the script raised an error that is no text but a table
error(setmetatable({}, { __tostring = error, __name = "x", __index = error }))
