-- expect: stopped (the time limit)
array.zeros(1000):map(function() while true do pcall(error) end end)
