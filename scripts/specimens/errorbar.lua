--[[ Errorbars: a mark and how far one can trust it
SHOWS   accuracies of two methods with 95 % intervals, and the same on its side
TRY     marker = "diamond", filled = false ]]

local shots = { 0, 1, 2, 4, 8, 16 }
local function series(start, gain)
  local mean, low, high = {}, {}, {}
  for i, k in ipairs(shots) do
    mean[i] = start + gain * math.log(1 + k)
    low[i], high[i] = mean[i] - 0.05 - 0.01 * i, mean[i] + 0.05
  end
  return mean, low, high
end

local fig = plot.figure {
  title = text { en = "More examples help, and the intervals say how surely",
                 ["zh-TW"] = "範例多有幫助，區間說明有多確定" },
  subtitle = text { en = "Specimen of ax:errorbar; made-up numbers", ["zh-TW"] = "ax:errorbar 的樣張；數字是虛構的" },
  columns = 2,
}
local label = { shots = text { en = "examples in the prompt", ["zh-TW"] = "提示中的範例數" },
                share = text { en = "accuracy", ["zh-TW"] = "正確率" } }
local names = { text { en = "plain prompt", ["zh-TW"] = "一般提示" },
                text { en = "chain of thought", ["zh-TW"] = "思維鏈" } }
local ax = fig:axes { x = { label = label.shots }, y = { label = label.share, percent = true } }
local side = fig:axes { x = { label = label.share, percent = true }, y = { label = label.shots } }
for i, gain in ipairs { 0.07, 0.16 } do
  local mean, low, high = series(0.2 + 0.06 * i, gain)
  ax:errorbar(shots, mean, low, high, { label = names[i] })
  side:errorbar(mean, shots, low, high, { label = names[i], horizontal = true })
end
fig:save "errorbar"
