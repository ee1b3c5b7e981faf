-- expect: stopped (the time limit)
local text = ("a"):rep(300000)
text:gsub(".-.-.-b", "")
