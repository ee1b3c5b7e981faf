-- sim.define: a simulator of the script's own.
package.path = debug.getinfo(1, "S").source:match("^@(.*/)") .. "?.lua;" .. package.path
local t = require "harness"
local test, equal, near, fails, has = t.test, t.equal, t.near, t.fails, t.has

local exam = sim.define {
  name = "exam", title = "a share of the questions makes a pass",
  doc = "An exam of so many questions, each right with chance x.",
  formula = "binomial tail", source = "a test, 2026, eq. 1", chance = 0.25,
  scores = { "pass", "share" },
  params = {
    questions = { 10, min = 1, max = 100, integer = true, unit = "questions", doc = "how many" },
    mark = { 0.6, min = 0, max = 1, doc = "share that passes" },
    kind = { "hard", choices = { "easy", "hard" }, doc = "which exam" },
    bonus = { false, doc = "one question more is right" },
    label = { "L", doc = "a text" },
  },
  trial = function(rng, x, p)
    local right = p.bonus and 1 or 0
    for _ = 1, p.questions do
      if rng:chance(p.kind == "easy" and math.sqrt(x) or x) then right = right + 1 end
    end
    return right >= p.mark * p.questions, right / p.questions
  end,
  theory = function(x, p) return nil, (p.kind == "easy" and math.sqrt(x) or x) + (p.bonus and 1 / p.questions or 0) end
}

test("the name and what comes back are the simulator", function()
  t.truth(rawequal(sim.exam, exam))
  local names = sim.list()
  equal(names[#names], "exam")
end)
test("a run is like any other", function()
  local run = sim.exam { x = { 0.2, 0.6, 0.9 }, trials = 3000, seed = 4, questions = 20 }
  equal(run.name, "exam")
  equal(run.chance, 0.25)
  equal(run.seed, 4)
  equal(run.settings.questions, 20)
  equal(math.type(run.settings.questions), "integer")
  equal(run.settings.kind, "hard")
  equal(run.settings.bonus, false)
  t.truth(rawequal(run.mean, run.pass.mean))
  equal(run.method, "Wilson, 95 %")
  equal(run.share.method, "Student's t, 95 %")
  has(tostring(run), "exam: 3,000 trials a size, seed 4")
  has(run:summary(), "exam, trials 3000, seed 4")
  has(run:summary(), "questions 20")
  run:csv "exam"
  equal(#data.csv(t.out() .. "/exam.csv"), 6)
  collectgarbage()
  has(tostring(run), "share")
  local sum = 0
  for i, x in ipairs { 0.2, 0.6, 0.9 } do
    local z = (run.share.mean[i] - x) / math.sqrt(x * (1 - x) / 20 / 3000)
    t.truth(math.abs(z) < 5.5, "z " .. z)
    sum = sum + z * z
    near(run.share.theory[i], x)
  end
  t.truth(sum > 1e-5)
end)
test("parameters reach the trial", function()
  local function mean(o)
    o.x, o.trials = { 0.49 }, 2000
    return sim.exam(o).share.mean[1]
  end
  near(mean { kind = "easy" }, 0.7, 0.03)
  near(mean {}, 0.49, 0.03)
  near(mean { bonus = true }, 0.59, 0.03)
  equal(sim.exam { x = 0.1, trials = 10, mark = 0 }.mean[1], 1)
end)
test("the same as the montecarlo of its trial, but for its own random numbers", function()
  local o = { x = { 1, 2 }, trials = 500, trial = function(rng, x) return rng:normal(x) end }
  o.name = "plain"
  sim.define { name = "plain", trial = o.trial }
  o.name = nil
  local a, b = sim.plain { x = o.x, trials = 500 }, sim.montecarlo(o)
  near(a.mean[1], b.mean[1], 0.5)
  t.truth(a.mean[1] ~= b.mean[1])
  equal(a.mean[1], sim.plain { size = { 1 }, trials = 500 }.mean[1])
  equal(sim.plain { x = { 1, 2 }, trials = 5, only = 7 }.x[1], 2)
end)
test("its reference", function()
  local text = tostring(sim.exam)
  has(text, "sim.exam { x = , ... }: a share of the questions makes a pass")
  has(text, "An exam of so many questions")
  has(text, "how many; a whole number in 1..100 (questions); default 10")
  has(text, "default hard")
  has(text, "default false")
  has(text, "formula  binomial tail")
  has(text, "source   a test, 2026, eq. 1")
  has(text, "scores   pass, share")
end)
test("what the script changes later does not change the simulator", function()
  local params = { n = { 3, min = 1, max = 9, integer = true, doc = ("d"):rep(100) } }
  local scores = { ("s"):rep(50) }
  local own = sim.define { name = "later", params = params, scores = scores, trial = function(rng, x, p) return p.n end }
  params.n[1], params.n.max, params.n.doc, params.n, scores[1] = 100, 1, nil, nil, nil
  collectgarbage()
  collectgarbage()
  equal(own { x = 1, trials = 3 }[("s"):rep(50)].mean[1], 3)
  has(tostring(own), ("d"):rep(100))
  fails(function() own { x = 1, n = 10 } end, "sim.later", "'n' must be a whole number in 1..9, got 10")
end)
test("all trials at once", function()
  local own = sim.define {
    name = "at_once", scores = { "a", "b" }, params = { shift = { 2 } },
    simulate = function(rng, x, p, trials)
      local a, b = array.zeros(trials), {}
      for i = 1, trials do a[i], b[i] = rng:uniform() + x + p.shift, rng:chance(x) and 1 or 0 end
      return a, b
    end,
    theory = function(x, p) return x + p.shift + 0.5, x end
  }
  local run = own { x = { 0.1, 0.7 }, trials = 1000, shift = 5 }
  near(run.a.mean[1], 5.6, 0.06)
  near(run.b.mean[2], 0.7, 0.1)
  equal(run.b.method, "Wilson, 95 %")
  equal(run.a.theory[2], 6.2)
  equal(run.mean[1], own { x = { 0.1 }, trials = 1000, shift = 5 }.mean[1])
  fails(function() own { x = 1, only = 1 } end, "'only' needs a 'trial'")
end)
test("errors of a trial name the simulator", function()
  local own = sim.define { name = "breaks", trial = function(rng, x, p) return p.missing end }
  fails(function() own { x = 1 } end, "sim.breaks", "missing", "trial 1 of x = 1")
  local two = sim.define { name = "breaks2", trial = function(rng, x) error("no") end }
  fails(function() two { x = 3, seed = 5 } end, "sim.breaks2", "no", "trial 1 of x = 3, seed 5; only = 1")
end)
local function f() return 1 end
local function bad(result)
  return function(rng, x, p, n) return result end
end
sim.define { name = "wrong_type", simulate = bad("x") }
sim.define { name = "wrong_count", simulate = bad { 1, 2 } }
sim.define { name = "wrong_number", simulate = bad { 0 / 0 } }
sim.define { name = "wrong_none", simulate = function() end }
sim.define { name = "wrong_name", simulate = function() return { "a" } end }
t.bad_calls({
  { "d()", "sim.define: 'name' is missing" },
  { "d { name = 'a' }", "either 'trial' or 'simulate', got none" },
  { "d { name = 'a', trial = f, simulate = f }", "got both" },
  { "d { name = 'A', trial = f }", "small letters" },
  { "d { name = '1a', trial = f }", "small letters" },
  { "d { name = '', trial = f }", "small letters" },
  { "d { name = ('a'):rep(41), trial = f }", "small letters" },
  { "d { name = 'cot', trial = f }", "there is a sim.cot already" },
  { "d { name = 'exam', trial = f }", "there is a sim.exam already" },
  { "d { name = 'ability', trial = f }", "already" },
  { "d { name = 'a', trial = 3 }", "'trial' must be a function" },
  { "d { name = 'a', trial = f, params = 3 }", "'params' must be a table" },
  { "d { name = 'a', trial = f, params = { 3 } }", "parameters have names" },
  { "d { name = 'a', trial = f, params = { n = 3 } }", "'n' must be declared as in" },
  { "d { name = 'a', trial = f, params = { n = {} } }", "'n' needs a default" },
  { "d { name = 'a', trial = f, params = { n = { 3, max = 2 } } }", "'n' must be" },
  { "d { name = 'a', trial = f, params = { n = { 3, mx = 2 } } }", "unknown field 'mx'" },
  { "d { name = 'a', trial = f, params = { n = { 'c', choices = { 'a', 'b' } } } }", "'n' must be" },
  { "d { name = 'a', trial = f, params = { seed = { 3 } } }", "cannot be named 'seed'" },
  { "d { name = 'a', trial = f, scores = { 'mean' } }", "cannot be named 'mean'" },
  { "d { name = 'a', trial = f, chance = -1 }", "'chance'" },
  { "d { name = 'a', trail = f }", "did you mean 'trial'" },
  { "e()", "sim.exam: takes one table of options" },
  { "e(3)", "sim.exam: takes one table of options" },
  { "e {}", "sim.exam: 'x' is missing" },
  { "e { x = 1, size = 1 }", "two names of one option" },
  { "e { x = 0 / 0 }", "sim.exam: 'x'" },
  { "e { x = 1, qestions = 1 }", "sim.exam: unknown option 'qestions' (did you mean 'questions'?)" },
  { "e { x = 1, questions = 0 }", "sim.exam: 'questions' must be a whole number in 1..100, got 0" },
  { "e { x = 1, questions = 1.5 }", "'questions'" },
  { "e { x = 1, questions = '3' }", "'questions'" },
  { "e { x = 1, mark = 0 / 0 }", "'mark'" },
  { "e { x = 1, kind = 'soft' }", "'kind'" },
  { "e { x = 1, bonus = 1 }", "'bonus' must be true or false" },
  { "e { x = 1, label = 1 }", "'label' must be a text" },
  { "e { x = 1, trials = 0 }", "'trials'" },
  { "e { x = 1, trials = 10, only = 11 }", "'only' is 11, but there are 10 trials" },
  { "e.x = 1", "is a simulator" },
  { "return e.x", "is a simulator" },
  { "sim.wrong_type { x = 1, trials = 1 }", "must return an array for each score" },
  { "sim.wrong_count { x = 1, trials = 1 }", "must return 1 scores, got 2" },
  { "sim.wrong_number { x = 1, trials = 1 }", "nan" },
  { "sim.wrong_none { x = 1, trials = 1 }", "'simulate' returned nothing" },
  { "sim.wrong_name { x = 1, trials = 1 }", "must hold numbers" },
}, { d = sim.define, e = exam, f = f, sim = sim })
test("every parameter with every wrong value", function()
  for name in pairs { questions = 1, mark = 1, kind = 1, bonus = 1, label = 1, trials = 1, seed = 1, only = 1 } do
    for _, wrong in ipairs { {}, print, -1, 1e300, 0 / 0, 1 / 0, coroutine.create(print), "\0", "\xff" } do
      fails(function() sim.exam { x = 1, [name] = wrong } end, "sim.exam", "'" .. name .. "'")
    end
  end
end)
test("many parameters, and too many", function()
  local params = {}
  for i = 1, 64 do params["p" .. i] = { i, choices = nil } end
  local own = sim.define { name = "many", params = params, trial = function(rng, x, p) return p.p1 + p.p64 end }
  equal(own { x = 1, trials = 2 }.mean[1], 65)
  equal(own { x = 1, trials = 2, p64 = 1 }.mean[1], 2)
  params.p65 = { 1 }
  fails(function() sim.define { name = "more", params = params, trial = f } end, "more than 64")
end)
test("a simulator of one's own has no reference but its name", function()
  local own = sim.define { name = "bare", trial = f }
  has(tostring(own), "sim.bare")
end)

t.done()
