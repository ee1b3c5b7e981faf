-- Plain Lua, for dunwu and for stock Lua: recursive calls, a numeric loop, a coroutine.
local size = 1
local function fib(n)
  if n < 2 then return n end
  return fib(n - 1) + fib(n - 2)
end

local function loop(n)
  local sum = 0
  for i = 1, n do sum = sum + i % 7 end
  return sum
end

local function generate(n)
  local sum = 0
  local numbers = coroutine.wrap(function() for i = 1, n do coroutine.yield(i) end end)
  for _ = 1, n do sum = sum + numbers() end
  return sum
end

for _ = 1, size do print(fib(27), loop(2000000), generate(200000)) end
