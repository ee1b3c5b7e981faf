--[[ Worse, and then better: a U   先變差再變好：U 形曲線
The trap is learned first, so in between models know just enough to be wrong.
先學到的是陷阱，所以中間的模型懂得剛好夠答錯。 ]]

local trap_ability  = sim.ability.logistic { midpoint = 1e9, slope = 3 }
local skill_ability = sim.ability.logistic { midpoint = 3e11, slope = 3 }

-- The chance that a model of N parameters has the skill.   N 個參數的模型有這種能力的機率
local function trap(N)
  return trap_ability(N)
end

local function skill(N)
  return skill_ability(N)
end

local size = array.geomspace(1e7, 1e13, 31)
local run = sim.distractor { size = size, trap = trap, skill = skill, chance = 0.5, trials = 10000 }
local fig = plot.figure {
  title = text { en = "Who stops at 10B says that size hurts", ["zh-TW"] = "只看到 10B 的人會說大模型有害" },
  remember = false,
}
local ax = fig:axes {
  x = { label = text { en = "model size (parameters)", ["zh-TW"] = "模型大小（參數量）" }, scale = "log" },
  y = { label = text { en = "share of answers", ["zh-TW"] = "答案的比例" }, percent = true, min = 0, max = 1 },
}
ax:line(size, run.accuracy.mean, { label = text { en = "right", ["zh-TW"] = "答對" } })
ax:line(size, run.trapped.mean,  { label = text { en = "fell for\nthe trap", ["zh-TW"] = "掉進陷阱" } })
fig:save "u_shape"

return { trap = trap, skill = skill }
