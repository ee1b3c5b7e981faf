--[[ They won, and still it was not right to play
     賭贏了，但當初不該賭
SHOWS   two frames for the class: the question to vote on (bets_question), then the answer (bets):
        a play's chance is a block's width, its gain the height, and the areas add up to what counts
TRY     --set win=1000: was it right then?  --set chance=0.5: is an even chance enough?
NOTICE  going by how it turned out is a trap: medium-sized models learn it before they learn to
        weigh chances (Hindsight Neglect), and so do worse than small ones, which guess ]]

local p = param {
  chance = { 0.94, min = 0.5, max = 0.99, doc = "chance to lose" },
  lose   = { 50, min = 10, max = 1000, doc = "what is lost then", unit = "money" },
  win    = { 5, min = 1, max = 1000, doc = "what is won otherwise", unit = "money" },
}
local expected = (1 - p.chance) * p.win - p.chance * p.lose
local right    = expected > 0

-- Toy models are asked about this bet; where it was right to play, the outcome is no trap. What
-- they learn, and at which size, is as sim.bets has it by default.
local size = array.geomspace(1e7, 1e12, 24)
local run  = sim.bets { size = size, probabilities = { p.chance, 1 - p.chance }, gains = { -p.lose, p.win },
                        conflict = right and 0 or 1, trials = 10000 }

local function say(words) -- puts the bet's numbers into a text
  return string.format(words, 100 * p.chance, p.lose, 100 * (1 - p.chance), p.win)
end

--- A page with the bet as two blocks; what the answer adds comes behind subtitle and footer.
local function page(title, columns, subtitle, footer)
  local fig = plot.figure {
    title = title, columns = columns,
    subtitle = say(text { en = "The bet: with %.4g %% one loses %.4g, with %.4g %% one wins %.4g",
                          ["zh-TW"] = "賭局：%.4g %% 的機率輸 %.4g 元，%.4g %% 的機率贏 %.4g 元" }) .. subtitle,
    footer = text { en = "The lecture's example of Hindsight Neglect (McKenzie et al. 2023, Inverse Scaling)",
                    ["zh-TW"] = "課堂上的例子，任務是 Hindsight Neglect（McKenzie et al. 2023, Inverse Scaling）" } .. footer,
    alt = say(text { en = "A block %.4g %% wide reaches down to the loss of %.4g; one %.4g %% wide reaches up to the win of %.4g, and this play lies in it.",
                     ["zh-TW"] = "寬 %.4g %% 的色塊往下到輸 %.4g 元，寬 %.4g %% 的色塊往上到贏 %.4g 元；這次的結果落在後者。" }),
  }
  local ax = fig:axes {
    title = columns > 1 and text { en = "the bet", ["zh-TW"] = "賭局" } or nil,
    x = { label = text { en = "chance", ["zh-TW"] = "機率" }, percent = true, min = 0, max = 1 },
    y = { label = text { en = "gain of one play", ["zh-TW"] = "玩一次的輸贏（元）" } },
  }
  ax:area({ 0, p.chance }, { -p.lose, -p.lose }, nil, { color = "vermillion" })
  ax:area({ p.chance, 1 }, { p.win, p.win }, nil, { color = "green" })
  ax:text(p.chance / 2, -p.lose / 2, say(text { en = "%.4g %%: lose %.4g", ["zh-TW"] = "%.4g %%：輸 %.4g 元" }), { size_px = 28 })
  ax:points({ (1 + p.chance) / 2 }, { p.win }, { color = "green", filled = true })
  ax:note(text { en = "this play", ["zh-TW"] = "這一次" }, { x = p.chance - 0.07 * columns, y = p.win, color = "green",
                                                           to_x = (1 + p.chance) / 2, to_y = p.win })
  return fig, ax
end

page(text { en = "They played and won. Was it right to play?", ["zh-TW"] = "賭贏了。當初該不該賭？" }, 1, "", ""):save "bets_question"

local fig, ax = page(right and text { en = "They won, and it was right to play", ["zh-TW"] = "賭贏了，當初也該賭" }
                     or text { en = "They won, and still it was not right to play", ["zh-TW"] = "賭贏了，但當初不該賭" }, 2,
                     (string.format(text { en = " · on average %.4g × %.4g − %.4g × %.4g = %+.4g",
                                          ["zh-TW"] = " · 平均 %.4g × %.4g − %.4g × %.4g = %+.4g 元" },
                                   1 - p.chance, p.win, p.chance, p.lose, expected):gsub("-", "−")),
                     text { en = " · Toy model: bets, seed ", ["zh-TW"] = " · 玩具模型：bets，亂數種子 " } .. run.seed)
ax:hline(expected, { color = "ink", width_px = 4 })
ax:note(string.format(text { en = "expected gain: %+.4g", ["zh-TW"] = "期望值：%+.4g" }, expected):gsub("-", "−"),
        { x = 0.5, y = expected + (p.lose + p.win) / 14 })

local models = fig:axes { title = text { en = "toy models, asked", ["zh-TW"] = "拿去問問玩具模型" },
  x = { label = text { en = "model size (parameters)", ["zh-TW"] = "模型大小（參數量）" }, scale = "log" },
  y = { label = text { en = "answered rightly", ["zh-TW"] = "答對的比例" }, percent = true, min = 0, max = 1 } }
models:band(size, run.accuracy.low, run.accuracy.high, { color = "blue" })
models:line(size, run.accuracy.mean, { color = "blue", marker = "none" })
models:text(size[3], run.accuracy.mean[3], text { en = "guess", ["zh-TW"] = "用猜的" }, { side = "above", size_px = 26 })
models:text(size[14], run.accuracy.mean[14], text { en = "“they won”", ["zh-TW"] = "「贏了啊」" }, { side = right and "above" or "below", size_px = 26 })
models:text(size[22], run.accuracy.mean[22], text { en = "weigh\nthe chances", ["zh-TW"] = "算期望值" }, { side = "left", size_px = 26 })
fig:save "bets"
