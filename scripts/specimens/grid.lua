--[[ A grid: panels made at once, one range, numbers only outside
SHOWS   seven tasks and five models of a family; the eighth cell stays blank
TRY     share_y = "row"; legend = "right"; another grid: plot.grid(4, 2, ...) ]]

local tasks = {
  text { en = "arithmetic", ["zh-TW"] = "算術" }, text { en = "word in context", ["zh-TW"] = "詞義判斷" },
  text { en = "translation", ["zh-TW"] = "翻譯" }, text { en = "causal questions", ["zh-TW"] = "因果問題" },
  text { en = "unscrambling", ["zh-TW"] = "字母重組" }, text { en = "figures of speech", ["zh-TW"] = "修辭" },
  text { en = "navigation", ["zh-TW"] = "走迷宮" },
}
local fig = plot.grid(2, 4, {
  title = text { en = "Every task has its own size at which it is learned",
                 ["zh-TW"] = "每個任務都有自己學會的規模" },
  subtitle = text { en = "Specimen of plot.grid; made-up numbers", ["zh-TW"] = "plot.grid 的樣張；數字是虛構的" },
  share_x = true, share_y = true, titles = tasks,
  x = { label = text { en = "parameters", ["zh-TW"] = "參數量" }, scale = "log" },
  y = { label = text { en = "share right", ["zh-TW"] = "答對比例" }, percent = true },
})
local size = array.geomspace(1e8, 1e11, 10)
for i in ipairs(tasks) do
  for shots = 0, 4 do
    local z = (size:log() - math.log(1e9) - 0.5 * i + 0.5 * shots) * 1.6
    fig[i]:line(size, 1 / (1 + (-z):exp()),
                { label = text { en = "examples: ", ["zh-TW"] = "範例數：" } .. shots })
  end
end
fig:save "grid"
