--[[ Bars: side by side, stacked, lying
SHOWS   three tasks with and without examples; the same votes stacked; long names beside lying bars
TRY     a negative number; leave out `stacked` ]]

local tasks = { text { en = "arithmetic", ["zh-TW"] = "算術" }, text { en = "word sense", ["zh-TW"] = "詞義判斷" },
                text { en = "translation", ["zh-TW"] = "翻譯" } }
local models = { text { en = "a small model", ["zh-TW"] = "小模型" }, text { en = "one ten times as large", ["zh-TW"] = "十倍大的模型" },
                 text { en = "the largest of the family", ["zh-TW"] = "同系列最大的模型" } }
local share = text { en = "share", ["zh-TW"] = "比例" }

local fig = plot.figure {
  title = text { en = "Examples help some tasks and hurt none", ["zh-TW"] = "範例幫得上一些任務，也不傷害其他任務" },
  subtitle = text { en = "Specimen of ax:bar; made-up numbers", ["zh-TW"] = "ax:bar 的樣張；數字是虛構的" },
  columns = 2,
}
local ax = fig:axes { title = text { en = "side by side", ["zh-TW"] = "並排" }, y = { label = share, percent = true } }
ax:bar(tasks, { 0.12, 0.5, 0.61 }, { label = text { en = "no example", ["zh-TW"] = "沒有範例" } })
ax:bar(tasks, { 0.58, 0.51, 0.72 }, { label = text { en = "ten examples", ["zh-TW"] = "十個範例" } })
local side = fig:axes { title = text { en = "stacked, lying", ["zh-TW"] = "堆疊、橫放" }, x = { label = share, percent = true } }
local stacked = { { 0.2, 0.4, 0.75 }, { 0.3, 0.35, 0.15 }, { 0.5, 0.25, 0.1 } }
local answers = { text { en = "right", ["zh-TW"] = "答對" }, text { en = "close", ["zh-TW"] = "接近" },
                  text { en = "wrong", ["zh-TW"] = "答錯" } }
for i, label in ipairs(answers) do
  side:bar(models, stacked[i], { label = label, stacked = true, horizontal = true, color = ({ "green", "sky", "orange" })[i] })
end
fig:save "bar"
