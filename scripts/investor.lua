--[[ The boss stops just before the jump; the steps show it coming
     老闆在突然變強之前喊停；看步驟就知道快成功了
SHOWS   models are trained from small to large, and the boss pays for the next only while the score
        rises. One boss looks at final answers, one at the steps of the same answers
TRY     --set patience=2: what does one more disappointment buy?  --set questions=10000;  --set steps=2
NOTICE  "10M to 1B brought nothing, why would larger help?" is what the answers say, not the steps ]]

local p = param {
  steps     = { 10, min = 1, max = 64, integer = true, doc = "steps a question needs, all of them" },
  questions = { 200, min = 10, max = 10000, integer = true, doc = "questions on which each model is tested" },
  patience  = { 1, min = 0, max = 5, integer = true, doc = "disappointments that the boss allows" },
  trials    = { 5000, min = 100, max = 1e5, integer = true, doc = "projects simulated" },
}

-- One step is right half the time at 800M parameters. A model costs as much as it is large, the
-- largest 1; one that is always right is worth 5. What a boss sees of one project: scores.
local size  = array.geomspace(1e7, 1e12, 6)
local skill = sim.ability.logistic { midpoint = 8e8, slope = 2.5 }
local seen  = sim.multistep { size = size, ability = skill, steps = p.steps, trials = p.questions }
local run   = sim.investor { size = size, ability = skill, steps = p.steps, questions = p.questions,
                             patience = p.patience, trials = p.trials, value = 5, jump = 0.5 }

local title = text { en = "How far do two bosses pay: one watches answers, one watches steps?",
                     ["zh-TW"] = "看答案的老闆和看步驟的老闆，各付錢到哪裡？" }
if run.exact_before[1] > 0.5 and run.partial_before[1] < 0.5 then
  local just = run.exact_just_before[1] > 0.5 and "just " or ""
  title = text { en = "The boss stops " .. just .. "before the jump; the steps show it coming",
                 ["zh-TW"] = "老闆在突然變強之前喊停；看步驟就知道快成功了" }
end
local fig = plot.grid(1, 2, {
  title = title,
  subtitle = text {
    en = string.format("Steps to an answer: %d · questions to test a model: %s · disappointments allowed: %d",
                       p.steps, text.thousands(p.questions), p.patience),
    ["zh-TW"] = string.format("一個答案要 %d 個步驟 · 每個模型考 %s 題 · 容許失望 %d 次",
                              p.steps, text.thousands(p.questions), p.patience) },
  footer = text {
    en = "Largest model costs 1, perfect is worth 5 · bands: 95 % intervals · Toy model: investor, skill "
         .. tostring(skill) .. ", seed " .. run.seed,
    ["zh-TW"] = "最大的模型花費 1，全部答對價值 5 · 色帶：95 % 信賴區間 · 玩具模型：investor，能力 "
                .. tostring(skill) .. "，亂數種子 " .. run.seed },
  alt = string.format(
    text { en = "Left, scores over model size: steps right rise first, final answers later. Right, share of projects still paid for: of those judged by steps %.0f %% reach the largest model, of those judged by final answers %.0f %%.",
           ["zh-TW"] = "左：分數隨參數量的變化，步驟正確率先上升，最終答案較晚。右：仍獲得經費的計畫比例，看步驟的有 %.0f %% 走到最大的模型，看答案的有 %.0f %%。" },
    100 * run.partial.mean[#size], 100 * run.exact.mean[#size]),
  titles = { text { en = "What the boss sees: share right", ["zh-TW"] = "老闆看到的：正確率" },
             text { en = "Projects still paid for, and their mean gain", ["zh-TW"] = "還有經費的計畫，以及平均淨賺" } },
  share_x = true, share_y = true,
  x = { label = text { en = "model size (parameters)", ["zh-TW"] = "模型大小（參數量）" }, scale = "log", ticks = size },
  y = { percent = true, min = 0, max = 1 },
})
local bosses = {
  { "vermillion", seen.exact, run.exact, run.exact_payoff[1],
    text { en = "looks at final answers", ["zh-TW"] = "看最終答案" } },
  { "blue", seen.partial, run.partial, run.partial_payoff[1], text { en = "looks at steps", ["zh-TW"] = "看步驟" } },
}
for _, boss in ipairs(bosses) do
  local color, score, paid, gain, name = table.unpack(boss)
  fig[1]:band(size, score.low, score.high, { color = color })
  fig[1]:line(size, score.mean, { color = color, label = name })
  fig[2]:line(size, paid.mean, { color = color, label = name })
  fig[2]:text(1e11, paid.mean[5], string.format(text { en = "gain %.1f", ["zh-TW"] = "淨賺 %.1f" },
                                              math.floor(10 * gain + 0.5) / 10),
              { color = color, side = paid.mean[5] > 0.5 and "below" or "above", size_px = 26 })
end
for i = 1, 2 do fig[i]:vline(run.jump[1], { label = text { en = "the jump", ["zh-TW"] = "突然變強" } }) end
fig:save "investor"
