-- expect: stopped (the time limit)
while true do ("").rep("", 1 << 60) end
