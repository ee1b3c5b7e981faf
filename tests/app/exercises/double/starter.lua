local p = param { k = { 3, min = 1, max = 9, integer = true, doc = "any number" } }
local function double(x)
  return x
end
return { double = double, k = p.k }
