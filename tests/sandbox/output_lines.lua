-- expect: (the time limit)
while true do print() end
