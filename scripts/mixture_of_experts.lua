--[[ 1.6 trillion parameters, but 0.1 % of them work on a token
     1.6 兆個參數，處理一個 token 只用到 0.1 %
SHOWS   published models of the Switch Transformer: all parameters and those at work for one token;
        beside them one simulated batch of tokens that a router sends to the experts
TRY     --set room=1, then 2: who is dropped?  --set skew=0.5: a router with favorites
NOTICE  a token costs what it costs in a small model, but the large one must be kept in memory ]]

local p = param {
  experts = { 32, min = 4, max = 128, integer = true, doc = "experts in a layer" },
  tokens  = { 1024, min = 128, max = 65536, integer = true, doc = "tokens routed together, a batch" },
  room    = { 1.25, min = 0.5, max = 4, doc = "capacity factor: the tokens an expert can take, in even shares" },
  skew    = { 0, min = 0, max = 1, doc = "how unevenly the router likes the experts" },
}

local run = sim.moe { size = { 1e9 }, experts = p.experts, tokens = p.tokens, capacity_factor = p.room, skew = p.skew, trials = 1 }
local room = run.capacity[1]
local expert, kept, dropped, top = {}, {}, {}, room -- top: of the highest bar, or the room
for i = 1, p.experts do
  local sent = run.load[1][i] * p.tokens
  expert[i], kept[i] = i, math.min(sent, room)
  dropped[i], top = sent - kept[i], math.max(top, sent)
end

-- At work is what the dense model of the same FLOPs per sequence has. The paper names none for
-- Switch-C; it is estimated from the FLOPs, in proportion to Switch-Large.
local models = data.published "models":filter { family = "Switch Transformer" }
local design = data.published "moe":filter { table = "model design" }
local function of(model, quantity) return design:filter { model = model, quantity = quantity }.value[1] end
local estimate = of("T5-Large", "parameters") * of("Switch-C", "FLOPs per sequence") / of("T5-Large", "FLOPs per sequence")

local fig = plot.figure {
  title = text { en = "1.6 trillion parameters, but 0.1 % of them work on a token",
                 ["zh-TW"] = "1.6 兆個參數，處理一個 token 只用到 0.1 %" },
  subtitle = text { en = "Mixture of experts: a router sends each token to one of many experts",
                    ["zh-TW"] = "混合專家：每個 token 只分派給眾多專家中的一位" },
  footer = text {
    en = "Published: Fedus et al. 2021, Switch Transformers, Table 9 · Toy model: moe, seed " .. run.seed
         .. " · At work: the dense model of the same FLOPs (Switch-C: estimated from its FLOPs)",
    ["zh-TW"] = "已發表：Fedus et al. 2021, Switch Transformers, Table 9 · 玩具模型：moe，亂數種子 " .. run.seed
                .. " · 在工作的參數：取運算量相同的稠密模型（Switch-C 由運算量估計）" },
  alt = text {
    en = "Left, four published models: the parameters at work for one token are 3 percent of all, in Switch-C, the largest, 0.1 percent. Right, bars: tokens of one simulated batch by expert; what lies above an expert's room is dropped.",
    ["zh-TW"] = "左圖：四個已發表的模型，處理一個 token 的參數約佔全部的 3%，最大的 Switch-C 只有 0.1%。右圖：模擬的一批 token 分到各專家的數量，超過容量的部分被丟棄。" },
  columns = 2,
}
local left = fig:axes {
  title = text { en = "published: parameters of four models", ["zh-TW"] = "已發表：四個模型的參數量" },
  x = { scale = "log", label = text { en = "parameters", ["zh-TW"] = "參數量" }, min = 1e8, max = 1e13 },
  y = { min = 0.5, max = #models + 0.5, ticks = array.range(1, #models), tick_labels = models.name },
}
for row, name in ipairs(models.name) do
  local largest = name == "Switch-C" -- its row says what the colors mean
  local at_work = largest and estimate or models.active_params_per_token[row]
  local in_all = models.params[row]
  local work, all = text.count(at_work), text.count(in_all)
  if largest then
    work = "≈ " .. work .. text { en = " at work", ["zh-TW"] = " 在工作" }
    all = text { en = all .. " in all", ["zh-TW"] = "共 " .. all }
  end
  local middle = (at_work * in_all) ^ 0.5
  local experts = text.thousands(of(name, "experts")) .. text { en = " experts", ["zh-TW"] = " 位專家" }
  left:line({ 1.2 * at_work, in_all / 1.2 }, { row, row }, { color = "grey", marker = "none", width_px = 2 })
  for _, mark in ipairs { { at_work, work, "green" }, { in_all, all, "blue" } } do
    left:points({ mark[1] }, { row }, { color = mark[3], marker = "circle", size_px = 20, width_px = 4 })
    left:text(mark[1], row, mark[2], { color = mark[3], side = "above" })
  end
  left:text(middle, row, string.format("%.1f %%", 100 * at_work / in_all), { side = "above" })
  left:text(middle, row, experts, { side = "below" })
end
local tokens = text.thousands(p.tokens)
local right = fig:axes {
  title = text { en = "toy model: one batch of " .. tokens .. " tokens", ["zh-TW"] = "玩具模型：一批 " .. tokens .. " 個 token" },
  x = { label = text { en = "expert", ["zh-TW"] = "專家編號" }, ticks = { 1, p.experts // 2, p.experts } },
  y = { label = text { en = "tokens sent to the expert", ["zh-TW"] = "分到的 token 數" }, min = 0, max = 1.35 * top },
}
right:bar(expert, kept, { color = "sky", stacked = true })
right:bar(expert, dropped, { color = "vermillion", stacked = true }):hline(room)
local lost, words = array(dropped):sum(), text { en = "room for %s each:\n%s dropped (%.1f %%)", ["zh-TW"] = "每位容納 %s 個：\n丟棄 %s 個（%.1f %%）" }
right:note(words:format(text.thousands(room), text.thousands(lost), 100 * lost / p.tokens), { color = "vermillion", x = p.experts / 2, y = 1.2 * top })
fig:save "mixture_of_experts"
