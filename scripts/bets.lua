--[[ They won, and still it was not right to play
     賭贏了，但當初不該賭
SHOWS   two frames for the class: the question to vote on (bets_question), then the answer (bets):
        a play's chance is a block's width, its gain the height, and the areas add up to what counts
TRY     --set win=1000: was it right then?  --set chance=0.05
NOTICE  going by how it turned out is a trap: medium-sized models learn it before they learn to
        weigh chances (Hindsight Neglect), and so do worse than small ones, which guess ]]

local p = param {
  chance = { 0.94, min = 0.01, max = 0.99, doc = "chance to lose" },
  lose   = { 50, min = 1, max = 1000, doc = "what is lost then", unit = "money" },
  win    = { 5, min = 1, max = 1000, doc = "what is won otherwise", unit = "money" },
}
local expected = (1 - p.chance) * p.win - p.chance * p.lose
local numbers  = { 100 * p.chance, p.lose, 100 * (1 - p.chance), p.win } -- as the texts name them

local function say(words) -- the numbers put into a text
  return string.format(words, table.unpack(numbers))
end

--- One page: the bet as two blocks, and with an answer the line that both add up to.
local function page(title, answer)
  local fig = plot.figure {
    title = title,
    subtitle = say(text { en = "The bet: with %.4g %% one loses %.4g, with %.4g %% one wins %.4g · width: chance, height: gain",
                          ["zh-TW"] = "賭局：%.4g %% 的機率輸 %.4g 元，%.4g %% 的機率贏 %.4g 元 · 寬：機率，高：輸贏" }),
    footer = text { en = "The lecture's example of the task Hindsight Neglect (McKenzie et al. 2023, Inverse Scaling) · calculated, not simulated",
                    ["zh-TW"] = "課堂上的例子，任務是 Hindsight Neglect（McKenzie et al. 2023, Inverse Scaling）· 直接計算，沒有模擬" },
    alt = text { en = "A wide block below zero for the loss, a narrow one above zero for the win, in which this play lies.",
                 ["zh-TW"] = "零以下一塊很寬的面積是輸，零以上一塊很窄的面積是贏，這次的結果落在後者。" },
  }
  local ax = fig:axes {
    x = { label = text { en = "chance", ["zh-TW"] = "機率" }, percent = true, min = 0, max = 1 },
    y = { label = text { en = "gain of one play", ["zh-TW"] = "玩一次的輸贏（元）" } },
  }
  ax:area({ 0, p.chance }, { -p.lose, -p.lose }, nil, { color = "vermillion" })
  ax:area({ p.chance, 1 }, { p.win, p.win }, nil, { color = "green" })
  ax:note(say(text { en = "%.4g %%: lose %.4g", ["zh-TW"] = "%.4g %%：輸 %.4g 元" }), { x = p.chance / 2, y = -p.lose / 2 })
  ax:points({ (1 + p.chance) / 2 }, { p.win }, { color = "green", filled = true })
  ax:note(text { en = "this play", ["zh-TW"] = "這一次" }, { to_x = (1 + p.chance) / 2, to_y = p.win, color = "green" })
  if answer then ax:hline(expected, { label = answer, color = "ink", width_px = 4 }) end
  return fig
end

page(text { en = "They played and won. Was it right to play?", ["zh-TW"] = "賭贏了。當初該不該賭？" }):save "bets_question"

local sum = string.format("%.4g × %.4g − %.4g × %.4g = %+.4g", 1 - p.chance, p.win, p.chance, p.lose, expected):gsub("-", "−")
page(expected > 0 and text { en = "They won, and it was right to play", ["zh-TW"] = "賭贏了，當初也該賭" }
     or text { en = "They won, and still it was not right to play", ["zh-TW"] = "賭贏了，但當初不該賭" },
     text { en = "expected gain: ", ["zh-TW"] = "期望值：" } .. sum):save "bets"
