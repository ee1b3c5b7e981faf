-- expect: trap_chance
-- chances in percent
local trap_ability  = sim.ability.logistic { midpoint = 1e9, slope = 3 }
local skill_ability = sim.ability.logistic { midpoint = 3e11, slope = 3 }
local function trap(N) return 100 * trap_ability(N) end
local function skill(N) return 100 * skill_ability(N) end
return { trap = trap, skill = skill }
