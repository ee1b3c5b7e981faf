-- expect: simulated
-- returns the theory for both
local p = param {
  tries  = { 3, min = 1, max = 20, integer = true, doc = "tries at most" },
  notice = { 0.6, min = 0, max = 1, doc = "chance that an error is noticed" },
  trials = { 4000, min = 1, max = 1e7, integer = true, doc = "questions for each x" },
}

-- One question: is the answer that is handed in right?   一題：交出的答案對不對？
local function trial(rng, x, p)
  for _ = 1, p.tries do
    if rng:chance(x) then return true end
    if not rng:chance(p.notice) then return false end
  end
  return false
end

-- Each try that is reached is right with chance x.   走到的每次嘗試，答對的機率都是 x
local function theory(x, p)
  local sum, reached = 0, 1
  for _ = 1, p.tries do
    sum = sum + reached * x
    reached = reached * (1 - x) * p.notice
  end
  return sum
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


return { mean = run.right.theory, theory = run.right.theory }
