-- expect: stopped (the time limit)
print(pcall(function() while true do end end))
print "and on it goes"
