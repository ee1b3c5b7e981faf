--[[ Longer sums come far later than the skill for two digits predicts
     位數越多越晚學會，比兩位數的能力所預測的晚得多
SHOWS   GPT-3's sums (hollow) beside a toy model that adds column by column (line). Its only skill
        is fitted to two digits; what it does with three, four and five is a prediction
TRY     --set shots=0;  --set harder=3: each further digit asks for a model three times as large
NOTICE  a long sum has more columns to get right, but that is not all: GPT-3 also does each of
        its columns worse than a column of a short sum ]]

local p = param {
  shots  = { "50", choices = { "0", "1", "50" }, doc = "worked examples that GPT-3 is shown" },
  harder = { 1, min = 1, max = 10, doc = "how many times larger a model each further digit asks for" },
  trials = { 2000, min = 100, max = 2e4, integer = true, doc = "sums simulated for each model size" },
}

local settings = { ["0"] = "zero-shot", ["1"] = "one-shot", ["50"] = "few-shot K=50" }
local gpt3 = data.published "emergent_accuracy":filter { family = "GPT-3", setting = settings[p.shots] }

-- The skill: one column goes right. A sum of two digits takes two columns, so it is squared.
local function column(log_size, b) return 1 / (1 + math.exp(-b[2] * (log_size - b[1]))) end
local two = gpt3:filter { task = "2D+" }
local fit = stats.fit.curve { fn = function(x, b) return column(x, b) ^ 2 end,
                              x = two.params:log10(), y = two.value, start = { 10, 3 } }
local skill = string.format("logistic(midpoint = %s, slope = %.1f)",
                            text.count(10 ^ fit.params[1]), fit.params[2])

local size, runs = array.geomspace(1e8, 174.6e9, 32), {}
for digits = 2, 5 do
  local function ability(N) return column(math.log(N / p.harder ^ (digits - 2), 10), fit.params) end
  runs[digits] = sim.scratchpad { size = size, digits = digits, column = ability, carry = ability,
                                  trials = p.trials }
end

local title = text { en = "Longer sums come far later than the skill for two digits predicts",
                     ["zh-TW"] = "位數越多越晚學會，比兩位數的能力所預測的晚得多" }
if p.harder > 1 then
  title = text { en = string.format("If each further digit asked for a model %g times as large", p.harder),
                 ["zh-TW"] = string.format("假如每多一位數，模型就要大 %g 倍", p.harder) }
end
-- For who does not see the last points: how far the largest GPT-3 is from the line.
local last = {}
for digits = 3, 5 do
  local got = gpt3:filter { task = digits .. "D+" }.value
  local words = text { en = "with %d digits %.0f %% (the line: %.0f %%)", ["zh-TW"] = "%d 位數 %.0f %%（線上是 %.0f %%）" }
  last[#last + 1] = string.format(words, digits, 100 * got[#got], 100 * runs[digits].head.mean[#size])
end
local reached = text { en = "the largest model reaches ", ["zh-TW"] = "最大的模型：" }
                .. table.concat(last, text { en = ", ", ["zh-TW"] = "、" }) .. text { en = ".", ["zh-TW"] = "。" }
local fig = plot.grid(1, 4, {
  title = title,
  subtitle = text {
    en = "Adding two numbers, examples in the prompt: " .. p.shots .. " · each column needs one skill, fitted to 2 digits only",
    ["zh-TW"] = "兩數相加，提示中的範例數：" .. p.shots .. " · 逐位計算都靠同一種能力，只用兩位數的結果擬合" },
  footer = text {
    en = "Published: Brown et al. 2020, GPT-3, Table H.1 · Toy model: scratchpad (in the head) · column " .. skill .. " · seed " .. runs[2].seed,
    ["zh-TW"] = "已發表：Brown et al. 2020, GPT-3, Table H.1 · 玩具模型：scratchpad（心算）· 算一位 " .. skill .. " · 亂數種子 " .. runs[2].seed },
  alt = text {
    en = "Four panels for sums of two to five digits over model size. The toy model's line rises later with each digit. GPT-3's points are on the line for two digits; " .. reached,
    ["zh-TW"] = "四個小圖：兩位數到五位數的加法，橫軸為參數量。位數越多，玩具模型的線越晚上升。GPT-3 的點在兩位數時落在線上；" .. reached },
  titles = {
    text { en = "2 digits: fitted",    ["zh-TW"] = "兩位數：擬合" },
    text { en = "3 digits: predicted", ["zh-TW"] = "三位數：預測" },
    text { en = "4 digits: predicted", ["zh-TW"] = "四位數：預測" },
    text { en = "5 digits: predicted", ["zh-TW"] = "五位數：預測" },
  },
  share_x = true, share_y = true,
  x = { label = text { en = "model size (parameters)", ["zh-TW"] = "模型大小（參數量）" }, scale = "log",
        min = 7e7, max = 4e11, ticks = { 1e8, 1e9, 1e10, 1e11 } },
  y = { label = text { en = "sums right", ["zh-TW"] = "答對的比例" }, percent = true, min = 0, max = 1 },
})

for digits, run in pairs(runs) do
  local ax, got = fig[digits - 1], gpt3:filter { task = digits .. "D+" }
  local largest, score = got.params[#got], got.value[#got]
  ax:line({ largest, largest }, { score, run.head.mean[32] }, { color = "grey", marker = "none", dash = true })
  ax:line(size, run.head.mean, { color = "blue", marker = "none", width_px = 4,
            label = text { en = "toy model", ["zh-TW"] = "玩具模型" } })
  ax:points(got.params, got.value, { color = "vermillion", marker = "circle", size_px = 16, width_px = 3,
              label = text { en = "GPT-3, published", ["zh-TW"] = "GPT-3，已發表" } })
  ax:text(largest, score, string.format("%.0f %%", 100 * score), { color = "vermillion", side = "below" })
end
fig:save "digits"
