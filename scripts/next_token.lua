--[[ Fluent about both festivals, confident about only one
     文字接龍：兩個節日說得一樣流暢，信心大不同
SHOWS   what a toy model puts after the name of a university's azalea festival, which is real, and of its
        rose festival, which does not exist: fluent sentences both, but flat bars for the rose
TRY     --set size=1e8: a small model is unsure of both;  --set temperature=3;  --set familiarity=0.3
NOTICE  fluency does not tell truth from invention, the height of the first bar does ]]

local p = param {
  size        = { 1e11, min = 1e6, max = 1e13, doc = "model whose bars are shown", unit = "parameters" },
  familiarity = { 1, min = 0, max = 1, doc = "how well known the real festival is; the invented one has 0" },
  temperature = { 1, min = 0.2, max = 5, doc = "of the sampling: low is decided, high is random" },
  trials      = { 4000, min = 100, max = 100000, integer = true, doc = "prompts simulated for each model size" },
}

-- One prompt for the bars, many for the curves. Once learned, the true month stands out by 5 logits
-- (the logarithm of the odds); six months are possible.
local function ask(size, trials)
  return sim.next_token { size = size, trials = trials, gap = 5, choices = 6, familiarity = p.familiarity, temperature = p.temperature }
end
local one  = ask({ p.size }, 1)
local size = array.geomspace(1e7, 1e12, 16)
local run  = ask(size, p.trials)

local azalea = { color = "blue", bars = one.bars, top = run.top,
  title = text { en = "“NTU's azalea festival is in …”", ["zh-TW"] = "「台大杜鵑花節在……」" },
  note = text { en = "it exists:\nin March", ["zh-TW"] = "真有這個節，\n在三月" },
  name = text { en = "azalea: confidence", ["zh-TW"] = "杜鵑花節的信心" } }
local rose = { color = "vermillion", bars = one.invented_bars, top = run.invented_top,
  title = text { en = "“NTU's rose festival is in …”", ["zh-TW"] = "「台大玫瑰花節在……」" },
  note = text { en = "it does\nnot exist", ["zh-TW"] = "沒有\n這個節" },
  name = text { en = "rose: confidence", ["zh-TW"] = "玫瑰花節的信心" } }

local knows, invents = one.bars[1][1] > 0.6, one.invented_bars[1]:max() > 0.6
local title = text { en = "Fluent about both festivals, confident about only one",
                     ["zh-TW"] = "文字接龍：兩個節日說得一樣流暢，信心大不同" }
if invents then
  title = text { en = "Sampled so coldly, the invented festival is told with confidence, too",
                 ["zh-TW"] = "溫度太低，連沒有的節日也說得信心十足" }
elseif not knows then
  title = text { en = "Confident about neither festival", ["zh-TW"] = "兩個節日都沒有信心" }
end
local fig = plot.figure {
  title = title,
  subtitle = text {
    en = "Bars: one prompt each, " .. text.count(p.size) .. " parameters · curves: fluent answers, and confidence (the likeliest month's probability)",
    ["zh-TW"] = "長條：" .. text.count(p.size) .. " 參數的模型各問一次 · 曲線：說得流暢的比例，以及信心（最可能月份的機率）" },
  footer = text { en = "After Hung-yi Lee's lecture at National Taiwan University (NTU), 2023 · Toy model: next_token, temperature "
                       .. p.temperature .. ", seed " .. run.seed,
                  ["zh-TW"] = "改編自李宏毅 2023 年在台大的課程 · 玩具模型：next_token，溫度 "
                              .. p.temperature .. "，亂數種子 " .. run.seed },
  alt = string.format(
    text { en = "Left: bars of six months after the azalea festival, the highest %.0f %%. Middle: the same after the rose festival, the highest %.0f %%. Right: from the smallest model to the largest the confidence goes from %.0f to %.0f %% for the azalea and from %.0f to %.0f %% for the rose; both become fluent.",
           ["zh-TW"] = "左：杜鵑花節之後六個月份的長條，最高 %.0f %%。中：玫瑰花節之後的長條，最高 %.0f %%。右：由最小到最大的模型，杜鵑花節的信心由 %.0f %% 到 %.0f %%，玫瑰花節由 %.0f %% 到 %.0f %%；兩者都說得越來越流暢。" },
    100 * one.bars[1]:max(), 100 * one.invented_bars[1]:max(), 100 * run.top.mean[1], 100 * run.top.mean[#size],
    100 * run.invented_top.mean[1], 100 * run.invented_top.mean[#size]),
  columns = 3, legend = "none",
}
local share = { label = text { en = "probability", ["zh-TW"] = "機率" }, percent = true, min = 0, max = 1.25, ticks = { 0, 0.5, 1 } }
local months = {
  text { en = "March", ["zh-TW"] = "三月" }, text { en = "April", ["zh-TW"] = "四月" }, text { en = "May", ["zh-TW"] = "五月" },
  text { en = "June", ["zh-TW"] = "六月" }, text { en = "July", ["zh-TW"] = "七月" }, text { en = "August", ["zh-TW"] = "八月" } }
for _, festival in ipairs { azalea, rose } do
  local ax, bars = fig:axes { title = festival.title, x = share }, festival.bars[1]
  ax:bar(months, bars, { horizontal = true, color = festival.color })
  for month, value in ipairs(bars) do
    local words = value < 0.005 and "< 1 %" or string.format("%.0f %%", 100 * value)
    ax:text(value, month, words, { side = "right", color = festival.color })
  end
  ax:note(festival.note, { x = 0.85, y = 5.5, color = festival.color })
end
local ax = fig:axes {
  title = text { en = "Small models to large", ["zh-TW"] = "從小模型到大模型" },
  x = { label = text { en = "model size (parameters)", ["zh-TW"] = "模型大小（參數量）" }, scale = "log" },
  y = { percent = true, min = 0, max = 1.1, ticks = { 0, 0.2, 0.4, 0.6, 0.8, 1 } },
}
for _, festival in ipairs { azalea, rose } do
  ax:band(size, festival.top.low, festival.top.high, { color = festival.color })
  ax:line(size, festival.top.mean, { color = festival.color, marker = "none", width_px = 4 })
  ax:text(1e10, festival.top.mean[10], festival.name, { color = festival.color, side = "below" })
end
ax:line(size, run.fluent.mean, { color = "ink", marker = "none", width_px = 4 })
ax:text(1e9, 1, text { en = "both: fluent", ["zh-TW"] = "兩者都流暢" }, { side = "above" })
fig:save "next_token"
