-- expect: stopped (the time limit)
while true do
  pcall(function()
    local t = {}
    while true do t[#t + 1] = ("x"):rep(#t) end
  end)
end
