-- expect: a script may use 64 MiB
local text = ("x"):rep(1000000)
text = text:gsub("x", text)
