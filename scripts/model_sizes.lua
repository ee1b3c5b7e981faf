--[[ From BERT to Switch, models grew 4,400-fold in three years
     從 BERT 到 Switch，三年之間變成 4,400 倍
SHOWS   published sizes of ten models; on a log axis equal distances are equal ratios
TRY     --set axis=linear: which models can still be told apart?
NOTICE  the order is that of size, not of time; the largest is a mixture of experts, of which only
        few parameters work on one token ]]

local p = param {
  axis = { "log", choices = { "log", "linear" }, doc = "scale of the parameters" },
}

local shown = { "BERT-Large", "GPT-2 1542M", "T5-11B", "Chinchilla 70B", "LaMDA 137B", "GPT-3 175B",
                "Gopher 280B", "MT-NLG 530B", "PaLM 540B", "Switch-C" }
local models = data.published "models"
local params, rows, names, sizes, row_of = {}, {}, {}, {}, {}
for row, name in ipairs(shown) do
  local model = models:filter { name = name }
  local short = name:match "^[^ ]+"
  params[row], rows[row] = model.params[1], row
  names[row] = string.format("%s (%d)", short, model.year[1])
  sizes[row] = text.count(model.params[1])
  row_of[short] = row
end
local largest = #shown
sizes[largest] = sizes[largest] .. text { en = ", a mixture of experts", ["zh-TW"] = "，混合專家" }
local growth = text.thousands(100 * math.floor(params[largest] / params[1] / 100))

local fig = plot.figure {
  title = text { en = "From BERT to Switch, models grew " .. growth .. "-fold in three years",
                 ["zh-TW"] = "從 BERT 到 Switch，三年之間變成 " .. growth .. " 倍" },
  subtitle = text { en = "Published sizes of ten language models; the largest is 3 × PaLM and 9 × GPT-3",
                    ["zh-TW"] = "十個語言模型已發表的參數量；最大的是 PaLM 的 3 倍、GPT-3 的 9 倍" },
  footer = text { en = "Published: ", ["zh-TW"] = "已發表：" }
    .. "Brown et al. 2020, Table D.1 · Radford et al. 2019, Table 2 · Wei et al. 2022, Emergent Abilities, Table 2"
    .. " · Hoffmann et al. 2022, Table 1 · Fedus et al. 2021, Table 9",
  alt = text {
    en = "Ten models in rows, from BERT with 355 million parameters to Switch with 1.6 trillion, which is 3 times PaLM and 9 times GPT-3.",
    ["zh-TW"] = "十個模型由下而上排列，從 3.55 億個參數的 BERT 到 1.6 兆個參數的 Switch；Switch 是 PaLM 的 3 倍、GPT-3 的 9 倍。" },
}
local ax = fig:axes {
  x = { label = text { en = "parameters", ["zh-TW"] = "參數量" }, scale = p.axis, numbers = "count",
        min = p.axis == "log" and 1e8 or 0, max = p.axis == "log" and 5e12 or 1.9e12 },
  y = { min = 0.5, max = largest + 0.5, ticks = rows, tick_labels = names },
}
for row in ipairs(shown) do
  local color = row == largest and "vermillion" or "blue"
  ax:points({ params[row] }, { row }, { color = color, marker = "circle", size_px = 20, width_px = 4 })
  ax:text(params[row], row, sizes[row], { color = color, side = "left", size_px = 26 })
end
ax:line({ params[largest], params[largest] }, { row_of["GPT-3"], largest },
        { color = "vermillion", dash = true, width_px = 2.5 })
for _, smaller in ipairs { "PaLM", "GPT-3" } do
  local row = row_of[smaller]
  local ratio = params[largest] / params[row]
  ax:line({ params[row], params[largest] }, { row, row },
          { color = "vermillion", dash = true, width_px = 2.5 })
  ax:text(params[largest], row, string.format("%.0f × %s", ratio, smaller),
          { color = "vermillion", side = "right", size_px = 26 })
end
fig:save "model_sizes"
