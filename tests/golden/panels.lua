--[[ Four panels that share an axis and a legend, on a dark page, in Chinese. ]]
local x = array.linspace(1, 10, 10)
local fig = plot.figure {
  title = "四個面板，共用一個圖例", rows = 2, columns = 2, share_x = true, theme = "dark",
  language = "zh-TW", remember = false,
}
for i = 1, 4 do
  local ax = fig:axes { title = "面板 " .. i, x = { label = "步數" }, y = { label = "正確率", percent = true } }
  for k = 1, 3 do ax:line(x, x * 0.013 * (i + k), { label = "模型 " .. k }) end
end
fig:save "panels"
