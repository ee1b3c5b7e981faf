-- expect: better
-- the skill comes beyond the largest model: inverse scaling without the U
local trap_ability  = sim.ability.logistic { midpoint = 1e9, slope = 3 }
local skill_ability = sim.ability.logistic { midpoint = 1e14, slope = 3 }
local function trap(N) return trap_ability(N) end
local function skill(N) return skill_ability(N) end
return { trap = trap, skill = skill }
