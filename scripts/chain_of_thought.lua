--[[ Thinking step by step helps only the large models
     思維鏈只幫得上大模型
SHOWS   published scores on grade-school math (hollow) over a toy model (lines): written steps hurt
        small models, which lose the thread, and lift large ones
TRY     --set steps=2, then 8;  --set votes=9: what does a majority of nine chains change?
NOTICE  whoever tried the method on a small model only would have dropped it ]]

local p = param {
  steps  = { 4, min = 1, max = 16, integer = true, doc = "steps a problem needs" },
  guess  = { 0.025, min = 0, max = 0.3, doc = "chance that a pattern alone gives the answer" },
  votes  = { 1, min = 1, max = 31, integer = true, doc = "chains sampled; the majority counts" },
  trials = { 50000, min = 100, max = 1e6, integer = true,
             doc = "problems simulated for each model size" },
}

-- The abilities are set by hand so that both curves pass near the published points.
local size = array.geomspace(2e8, 1e12, 32)
local run  = sim.cot {
  size   = size, steps = p.steps, guess = p.guess, votes = p.votes, trials = p.trials,
  direct = sim.ability.logistic { midpoint = 6e10, slope = 0.75, ceiling = 0.9 },
  step   = sim.ability.logistic { midpoint = 6e9, slope = 1.6, ceiling = 0.96 },
  drift  = sim.ability.logistic { midpoint = 1e10, slope = -1.5, floor = 0.02, ceiling = 0.35 },
}

local fig = plot.figure {
  title = text { en = "Thinking step by step helps only the large models",
                 ["zh-TW"] = "思維鏈只幫得上大模型" },
  subtitle = text { en = "Grade-school math (GSM8K), share solved · hollow: published · lines: toy model",
                    ["zh-TW"] = "小學數學題（GSM8K）答對的比例 · 空心：已發表的結果 · 線：玩具模型" },
  footer = text { en = "Published: Wei et al. 2022, Chain-of-Thought Prompting, Table 2 · Toy model: cot, steps "
                       .. p.steps .. ", votes " .. p.votes .. ", seed " .. run.seed,
                  ["zh-TW"] = "已發表：Wei et al. 2022, Chain-of-Thought Prompting, Table 2 · 玩具模型：cot，步驟數 "
                              .. p.steps .. "，投票數 " .. p.votes .. "，亂數種子 " .. run.seed },
  alt = text { en = "Share of problems solved over model size: answered at once it rises slowly; with chain of thought it starts lower, crosses, and rises steeply.",
               ["zh-TW"] = "答對比例隨參數量的變化：直接作答上升緩慢；使用思維鏈起初較低，交叉之後陡升。" },
}
local ax = fig:axes {
  x = { label = text { en = "model size (parameters)", ["zh-TW"] = "模型大小（參數量）" }, scale = "log" },
  y = { label = text { en = "problems solved", ["zh-TW"] = "答對的比例" }, percent = true, min = 0 },
}

local ways = {
  { score = run.direct, prompting = "standard", color = "blue",
    label = text { en = "answer at once", ["zh-TW"] = "直接作答" } },
  { score = run.cot, prompting = "chain of thought", color = "vermillion",
    label = text { en = "chain of thought", ["zh-TW"] = "思維鏈" } },
}
local families = { { "LaMDA", "circle" }, { "GPT-3", "square" }, { "PaLM", "diamond" } }
local published = data.published("chain_of_thought"):filter {
  task = "GSM8K", source = "Wei et al. 2022, Chain-of-Thought Prompting, Table 2" }

for _, way in ipairs(ways) do
  ax:band(size, way.score.low, way.score.high, { color = way.color })
  ax:line(size, way.score.mean, { label = way.label, color = way.color, marker = "none" })
  for _, family in ipairs(families) do
    local t = published:filter { family = family[1], prompting = way.prompting }
    ax:points(t.params, t.accuracy, { label = family[1], marker = family[2], color = way.color })
  end
end

for _, crossing in ipairs(run:crossings()) do
  local at, low, high = text.count(crossing.at), text.count(crossing.low), text.count(crossing.high)
  ax:vline(crossing.at, { label = text {
    en = string.format("the curves cross at %s\n(95 %% interval %s to %s)", at, low, high),
    ["zh-TW"] = string.format("兩條曲線在 %s 交叉\n（95 %% 信賴區間 %s 到 %s）", at, low, high) } })
end
fig:save "chain_of_thought"
