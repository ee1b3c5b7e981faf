-- expect: trap_grows
-- the trap is unlearned by large models
local trap_ability  = sim.ability.logistic { midpoint = 1e11, slope = -3 }
local skill_ability = sim.ability.logistic { midpoint = 1e14, slope = 3 }
local function trap(N) return trap_ability(N) end
local function skill(N) return skill_ability(N) end
return { trap = trap, skill = skill }
