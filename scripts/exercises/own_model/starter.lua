--[[ A toy model of your own   做一個自己的玩具模型
So far the model tries once and never checks.   到目前為止，模型只試一次，也從不檢查。 ]]

local p = param {
  tries  = { 3, min = 1, max = 20, integer = true, doc = "tries at most" },
  notice = { 0.6, min = 0, max = 1, doc = "chance that an error is noticed" },
  trials = { 4000, min = 1, max = 1e7, integer = true, doc = "questions for each x" },
}

-- One question: is the answer that is handed in right?   一題：交出的答案對不對？
local function trial(rng, x, p)
  return rng:chance(x)   -- and if it is wrong?   如果錯了呢？
end

-- The exact chance that it is right.   答對的精確機率
local function theory(x, p)
  return x
end

local retry = sim.define {
  name = "retry", scores = { "right" },
  doc = "A model that checks its answer and tries again when it notices an error.",
  params = {
    tries  = { 3, min = 1, max = 20, integer = true, doc = "tries at most" },
    notice = { 0.6, min = 0, max = 1, doc = "chance that an error is noticed" },
  },
  trial = trial, theory = theory,
}

local run = retry { x = array.linspace(0.1, 0.9, 9), tries = p.tries, notice = p.notice, trials = p.trials }

print(run)

return { mean = run.right.mean, theory = run.right.theory }
