-- expect: whole
-- takes the logarithm and forgets to round
local p = param { skill = { 0.9, min = 0.01, max = 0.999, doc = "chance that one step is right" } }
local function chance(k) return p.skill ^ k end
return { chance = chance, steps = math.log(0.5) / math.log(p.skill) }
