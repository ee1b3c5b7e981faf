-- expect: worse
-- both skills come at once
local trap_ability  = sim.ability.logistic { midpoint = 1e9, slope = 3 }
local skill_ability = sim.ability.logistic { midpoint = 1e9, slope = 3 }
local function trap(N) return trap_ability(N) end
local function skill(N) return skill_ability(N) end
return { trap = trap, skill = skill }
