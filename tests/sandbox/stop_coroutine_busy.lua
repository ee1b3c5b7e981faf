-- expect: stopped (the time limit)
local thread = coroutine.create(function() while true do coroutine.yield() end end)
while true do
  coroutine.resume(thread)
  pcall(coroutine.wrap(function() error "x" end))
end
