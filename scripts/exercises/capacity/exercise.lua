-- How much room does each expert need?

local function both(en, zh, ...)
  return { en = string.format(en, ...), ["zh-TW"] = string.format(zh, ...) }
end

local TOKENS = 1024

local function true_drop(experts, factors)
  local run = sim.moe { size = factors, over = "capacity_factor", experts = experts, tokens = TOKENS, trials = 1 }
  return run.dropped.theory
end

-- Room comes in whole places, one for each expert, and the student measures by simulation: one
-- place fewer is not held against them when it drops hardly more than 1 %. Returns whether clearly
-- less room would not do.
local function check_factor(t, factor, experts, key, says)
  local step = experts / TOKENS
  local drop = true_drop(experts, { math.max(factor, 0.01), math.max(factor - 0.1 - step, 0.01) })
  t:item {
    key = key, points = 2, ok = drop[1] <= 0.0112,
    says = says,
    why = both("with %d experts and capacity factor %.3g, %.2f %% of the tokens are dropped on average.",
               "%d 個專家、容量因子 %.3g 時，平均有 %.2f %% 的 token 被丟棄。", experts, factor, 100 * drop[1]) }
  return drop[2] > 0.0097
end

local function check_drop_rate(t, a)
  local dropped, bad, got = t:func(a, "dropped"), nil, nil
  for _, factor in ipairs { 0.5, 1, 1.25, 3 } do
    local value, truth = dropped(factor), true_drop(64, { factor })[1]
    local fine = type(value) == "number" and math.abs(value - truth) < 0.004
    if not bad and not fine then bad, got = factor, tostring(value) end
  end
  t:need {
    key = "share", ok = bad == nil,
    says = both("dropped(factor) is the share of the tokens that find no room, 0..1", "dropped(factor) 是找不到位置的 token 的比例，0 到 1"),
    why = both("with 64 experts dropped(%g) gives %s. Of all that the simulator returns, which one is the mean share of dropped tokens?",
               "64 個專家時，dropped(%g) 得到 %s。模擬器回傳的項目裡，哪一個是被丟棄的 token 的平均比例？", bad or 0, got or "") }
end

return {
  order = 10, level = "medium",
  title = both("Room for every token: mixture of experts", "每個 token 都有位置：混合專家"),
  statement = both([[
A mixture of experts sends each token to one expert. If all experts got
equally many tokens, each would get tokens / experts. They do not: chance
fills some more than others. So every expert has room for factor * tokens /
experts, and what finds no room is dropped. Room costs memory: find how much
is needed.

1. dropped(factor): the mean share of dropped tokens (0..1) with that
   capacity factor, for p.experts experts and 1024 tokens, from sim.moe.
2. factor: the smallest capacity factor with which at most 1 %% of the tokens
   are dropped on average. 0.05 more than needed is fine, and so is one
   place more for each expert.

It must follow p.experts: try   --set experts=8   and   --set experts=128 .
Your script ends with
   return { dropped = dropped, factor = factor }]], [[
混合專家模型把每個 token 送到一個專家。如果平均分配，每個專家會拿到 tokens /
experts 個。但隨機分配會讓有些專家拿到較多，所以每個專家留 factor * tokens /
experts 個位置，放不下的就丟棄。位置要用掉記憶體：請找出需要多少。

1. dropped(factor)：容量因子是 factor、有 p.experts 個專家、1024 個 token 時，
   被丟棄的 token 的平均比例（0 到 1），用 sim.moe 計算。
2. factor：平均最多丟棄 1 %% 的 token 時，最小的容量因子。比需要的多 0.05，或
   每個專家多一個位置，都可以。

它必須隨 p.experts 改變：試試   --set experts=8   和   --set experts=128 。
程式的最後一行是
   return { dropped = dropped, factor = factor }]]),
  hints = {
    both("With more room fewer tokens are dropped. How would you look for the first factor that is enough?",
         "位置越多，丟棄越少。要怎麼找出第一個夠用的容量因子？"),
    both("`dunwu doc sim.moe` tells which score is the share of dropped tokens, and what `over` does.",
         "dunwu doc sim.moe 會告訴你哪個分數是丟棄的比例，以及 over 的作用。"),
    both("Start at 1 and go up in steps of 0.02 with `while dropped(factor) > ...`. 1 %% is a share of ...?",
         "從 1 開始，用 while dropped(factor) > ... 每次加 0.02。1 %% 換成比例是多少？"),
  },
  check = function(t)
    local a = t:run { set = { experts = 64 } }
    check_drop_rate(t, a)
    local factor = t:number(a, "factor", { min = 0, max = 1000 })
    local tight = check_factor(t, factor, 64, "enough",
                               both("with 64 experts at most 1 %% is dropped", "64 個專家時，最多丟棄 1 %%"))
    t:item {
      key = "no_waste", ok = tight,
      says = both("factor is no larger than it must be", "factor 沒有比需要的大"),
      why = both("factor is %.3g; with clearly less room at most 1 %% would be dropped, too. Memory is expensive.",
                 "factor 是 %.3g；位置明顯少一些，也最多丟棄 1 %%。記憶體很貴。", factor) }
    local few = t:run { seed = t.seed + 1, set = { experts = 8 } }
    local small = t:number(few, "factor", { min = 0, max = 1000 })
    local small_tight = check_factor(t, small, 8, "few_experts",
                                     both("with 8 experts at most 1 %% is dropped", "8 個專家時，最多丟棄 1 %%"))
    t:item {
      key = "follows_experts", ok = small_tight,
      says = both("with 8 experts, too, it is no larger than it must be", "8 個專家時，也沒有比需要的大"),
      why = both("with --set experts=8 factor is %.3g. The more tokens an expert gets, the less chance matters.",
                 "用 --set experts=8 執行時，factor 是 %.3g。每個專家分到的 token 越多，運氣的影響就越小。", small) }
  end,
}
