-- expect: stopped (the time limit)
local text = ("a"):rep(100)
text:find(("a*"):rep(30) .. "b")
