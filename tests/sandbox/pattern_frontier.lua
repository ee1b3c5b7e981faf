-- expect: pattern too complex
local text = ("x"):rep(300000)
text:find((".?"):rep(300000))
