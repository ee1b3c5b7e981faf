--[[ A theme of one's own
SHOWS   a school's colors, larger texts and wider lines, from plot.theme
TRY     base = "dark" without page and text; a yellow in the palette ]]

local school = plot.theme {
  base = "light", page = "#fdf8ee", text = "#2b2118", soft = "#6b5a48", ticks = "#6b5a48",
  grid = "#ece2d0", spine = "#b8a88f", rule = "#7d6c59",
  palette = { "#8c1d18", "#1f5f8b", "#4d7c0f", "#7a3e9d" },
  family = "DejaVu Serif",
  title_px = 46, subtitle_px = 30, label_px = 30, tick_px = 27, small_px = 26, stroke = 1.3,
}

local x = array.linspace(0, 10, 21)
local fig = plot.figure {
  theme = school,
  title = text { en = "A school's own look", ["zh-TW"] = "學校自己的樣式" },
  subtitle = text { en = "Specimen of plot.theme: page, four colors, a serif font, larger texts",
                    ["zh-TW"] = "plot.theme 的樣張：底色、四種顏色、襯線字型、較大的字" },
  footer = text { en = "Chinese letters come from Noto Sans CJK TC when the font has none",
                  ["zh-TW"] = "字型裡沒有的中文字會改用 Noto Sans CJK TC" },
}
local ax = fig:axes { x = { label = text { en = "time", ["zh-TW"] = "時間" } },
                      y = { label = text { en = "level", ["zh-TW"] = "水準" } } }
for i = 1, 4 do
  ax:line(x, i * x / (2 + x), { label = text { en = "group " .. i, ["zh-TW"] = "第 " .. i .. " 組" } })
end
ax:hline(3, { label = text { en = "goal", ["zh-TW"] = "目標" } })
fig:save "theme"
