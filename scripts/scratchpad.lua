--[[ Writing the carry down helps whoever can write
     把進位寫在草稿紙上，對會寫的模型才有幫助
SHOWS   published additions of two 8-digit numbers (hollow) over a toy model (lines): in the head the
        score creeps up; with every column and carry written down it jumps to 100 %
TRY     --set digits=2, then 16: which of the two curves suffers?  --set write=1e8;  --set carry=1
NOTICE  the two smallest models are better off without it: garbled lines, says the toy model ]]

local p = param {
  digits = { 8, min = 2, max = 32, integer = true, doc = "digits of each of the two numbers", unit = "digits" },
  write  = { 1.5e7, min = 1e7, max = 3e8, unit = "parameters",
             doc = "model size at which half of the lines on the scratchpad are well formed" },
  carry  = { 0.71, min = 0, max = 1, doc = "how well a large model does a column with a carry in the head" },
  trials = { 4000, min = 100, max = 50000, integer = true, doc = "additions simulated for each model size" },
}

-- A column without a carry always goes right. The other numbers were fitted to the published points.
local size = array.geomspace(1e6, 2e9, 36)
local run  = sim.scratchpad {
  size = size, digits = p.digits, trials = p.trials, column = 1,
  carry = sim.ability.logistic { midpoint = 6e6, slope = 1.35, ceiling = p.carry },
  line  = sim.ability.logistic { midpoint = p.write, slope = 5.6 },
}

local ends = string.format(text { en = "%.0f %% in the head, %.0f %% on a scratchpad.", ["zh-TW"] = "心算 %.0f %%，寫草稿紙 %.0f %%。" },
                           100 * run.head.mean[#size], 100 * run.scratchpad.mean[#size])
local fig = plot.figure {
  title = text { en = "Writing the carry down helps whoever can write", ["zh-TW"] = "把進位寫在草稿紙上，對會寫的模型才有幫助" },
  subtitle = text { en = string.format("Adding two %d-digit numbers · hollow: published (8 digits) · lines, 95 %% bands: toy model", p.digits),
                    ["zh-TW"] = string.format("兩個 %d 位數相加 · 空心：已發表的結果（8 位數）· 線與 95 %% 色帶：玩具模型", p.digits) },
  footer = text { en = "Published: Nye et al. 2021, Scratchpads, read off Wei et al. 2022, Emergent Abilities, Figure 3C · Toy model: scratchpad, seed " .. run.seed,
                  ["zh-TW"] = "已發表：Nye et al. 2021, Scratchpads，讀自 Wei et al. 2022, Emergent Abilities, Figure 3C · 玩具模型：scratchpad，亂數種子 " .. run.seed },
  alt = text { en = "Sums right over model size. Published, for 8 digits: in the head from 2 % at 2M parameters slowly to 33 % at 1B; on the scratchpad 0 % at 2M, 7 % at 20M, 50 % at 40M and 100 % from 130M on. The toy model goes to " .. ends,
               ["zh-TW"] = "加法正確率隨參數量的變化。已發表（8 位數）：心算由 2M 的 2 % 緩升到 1B 的 33 %；寫草稿紙在 2M 為 0 %、20M 為 7 %、40M 為 50 %，130M 以上為 100 %。玩具模型最後" .. ends },
}
local ax = fig:axes {
  x = { label = text { en = "model size (parameters)", ["zh-TW"] = "模型大小（參數量）" }, scale = "log" },
  y = { label = text { en = "sums right", ["zh-TW"] = "正確率" }, percent = true, min = 0, max = 1 },
}

local published = data.published("scratchpad"):filter {
  task = "8-digit addition", distribution = "in distribution" }
local ways = {
  { score = run.head, condition = "direct", color = "blue",
    label = text { en = "in the head", ["zh-TW"] = "心算" } },
  { score = run.scratchpad, condition = "scratchpad", color = "vermillion",
    label = text { en = "on a\nscratchpad", ["zh-TW"] = "寫草稿紙" } },
}
for _, way in ipairs(ways) do
  ax:band(size, way.score.low, way.score.high, { color = way.color })
  ax:line(size, way.score.mean, { label = way.label, color = way.color, marker = "none" })
  local t = published:filter { condition = way.condition }
  ax:points(t.params, t.accuracy, { color = way.color, marker = "circle" })
end
ax:note(text { en = "on the scratchpad, 29 + 57:\n9 + 7 = 16, write 6, carry 1\n2 + 5 + 1 = 8, so 86",
               ["zh-TW"] = "在草稿紙上算 29 + 57：\n9 + 7 = 16，寫 6，進 1\n2 + 5 + 1 = 8，所以是 86" },
        { x = 4e6, y = 0.5, color = "vermillion" })
for _, crossing in ipairs(run:crossings()) do
  local at = text.count(crossing.at)
  ax:vline(crossing.at, { label = text { en = "the toy model's\nlines cross at " .. at,
                                         ["zh-TW"] = "玩具模型的兩條線\n在 " .. at .. " 交叉" } })
end
fig:save "scratchpad"
