-- expect: passed
-- no loop: a logarithm, and a float that is whole
local p = param { skill = { 0.9, min = 0.01, max = 0.999, doc = "chance that one step is right" } }
local function chance(k)
  local product = 1
  for _ = 1, k do product = product * p.skill end
  return product
end
return { chance = chance, steps = math.floor(math.log(0.5) / math.log(p.skill)) + 1.0 }
