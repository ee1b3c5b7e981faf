-- expect: stopped (the time limit)
while true do pcall(string.gsub, "x", ".", function() while true do pcall(error) end end) end
