-- expect: strictly
-- counts exactly 50 % as under 50 %
local p = param { skill = { 0.9, min = 0.01, max = 0.999, doc = "chance that one step is right" } }
local function chance(k) return p.skill ^ k end
local steps = 1
while chance(steps) > 0.5 do steps = steps + 1 end
return { chance = chance, steps = steps }
