--[[ All colors of a theme
SHOWS   the eight colors in their order as lines and bars, and the colors of a heatmap
TRY     --theme dark, --theme print ]]

local fig = plot.figure {
  rows = 1, columns = 3,
  title = text { en = "The colors of this theme", ["zh-TW"] = "這個主題的顏色" },
  subtitle = text { en = "Any two of the first six are told apart by color-blind eyes, too",
                    ["zh-TW"] = "前六種顏色，色盲的人也能兩兩分辨" },
}
local names = { "blue", "vermillion", "green", "pink", "orange", "sky", "purple", "ink" }
local lines = fig:axes { title = text { en = "lines", ["zh-TW"] = "線" }, y = { min = 0, max = 9 } }
for i, name in ipairs(names) do
  lines:line(array.linspace(0, 10, 60), array.linspace(9 - i, 9 - i, 60) + 0.25 * array.linspace(0, 1, 60),
             { label = name })
end
local bars = fig:axes { title = text { en = "bars", ["zh-TW"] = "長條" }, y = { min = 0 } }
for i, name in ipairs(names) do bars:bar({ "" }, { 9 - i }, { label = name }) end

local cells = {}
for r = 1, 8 do
  cells[r] = {}
  for c = 1, 8 do cells[r][c] = (r + c - 2) / 14 end
end
fig:axes { title = text { en = "numbers", ["zh-TW"] = "數值" } }:heatmap(cells)
fig:save "palette"
