-- expect: passed
-- another name, another loop, the geometric sum
local p = param {
  tries  = { 3, min = 1, max = 20, integer = true, doc = "tries at most" },
  notice = { 0.6, min = 0, max = 1, doc = "chance that an error is noticed" },
  trials = { 4000, min = 1, max = 1e7, integer = true, doc = "questions for each x" },
}
local function trial(rng, x, p)
  local try, right = 0, false
  repeat
    try = try + 1
    right = rng:uniform() < x
  until right or try == p.tries or rng:uniform() >= p.notice
  return right and 1 or 0
end
local function theory(x, p)
  local again = (1 - x) * p.notice
  return x * (1 - again ^ p.tries) / (1 - again)
end
sim.define { name = "second_thoughts", trial = trial, theory = theory,
             params = { tries = { 1, min = 1, integer = true }, notice = { 0, min = 0, max = 1 } } }
local run = sim.second_thoughts { size = { .1, .2, .3, .4, .5, .6, .7, .8, .9 }, trials = 20000,
                                  tries = p.tries, notice = p.notice }
return { mean = run.mean, theory = run.score.theory }
