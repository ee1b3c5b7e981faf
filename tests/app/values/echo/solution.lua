local p = param { k = { 3 }, word = { "w" } }
local n = 0
return {
  echo = function(...) return ... end,
  maker = function(n) return function(x) return x + n end end,
  list = { 1, function(x) return x + 1 end },
  count = function() n = n + 1; return n end,
  draw = math.random(),
  large = array.zeros(500000),
  p = p,
}
