-- Everything that `dunwu doc array` promises.
package.path = debug.getinfo(1, "S").source:match("^@(.*/)") .. "?.lua;" .. package.path
local t = require "harness"
local test, equal, near, fails, has = t.test, t.equal, t.near, t.fails, t.has
local nan, inf = 0 / 0, math.huge

local function elements(a, ...)
  local wanted = { ... }
  equal(#a, #wanted)
  for i, x in ipairs(wanted) do near(a[i], x) end
end

-- making ----------------------------------------------------------------------

test("a list of numbers", function() elements(array { 1, 2, 3 }, 1, 2, 3) end)
test("an empty list", function() equal(#array {}, 0) end)
test("a copy is its own", function()
  local a = array { 1, 2 }
  local b = array(a)
  b[1] = 9
  elements(a, 1, 2)
end)
test("a matrix", function()
  local m = array { { 1, 2, 3 }, { 4, 5, 6 } }
  local rows, columns = m:shape()
  equal(rows, 2)
  equal(columns, 3)
  equal(#m, 2)
  equal(m:get(2, 3), 6)
  elements(m[1], 1, 2, 3)
  m:set(2, 3, 60)
  equal(m:get(2, 3), 60)
end)
test("NaN and infinities are numbers", function()
  local a = array { nan, inf, -inf }
  t.truth(a[1] ~= a[1])
  equal(a[2], inf)
  equal(a[3], -inf)
end)
test("geomspace meets its ends exactly", function()
  local a = array.geomspace(1e7, 5e11, 24)
  equal(#a, 24)
  equal(a[1], 1e7)
  equal(a[24], 5e11)
  for i = 3, 24 do near(a[i] / a[i - 1], a[2] / a[1], 1e-9) end
end)
test("geomspace of one, downward, below zero", function()
  elements(array.geomspace(5, 9, 1), 5)
  elements(array.geomspace(100, 1, 3), 100, 10, 1)
  elements(array.geomspace(-1, -100, 3), -1, -10, -100)
end)
test("linspace and logspace", function()
  elements(array.linspace(0, 1, 5), 0, 0.25, 0.5, 0.75, 1)
  elements(array.linspace(2, 3, 1), 2)
  elements(array.logspace(7, 9, 3), 1e7, 1e8, 1e9)
end)
test("range counts as a for loop", function()
  elements(array.range(1, 4), 1, 2, 3, 4)
  elements(array.range(3, 1, -1), 3, 2, 1)
  elements(array.range(0, 1, 0.4), 0, 0.4, 0.8)
  equal(#array.range(2, 1), 0)
  equal(#array.range(0, 1, 0.1), 11)
end)
test("zeros", function()
  elements(array.zeros(3), 0, 0, 0)
  equal(#array.zeros(0), 0)
  local rows, columns = array.zeros(2, 4):shape()
  equal(rows * 10 + columns, 24)
end)

-- arithmetic ------------------------------------------------------------------

test("numbers and arrays, both ways", function()
  local a, b = array { 1, 2 }, array { 3, 5 }
  elements(a + b, 4, 7)
  elements(b - a, 2, 3)
  elements(a * b, 3, 10)
  elements(b / a, 3, 2.5)
  elements(b ^ 2, 9, 25)
  elements(2 ^ b, 8, 32)
  elements(10 - a, 9, 8)
  elements(-a, -1, -2)
  elements(1 / a, 1, 0.5)
  elements(a, 1, 2)
end)
test("quotients and remainders are Lua's", function()
  local xs = { 7, -7, 7.5, -7.5, 0, 1e300, -1e300, 1e-300, inf, nan }
  for _, y in ipairs { 2, -2, 0.1, -0.3, inf, 1e-5, 3e18 } do
    local rest, down = array(xs) % y, array(xs) // y
    local from, under = y % array(xs), y // array(xs)
    for i, x in ipairs(xs) do
      equal(string.format("%a", rest[i]), string.format("%a", (x + 0.0) % y))
      equal(string.format("%a", down[i]), string.format("%a", (x + 0.0) // y))
      equal(string.format("%a", from[i]), string.format("%a", y % (x + 0.0)))
      equal(string.format("%a", under[i]), string.format("%a", y // (x + 0.0)))
    end
  end
end)
test("comparisons are arrays of 1 and 0", function()
  local a = array { 1, 2, 3, nan }
  elements(a:lt(2), 1, 0, 0, 0)
  elements(a:le(2), 1, 1, 0, 0)
  elements(a:gt { 2, 2, 2, 2 }, 0, 0, 1, 0)
  elements(a:ge(array { 2, 2, 2, 2 }), 0, 1, 1, 0)
  elements(a:eq(2), 0, 1, 0, 0)
  elements(a:ne(2), 1, 0, 1, 1)
  equal(array { { 1, 2 }, { 3, 4 } }:gt(2):get(2, 1), 1)
  equal(#array {}:lt(1), 0)
end)
test("where chooses", function()
  local a = array { -1, 2, -3 }
  elements(array.where(a:gt(0), a, 0), 0, 2, 0)
  elements(array.where(a:gt(0), 10, -a), 1, 10, 3)
  elements(array.where({ 1, 0, 2 }, { 1, 2, 3 }, { 4, 5, 6 }), 1, 5, 3)
  equal(array.where(array { { 1, 0 } }, 7, 8):get(1, 2), 8)
end)
test("x / 0 is infinite", function()
  equal((array { 1 } / 0)[1], inf)
  local q = (array { 0 } / 0)[1]
  t.truth(q ~= q)
end)
test("a matrix keeps its shape", function()
  local m = array { { 1, 2 }, { 3, 4 } } * 2
  equal(m:get(2, 1), 6)
  equal((m + m):get(1, 2), 8)
end)
test("empty arrays", function()
  equal(#(array {} + array {}), 0)
  equal(#(array {} * 3), 0)
  equal(array {}:sum(), 0)
end)
test("equality looks at shape and elements", function()
  equal(array { 1, 2 } == array { 1, 2 }, true)
  equal(array { 1, 2 } == array { 1, 3 }, false)
  equal(array { 1, 2 } == array { 1, 2, 3 }, false)
  equal(array { 1, 2 } == array { { 1, 2 } }, false)
  equal(array { 1 } == 1, false)
end)

-- elements --------------------------------------------------------------------

test("#, index, ipairs, pairs of totable", function()
  local a, sum, n = array { 4, 5, 6 }, 0, 0
  for i, x in ipairs(a) do sum, n = sum + i * x, n + 1 end
  equal(sum, 32)
  equal(n, 3)
  equal(#a:totable(), 3)
  equal(type(a:totable()), "table")
end)
test("columns of a matrix", function()
  local m = array { { 1, 2, 3 }, { 4, 5, 6 } }
  elements(m:column(1), 1, 4)
  elements(m:column(3), 3, 6)
  fails(function() m:column(4) end, "column 4 is outside 1..3")
  fails(function() m:column(0) end, "'column'")
  fails(function() array({ 1, 2 }):column(1) end, "a plain array has no columns")
end)
test("slices", function()
  local a = array { 1, 2, 3, 4, 5 }
  elements(a:slice(2, 4), 2, 3, 4)
  elements(a:slice(2, -2), 2, 3, 4)
  elements(a:slice(-2), 4, 5)
  elements(a:slice(1, -1, 2), 1, 3, 5)
  equal(#a:slice(3, 2), 0)
  equal(array { { 1, 2 }, { 3, 4 } }:slice(2):get(1, 2), 4)
end)
test("map gets element and index", function()
  elements(array { 5, 6 }:map(function(x, i) return x * 10 + i end), 51, 62)
end)
test("map may change the array it walks over", function()
  local a = array { 1, 2, 3 }
  elements(a:map(function(x) a[3] = 9; return x end), 1, 2, 9)
end)
test("reductions", function()
  local a = array { 3, 1, 2 }
  equal(a:sum(), 6)
  equal(a:mean(), 2)
  equal(a:min(), 1)
  equal(a:max(), 3)
  local x = array { 1, nan }:max()
  t.truth(x ~= x)
  equal(array { 1e16, 1, -1e16 }:sum(), 1)
end)
test("functions of every element", function()
  near(array { 1 }:exp()[1], math.exp(1))
  near(array { 10 }:log()[1], math.log(10))
  near(array { 1000 }:log10()[1], 3)
  equal(array { 9 }:sqrt()[1], 3)
  equal(array { -2 }:abs()[1], 2)
  equal(array { -1.5 }:floor()[1], -2)
  equal(array { -1.5 }:ceil()[1], -1)
  near(array { 1 }:sin()[1], math.sin(1))
  near(array { 1 }:cos()[1], math.cos(1))
  near(array { 1 }:tanh()[1], 0.76159415595576489)
  local x = array { -1 }:sqrt()[1]
  t.truth(x ~= x)
end)
test("tostring is short", function()
  has(tostring(array { 1, 2.5 }), "1")
  has(tostring(array { 1, 2.5 }), "2.5")
  has(tostring(array { nan }), "nan")
  t.truth(#tostring(array.zeros(100000)) < 1000)
  t.truth(#tostring(array.zeros(1000, 1000)) < 20000)
  t.truth(#tostring(array {}) > 0)
end)

-- errors ----------------------------------------------------------------------

t.bad_calls {
  { "array()", "one table" },
  { "array(1, 2)", "one table" },
  { "array(3)", "table of numbers", "number" },
  { "array 'x'", "table of numbers", "string" },
  { "array(nil)", "table of numbers" },
  { "array { 1, 'x' }", "element 2", "string" },
  { "array { '1' }", "element 1", "string" },
  { "array { 1, nil, 3 }", "without holes", "element 2 is missing" },
  { "array { 1, 2, [9] = 3 }", "without holes", "element 3 is missing" },
  { "array { [0] = 1, 2 }", "the field '0'" },
  { "array { 1, [1.5] = 2 }", "the field '1.5'" },
  { "array { 1, [true] = 2 }", "the field 'true'" },
  { "array { 1, x = 2 }", "'x'" },
  { "array { { 1, 2 }, { 3 } }", "row 2", "1", "2" },
  { "array { { 1 }, 2 }", "row 2", "number" },
  { "array { { 1 }, { 'x' } }", "element 1", "string" },
  { "return array { 1, 2 } + array { 1, 2, 3 }", "2", "3" },
  { "return array { 1, 2 } + array { { 1, 2 } }", "2", "1x2" },
  { "return array.zeros(2, 3) * array.zeros(3, 2)", "2x3", "3x2" },
  { "return array { 1 } + 'x'", "string" },
  { "return array { 1 } + {}", "table" },
  { "return array { 1 } + nil", "nil" },
  { "return nil + array { 1 }", "nil" },
  { "return '2' * array { 1 }", "string" },
  { "return array { 1 } < array { 2 }", "element by element", "a:lt(b)" },
  { "return array { 1 } >= 2", "element by element", "a:ge(b)" },
  { "return array { 1 } % 'x'", "string" },
  { "return array { 1, 2 } % array { 1 }", "cannot take remainders of arrays of 2 and 1 elements" },
  { "return array { 1, 2 } // array { 1 }", "cannot divide arrays of 2 and 1 elements" },
  { "array { 1, 2 }:lt()", "array:lt", "'other'" },
  { "array { 1, 2 }:lt 'x'", "array:lt", "'other' must be an array or a number", 'the text "x"' },
  { "array { 1, 2 }:lt(true)", "array:lt", "true" },
  { "array { 1, 2 }:lt { 1, 'x' }", "array:lt", "element 2" },
  { "array { 1, 2 }:ge { 1 }", "array:ge", "cannot compare arrays of 2 and 1 elements" },
  { "array { 1, 2 }:lt(1, 2)", "array:lt", "1 argument" },
  { "array { 1, 2 }.lt(1, 2)", "lt", "colon" },
  { "array.where()", "array.where", "'condition'" },
  { "array.where(1, 2, 3)", "array.where", "'condition' must be an array, got 1" },
  { "array.where({ 1 }, 2)", "array.where", "'no'" },
  { "array.where({ 1 }, 2, print)", "array.where", "'no' must be an array or a number", "function" },
  { "array.where({ 1, 2 }, { 3 }, 0)", "array.where", "cannot choose by arrays of 2 and 1" },
  { "array.where({ 1, 2 }, 3, { { 1, 2 } })", "array.where", "'no'", "element 1 is a table" },
  { "return array { 1 }[0]", "index 0", "1..1" },
  { "return array { 1 }[-1]", "index -1", "1..1" },
  { "return array { 1 }[3]", "index 3", "1..1" },
  { "return array { 1 }[1.5]", "1.5", "whole" },
  { "return array { 1 }[0/0]", "whole" },
  { "return array { 1 }.lenght", "no 'lenght'" },
  { "return array { 1 }:summ()", "no 'summ'", "did you mean 'sum'" },
  { "return array { 1 }[{}]", "table" },
  { "array { 1 }[2] = 3", "index 2", "1..1" },
  { "array { 1 }[1] = 'x'", "numbers", "string" },
  { "array { 1 }[1] = nil", "numbers", "nil" },
  { "array { 1 }.x = 3", "'x'" },
  { "array { { 1 } }[1] = 3", "m:set" },
  { "array { 1 }:sum(2)", "array:sum", "0 arguments" },
  { "array {}:mean()", "empty" },
  { "array {}:min()", "empty" },
  { "array {}:max()", "empty" },
  { "array { 1 }:map()", "array:map", "'f'", "function" },
  { "array { 1 }:map(3)", "array:map", "'f'", "got 3" },
  { "array { 1 }:map(function() end)", "array:map", "number", "nil" },
  { "array { 1 }:map(function() error 'mine' end)", "mine" },
  { "array { 1 }:slice()", "'first'" },
  { "array { 1, 2 }:slice(0)", "0..", "1..2" },
  { "array { 1, 2 }:slice(1, 3)", "1..3", "1..2" },
  { "array { 1, 2 }:slice(1, 2, 0)", "'step'" },
  { "array { 1, 2 }:slice(1, 2, -1)", "'step'" },
  { "array { 1, 2 }:slice('x')", "'first'", '"x"' },
  { "array { 1 }:get(1, 2)", "outside" },
  { "array.zeros(2, 2):get(3, 1)", "outside", "2x2" },
  { "array.zeros(2, 2):set(1, 1)", "'x'" },
  { "array.zeros(2, 2):set(0, 1, 1)", "'row'" },
  { "array.sum(3)", "array", "sum" },
  { "getmetatable(array.zeros(1)).__index = 1", "" },
  { "array.linspace()", "array.linspace", "'first'" },
  { "array.linspace(0, 1)", "'n'" },
  { "array.linspace(0, 1, 0)", "'n'", "got 0" },
  { "array.linspace(0, 1, 2.5)", "'n'", "whole number", "2.5" },
  { "array.linspace(0, 1, 1e18)", "'n'", "1e+18" },
  { "array.linspace(0, 1, 0/0)", "'n'", "nan" },
  { "array.linspace(0, 1/0, 3)", "'last'", "inf" },
  { "array.linspace('0', 1, 3)", "'first'", '"0"' },
  { "array.linspace(0, 1, 3, 4)", "at most 3 arguments, got 4" },
  { "array.geomspace(0, 1, 3)", "geomspace" },
  { "array.geomspace(-1, 1, 3)", "geomspace" },
  { "array.logspace(0, 400, 3)", "logspace" },
  { "array.range(1, 3, 0)", "range", "0" },
  { "array.range(1, 1e18)", "array.range", "1e+18" },
  { "array.range(1, 1e9)", "too many" },
  { "array.range(1, 0/0)", "'last'" },
  { "array.zeros()", "'n'" },
  { "array.zeros(-1)", "'n'", "-1" },
  { "array.zeros(1e18)", "'n'" },
  { "array.zeros(1e6, 1e6)", "too many" },
  { "array.zeros {}", "'n'", "table" },
  { "array.zeroes(3)", "no 'zeroes'", "did you mean 'zeros'" },
  { "array.mine = 1", "cannot be changed" },
}

t.done()
