--[[ Coroutines behave as Lua's manual says, though what enters them is dunwu's own; and neither the
script nor its coroutines run under a hook, which would halve their speed. ]]
package.path = debug.getinfo(1, "S").source:match("^@(.*/)") .. "?.lua;" .. package.path
local t = require "harness"
local create, resume, wrap, close = coroutine.create, coroutine.resume, coroutine.wrap, coroutine.close

local function all(...) return table.concat({ select("#", ...), ... }, " ") end
local function said(...) return all(tostring((...)), select(2, ...)) end
local function closing(fn) return setmetatable({}, { __close = fn }) end

t.test("nothing runs under a hook", function()
  t.equal(debug.gethook(), nil)
  t.equal(wrap(function() return debug.gethook() end)(), nil)
  t.equal(select("#", debug.gethook(create(print))), 1)
end)

t.test("values go in and out", function()
  local thread = create(function(...)
    local got = all(...)
    for i = 1, 3 do got = got .. "; " .. all(coroutine.yield(got, i, nil)) end
    return "end", got
  end)
  local thread_results = table.pack(resume(thread, 1, 2))
  t.equal(thread_results.n, 4)
  t.equal(thread_results[2], "2 1 2")
  t.equal(thread_results[3], 1)
  t.equal(select("#", resume(thread)), 4)
  t.equal(select(2, resume(thread, "a")), "2 1 2; 0; 1 a")
  t.equal(said(resume(thread, "b", "c")), "3 true end 2 1 2; 0; 1 a; 2 b c")
  t.equal(coroutine.status(thread), "dead")
  t.equal(said(resume(thread)), "2 false cannot resume dead coroutine")
  t.equal(said(resume(create(function() end))), "1 true")
end)

t.test("what cannot be resumed", function()
  local inner
  inner = create(function() return resume(inner) end)
  t.equal(select(3, resume(inner)), "cannot resume non-suspended coroutine")
  local main = coroutine.running()
  t.equal(select(3, resume(create(function() return resume(main) end))),
    "cannot resume non-suspended coroutine")
  t.equal(said(resume(main)), "2 false cannot resume non-suspended coroutine")
  t.fails(function() resume(1) end, "bad argument #1 to 'resume' (coroutine expected, got number)")
  t.fails(function() wrap(1) end, "bad argument #1 to 'wrap' (function expected")
  t.fails(function() close {} end, "bad argument #1 to 'close' (coroutine expected, got table)")
end)

t.test("errors", function()
  local thread = create(function() error("one", 0) end)
  t.equal(said(resume(thread)), "2 false one")
  t.equal(said(close(thread)), "2 false one")
  t.equal(said(close(thread)), "1 true")
  local value = {}
  t.equal(select(2, resume(create(function() error(value) end))), value)
  t.equal(select(2, pcall(wrap(function() error(value) end))), value)
  local fine, message = pcall(function() wrap(function() error("two", 0) end)() end)
  t.equal(fine, false)
  t.truth(message:find "coroutine.lua:%d+: two$", message)
  t.fails(wrap(function() local x = nil; x() end), "attempt to call a nil value (local 'x')")
end)

t.test("wrap", function()
  local next_square = wrap(function() for i = 1, 3 do coroutine.yield(i, i * i) end end)
  t.equal(all(next_square()), "2 1 1")
  t.equal(all(next_square()), "2 2 4")
  t.equal(all(next_square()), "2 3 9")
  t.equal(all(next_square()), "0")
  t.fails(next_square, "cannot resume dead coroutine")
  local sum = 0
  for i in wrap(function() for i = 1, 10 do coroutine.yield(i) end end) do sum = sum + i end
  t.equal(sum, 55)
end)

t.test("closing", function()
  local order = ""
  local function body()
    local a <close> = closing(function(_, why) order = order .. "a" .. tostring(why) end)
    local b <close> = closing(function() order = order .. "b"; error("late", 0) end)
    coroutine.yield()
  end
  local thread = create(body)
  resume(thread)
  t.equal(said(close(thread)), "2 false late")
  t.equal(order, "balate")
  t.equal(coroutine.status(thread), "dead")
  t.equal(said(close(create(print))), "1 true")
  t.fails(function() close(coroutine.running()) end, "cannot close a running coroutine")
  local main = coroutine.running()
  t.fails(wrap(function() close(main) end), "cannot close a normal coroutine")
  order = ""
  t.fails(wrap(function()
    local a <close> = closing(function(_, why) order = why end)
    error("why", 0)
  end), "why")
  t.equal(order, "why")
end)

t.test("deep nesting is an error, not the end", function()
  local function down(n) return wrap(function() return down(n + 1) end)() end
  t.fails(function() down(1) end, "C stack overflow")
  local depth = 0
  local function deeper() depth = depth + 1; return select(2, resume(create(deeper))) end
  deeper()
  t.truth(depth > 100, depth)
end)

t.test("yields across pcall, metamethods and iterators", function()
  local thing = setmetatable({}, {
    __add = function(a, b) return coroutine.yield "add" end,
    __call = function() return coroutine.yield "call" end,
  })
  local step = wrap(function()
    local fine, got = pcall(function() return thing + 1 end)
    for x in thing do got = got + x; if x == 3 then break end end
    return fine, got
  end)
  t.equal(step(), "add")
  t.equal(step(10), "call")
  t.equal(step(2), "call")
  t.equal(all(tostring((select(1, step(3)))), 15), "2 true 15")
end)

t.done()
