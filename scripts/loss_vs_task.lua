--[[ A better next-token loss is not yet a better score
     文字接龍的損失變低，不代表題目答得更好
SHOWS   published: from the smallest LaMDA to the largest the loss falls far, while the score waits;
        toy model: two models of the same loss, one of them tuned to the task, and their scores
TRY     --set steps=1, then 32;  --set tuning=0.3: how much of the gap is left?
NOTICE  the loss averages over all tokens; a task asks for a few of them, all at once ]]

local p = param {
  steps  = { 8, min = 1, max = 64, integer = true, doc = "steps a task needs, all of them" },
  tuning = { 0.8, min = 0, max = 1, doc = "share of what a step lacks (in logarithm) that tuning takes away" },
  scale  = { 4, min = 1, max = 20, doc = "loss at which an untuned model gets one step in e right", unit = "nats" },
  trials = { 4000, min = 100, max = 1e6, integer = true, doc = "tasks simulated for each model size" },
}

-- The loss is Kaplan's law; steps, tuning and scale are the toy model's own, fitted to nothing.
local size = array.geomspace(1e8, 1e13, 16)
local run  = sim.downstream { size = size, steps = p.steps, alignment = p.tuning, k0 = p.scale, trials = p.trials }

-- By the closed form: where the toy models differ most, and the best score of either.
local apart, best = (run.aligned.theory - run.plain.theory):max(), run.aligned.theory:max()
local differ = apart > 0.02
local title = text { en = "A better next-token loss is not yet a better score",
                     ["zh-TW"] = "文字接龍的損失變低，不代表題目答得更好" }
if best < 0.02 then
  title = text { en = "The loss falls all the way; a task of " .. p.steps .. " steps stays unsolved",
                 ["zh-TW"] = "損失一路下降，" .. p.steps .. " 個步驟的任務還是解不出來" }
elseif not differ then
  title = text { en = "In this toy model, one loss means one score",
                 ["zh-TW"] = "在這個玩具模型裡，損失相同，分數就相同" }
end
local fig = plot.figure {
  title = title,
  subtitle = text { en = "Each mark is a model size, its loss and its score · hollow: published · filled, with 95 % bands: toy model",
                    ["zh-TW"] = "每個記號是一種模型大小的損失與分數 · 空心：已發表的結果 · 實心與 95 % 色帶：玩具模型" },
  footer = text {
    en = "Published: Wei et al. 2022, Emergent Abilities, Figures 5 and 6 · Loss of the toy model: Kaplan et al. 2020, Eq. 1.1 · "
         .. "Toy model: downstream, " .. p.steps .. " steps, seed " .. run.seed,
    ["zh-TW"] = "已發表：Wei et al. 2022, Emergent Abilities, Figures 5 and 6 · 玩具模型的損失：Kaplan et al. 2020, Eq. 1.1 · "
                .. "玩具模型：downstream，" .. p.steps .. " 個步驟，亂數種子 " .. run.seed },
  alt = text {
    en = "Left, score against loss for twelve sizes of LaMDA: on sports questions the loss falls tenfold and the score stays near chance; on figures of speech and arithmetic it waits, then rises. Right, two toy models: "
         .. (differ and string.format("where they differ most, the tuned one scores %.0f points higher at the same loss.", 100 * apart)
             or "at the same loss both score the same."),
    ["zh-TW"] = "左圖：十二種大小的 LaMDA 的分數與損失；運動常識題的損失降到十分之一，分數仍接近亂猜的水準；修辭與算術題的分數先停滯再上升。右圖：兩個玩具模型，"
         .. (differ and string.format("在相同的損失下，經過調校的最多高出 %.0f 個百分點。", 100 * apart) or "損失相同，分數也相同。") },
  columns = 2, share_y = true,
}
local score = { label = text { en = "score", ["zh-TW"] = "分數" }, percent = true, min = 0, max = 1 }
local left = fig:axes {
  title = text { en = "published: LaMDA on three tasks", ["zh-TW"] = "已發表：LaMDA 的三個任務" }, y = score,
  x = { label = text { en = "loss of the right answer, lower is better →", ["zh-TW"] = "正確答案的損失，越右越低 →" },
        scale = "log", invert = true },
}
local tasks = {
  { name = "Sports understanding", ruler = "error rate (1 - accuracy)", color = "blue", x = 1.2, y = 0.69,
    label = text { en = "sports: the loss falls\ntenfold, the score\nstays near chance", ["zh-TW"] = "運動常識：\n損失降到十分之一，\n分數仍接近亂猜" } },
  { name = "Figure of speech", ruler = "error rate (1 - accuracy)", color = "green", x = 2.2, y = 0.18,
    label = text { en = "figures of speech", ["zh-TW"] = "修辭判斷" } },
  { name = "Modified arithmetic", ruler = "error rate (1 - exact match)", color = "pink", x = 5.5, y = 0.24,
    series = "greedy decoding T=0", label = text { en = "arithmetic", ["zh-TW"] = "算術" } },
}
local curves = data.published "metric_curves"
for _, task in ipairs(tasks) do
  local loss  = curves:filter { task = task.name, metric = "cross-entropy loss" }
  local wrong = curves:filter { task = task.name, metric = task.ruler, series = task.series }
  left:points(loss.value, 1 - wrong.value, { color = task.color, marker = "circle" })
  left:note(task.label, { color = task.color, x = task.x, y = task.y })
end

local right = fig:axes {
  title = differ and text { en = "toy model: same loss, two scores", ["zh-TW"] = "玩具模型：損失相同，分數不同" }
          or text { en = "toy model: same loss, same score", ["zh-TW"] = "玩具模型：損失相同，分數相同" }, y = score,
  x = { label = text { en = "next-token loss, lower is better →", ["zh-TW"] = "文字接龍的損失，越右越低 →" }, invert = true },
}
local models = {
  { score = run.aligned, color = "vermillion", label = text { en = "tuned to the task", ["zh-TW"] = "針對任務調校過" } },
  { score = run.plain, color = "ink", label = text { en = "not tuned", ["zh-TW"] = "沒有調校" } },
}
local middle = #size // 2
right:vline(run.loss[middle])
for _, model in ipairs(models) do
  local at = model.score.mean[middle]
  right:band(run.loss, model.score.low, model.score.high, { color = model.color })
  right:line(run.loss, model.score.mean, { color = model.color, marker = "circle" })
  right:text(run.loss[middle], at, string.format(text { en = "%s: %.0f %%", ["zh-TW"] = "%s：%.0f %%" }, model.label, 100 * at),
             { color = model.color, side = "above", size_px = 26 })
end
fig:save "loss_vs_task"
