--[[ Worse, and then better: a U   先變差再變好：U 形曲線
With these two skills larger is simply better. Move them.   這兩種能力讓模型越大越好。請移動它們。 ]]

local trap_ability  = sim.ability.logistic { midpoint = 1e11, slope = 2 }
local skill_ability = sim.ability.logistic { midpoint = 1e9, slope = 2 }

-- The chance that a model of N parameters has the skill.   N 個參數的模型有這種能力的機率
local function trap(N)
  return trap_ability(N)
end

local function skill(N)
  return skill_ability(N)
end

local size = array.geomspace(1e7, 1e13, 31)
local run = sim.distractor { size = size, trap = trap, skill = skill, chance = 0.5, trials = 10000 }
local fig = plot.figure { title = "Larger is better?" }
local ax  = fig:axes { x = { label = "parameters", scale = "log" }, y = { label = "share", percent = true } }
ax:line(size, run.accuracy.mean, { label = "right" })
ax:line(size, run.trapped.mean,  { label = "fell for the trap" })
fig:save "u_shape"

return { trap = trap, skill = skill }
