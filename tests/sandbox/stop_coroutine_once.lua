-- expect: stopped (the time limit)
print(coroutine.resume(coroutine.create(function() while true do end end)))
