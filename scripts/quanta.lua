--[[ The loss falls smoothly; every skill comes at once
     損失平滑下降，每項能力卻突然學會
SHOWS   one toy model twice: its loss is a straight line on log axes, and yet each of its skills
        jumps from never right to almost always right
TRY     --set alpha=0.1: what happens to the line, what to the jumps?  --set guess=0.25
NOTICE  ten times the parameters bring ten times as many skills, but ever rarer ones ]]

local p = param {
  alpha  = { 0.35, min = 0.05, max = 0.6,
             doc = "how fast skills get rarer: skill j is needed by a share of j^-(1 + alpha) of the tokens" },
  cost   = { 1e7, min = 1e6, max = 1e9, doc = "what one skill takes", unit = "parameters" },
  guess  = { 0.02, min = 0, max = 0.5, doc = "chance of a right answer without the skill" },
  trials = { 20000, min = 1000, max = 1e5, integer = true, doc = "questions asked of each model" },
}

-- Who has learned a skill slips in 5 % of its questions.
local size  = array.geomspace(10 * p.cost, 1e5 * p.cost, 49)
local watch = { 30, 300, 3000, 30000 }
local run   = sim.quanta { size = size, alpha = p.alpha, skills = math.huge, cost = p.cost,
                           watch = watch, right = 0.95, guess = p.guess, trials = p.trials }

local fig = plot.figure {
  title = text { en = "The loss falls smoothly; every skill comes at once",
                 ["zh-TW"] = "損失平滑下降，每項能力卻突然學會" },
  subtitle = text {
    en = "Toy model: a skill takes " .. text.count(p.cost)
         .. " parameters, the most frequent are learned first · bands: 95 % intervals",
    ["zh-TW"] = "玩具模型：一項能力佔 " .. text.count(p.cost) .. " 個參數，常用的先學會 · 色帶：95 % 信賴區間" },
  footer = text {
    en = "Theory: Michaud et al. 2023, The Quantization Model of Neural Scaling · Toy model: quanta, seed " .. run.seed,
    ["zh-TW"] = "理論：Michaud et al. 2023, The Quantization Model of Neural Scaling · 玩具模型：quanta，亂數種子 " .. run.seed },
  alt = text {
    en = "Above, the loss over model size: a straight falling line on log axes. Below, four skills: each jumps from near 0 to 95 percent, the rarer ones at larger sizes.",
    ["zh-TW"] = "上圖：損失隨參數量變化，在對數軸上是一條下降的直線。下圖：四項能力各自從接近 0 跳到 95%，越少用的能力，模型要越大才跳。" },
  rows = 2, share_x = true,
}
local x = { label = text { en = "model size (parameters)", ["zh-TW"] = "模型大小（參數量）" }, scale = "log" }
local above = fig:axes { x = x, y = { scale = "log",
  label = text { en = "loss above the best possible (nats)", ["zh-TW"] = "損失，扣除最低損失（nats）" } } }
above:band(size, run.loss.low, run.loss.high, { color = "blue" })
above:line(size, run.loss.mean, { color = "blue", marker = "none" })
above:note(text { en = "falls as N^{-" .. p.alpha .. "}", ["zh-TW"] = "依 N^{-" .. p.alpha .. "} 下降" },
           { color = "blue" })

local below = fig:axes { x = x, y = { percent = true, min = 0, max = 1,
  label = text { en = "questions that need one skill: share right", ["zh-TW"] = "只考一項能力的正確率" } } }
for i, rank in ipairs(watch) do
  local color = ({ "vermillion", "green", "pink", "orange" })[i]
  local learned_at, number = rank * p.cost, text.thousands(rank)
  above:vline(learned_at, { color = color })
  below:line(size, run.outcomes[i].mean, { color = color, marker = "none" })
  below:text(learned_at, 0.6, text { en = "skill no. " .. number, ["zh-TW"] = "第 " .. number .. " 項能力" },
             { color = color, side = "right" })
end
fig:save "quanta"
