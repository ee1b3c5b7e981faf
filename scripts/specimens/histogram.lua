--[[ Histograms: how often each range of numbers comes up
SHOWS   the scores of two classes; bins of the program's choice, and bins that the script gives
TRY     bins = 8 ]]

local plain, helped = {}, {}
for i = 1, 900 do
  plain[i] = 40 + 10 * (math.random() + math.random() + math.random())
  helped[i] = 48 + 9 * (math.random() + math.random() + math.random())
end

local fig = plot.figure {
  title = text { en = "The class that saw examples scores higher", ["zh-TW"] = "看過範例的班級分數較高" },
  subtitle = text { en = "Specimen of ax:histogram; made-up numbers", ["zh-TW"] = "ax:histogram 的樣張；數字是虛構的" },
}
local ax = fig:axes {
  x = { label = text { en = "score", ["zh-TW"] = "分數" } },
  y = { label = text { en = "students", ["zh-TW"] = "學生人數" } },
}
ax:histogram(plain, nil, { label = text { en = "no example", ["zh-TW"] = "沒有範例" } })
ax:histogram(helped, nil, { label = text { en = "ten examples", ["zh-TW"] = "十個範例" } })
ax:histogram({ 30, 34, 38, 42 }, { 5, 0 / 0, 20 }, { label = text { en = "given bins", ["zh-TW"] = "給定的組距" } })
fig:save "histogram"
