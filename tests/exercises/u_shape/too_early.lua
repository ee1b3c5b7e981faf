-- expect: starts_at_chance
-- the smallest model falls for the trap already
local trap_ability  = sim.ability.logistic { midpoint = 1e7, slope = 3 }
local skill_ability = sim.ability.logistic { midpoint = 3e11, slope = 3 }
local function trap(N) return trap_ability(N) end
local function skill(N) return skill_ability(N) end
return { trap = trap, skill = skill }
