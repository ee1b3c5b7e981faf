--[[ Samples side by side: strips, boxes, violins
SHOWS   the same answer lengths of four models, as points, as boxes, as densities; two prompts lie beside each other
TRY     horizontal = true; y = { scale = "log" }; a sample of one number ]]

local models = { "1B", "7B", "70B", "540B" }

-- Lengths that depend on nothing but their numbers: no seed is needed.
local function lengths(middle, spread, n)
  local x = array.zeros(n)
  for i = 1, n do
    local t = (i * 0.6180339887 + spread) % 1
    x[i] = middle * math.exp(spread * math.log(t / (1 - t)))
  end
  return x
end
local plain, asked = {}, {}
for i = 1, 4 do
  plain[i] = lengths(60 + 25 * i, 0.24 - 0.02 * i, 90)
  asked[i] = lengths(120 + 60 * i, 0.16, 70)
end

local fig = plot.figure {
  title = text { en = "Larger models write longer answers when asked to think", ["zh-TW"] = "要求逐步思考時，模型愈大，寫得愈長" },
  subtitle = text { en = "Specimen of ax:strip, ax:box, ax:violin; made-up numbers",
                    ["zh-TW"] = "ax:strip、ax:box、ax:violin 的樣張；數字是虛構的" },
  columns = 3,
}
local y = { label = text { en = "tokens in an answer", ["zh-TW"] = "一則回答的詞元數" }, min = 0, max = 800 }
local names = { text { en = "answer only", ["zh-TW"] = "直接回答" }, text { en = "think first", ["zh-TW"] = "先思考" } }
local titles = { strip = text { en = "points", ["zh-TW"] = "點" }, box = text { en = "boxes", ["zh-TW"] = "盒形圖" },
                 violin = text { en = "densities", ["zh-TW"] = "小提琴圖" } }
for _, kind in ipairs { "strip", "box", "violin" } do
  local ax = fig:axes { title = titles[kind], y = y }
  ax[kind](ax, models, plain, { label = names[1] })
  ax[kind](ax, models, asked, { label = names[2] })
end
fig:save "groups"
