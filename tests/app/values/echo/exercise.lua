-- What passes between a checker and a script, in both directions, is a copy of the same value.
local function both(text) return { en = text } end

local function same(a, b)
  if type(a) ~= type(b) or math.type(a) ~= math.type(b) then return false end
  if type(a) == "userdata" then return tostring(a) == tostring(b) and #a == #b end
  if type(a) ~= "table" then return a == b or (a ~= a and b ~= b) end
  for k, v in pairs(a) do if not same(v, b[k]) then return false end end
  for k in pairs(b) do if a[k] == nil then return false end end
  return true
end

local function check_values(t, echo)
  local values = {
    1, 2.0, -0.5, 1e300, 1 / 0, 0 / 0, math.mininteger, "", "text", "a\0b\255", true, false,
    {}, { 1, 2, 3 }, { a = { b = { c = { 1, "x", true } } }, [5] = 6, [1.5] = 2 },
    array.linspace(0, 1, 5), array.zeros(0), { array.geomspace(1, 8, 4), x = 1 },
  }
  local wrong
  for i, value in ipairs(values) do
    if not same(value, echo(value)) then wrong = wrong or i end
  end
  t:item { key = "values", ok = wrong == nil, says = both "values come back",
           why = both("value " .. tostring(wrong) .. " does not.") }
  local n, a, b, c = select("#", echo(nil, 2, nil)), echo(nil, 2, nil)
  t:item { key = "several", ok = n == 3 and a == nil and b == 2 and c == nil,
           says = both "several come back", why = both(n .. " came back.") }
  local list = { 1, 2, 3 }
  echo(list)[1] = 7
  t:item { key = "copy", ok = list[1] == 1, says = both "copies come back", why = both "the same." }
end

return {
  title = both "Echo", statement = both "Return what you get.",
  check = function(t)
    local a = t:run()
    check_values(t, t:func(a, "echo"))
    t:item { key = "maker", ok = t:func(a, "maker")(3)(4) == 7 and a.list[2](5) == 6,
             says = both "functions make functions", why = both "they do not." }
    local fine, message = pcall(a.echo, print)
    t:item { key = "function", ok = not fine and tostring(message):find "a function" ~= nil,
             says = both "a checker's function is not handed over", why = both(tostring(message)) }
    local other = t:run { seed = t.seed + 1 }
    a.count() a.count()
    t:item { key = "apart", ok = a.count() == 3 and other.count() == 1,
             says = both "runs know nothing of each other", why = both "they do." }
    t:item { key = "seed", ok = a.draw ~= other.draw and a.draw == t:run().draw,
             says = both "the seed says what is drawn", why = both "it does not." }
    t:item { key = "param", ok = a.p.k == 3 and t:run { set = { k = 8, word = "x y" } }.p.word == "x y",
             says = both "parameters can be returned and set", why = both "they cannot." }
    for _ = 1, 200 do t:run() end
    t:item { key = "dropped", ok = a.count() == 4, says = both "runs that are dropped are freed",
             why = both "they are not." }
  end,
}
