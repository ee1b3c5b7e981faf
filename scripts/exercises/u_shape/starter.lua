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
local fig = plot.figure { title = text { en = "Larger is better?", ["zh-TW"] = "越大越好嗎？" } }
local ax  = fig:axes { x = { label = text { en = "parameters", ["zh-TW"] = "參數量" }, scale = "log" },
                       y = { label = text { en = "share", ["zh-TW"] = "比例" }, percent = true } }
ax:line(size, run.accuracy.mean, { label = text { en = "right", ["zh-TW"] = "答對" } })
ax:line(size, run.trapped.mean,  { label = text { en = "fell for the trap", ["zh-TW"] = "掉進陷阱" } })
fig:save "u_shape"

return { trap = trap, skill = skill }
