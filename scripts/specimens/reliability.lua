--[[ A reliability diagram: is the confidence earned?
SHOWS   accuracy in bins of confidence; a bar's shade is its share of the answers, its height the gap
TRY     binning = "mass"; bins = 30; confidence = right makes a perfect model ]]

local n = 2000
local sure, right = array.zeros(n), array.zeros(n)
for i = 1, n do
  local u, v = (i * 0.6180339887) % 1, (i * 0.7548776662) % 1
  sure[i] = 1 - 0.75 * u ^ 1.7
  right[i] = v < 0.12 + 0.72 * sure[i] ^ 1.6 and 1 or 0
end

local fig = plot.figure {
  title = text { en = "The model is surer than it is right", ["zh-TW"] = "模型的信心高過它的正確率" },
  subtitle = text { en = "Specimen of ax:reliability; made-up numbers", ["zh-TW"] = "ax:reliability 的樣張；數字是虛構的" },
  columns = 2,
}
local axis = { label = text { en = "confidence", ["zh-TW"] = "信心" }, percent = true }
local share = { label = text { en = "share right", ["zh-TW"] = "正確率" }, percent = true }
fig:axes { title = text { en = "bins of one width", ["zh-TW"] = "等寬分格" }, x = axis, y = share }
  :reliability { confidence = sure, correct = right }
fig:axes { title = text { en = "bins of as many answers", ["zh-TW"] = "等量分格" }, x = axis, y = share }
  :reliability { confidence = sure, correct = right, binning = "mass", color = "vermillion" }
fig:save "reliability"
