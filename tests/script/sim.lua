-- What a run of a simulator is, for whoever writes a script.
package.path = debug.getinfo(1, "S").source:match("^@(.*/)") .. "?.lua;" .. package.path
local t = require "harness"
local test, equal, near, fails, has = t.test, t.equal, t.near, t.fails, t.has

local size = array.geomspace(1e7, 5e11, 12)

local function same(a, b)
  equal(#a, #b)
  for i, x in ipairs(a) do
    if x ~= b[i] then return false end
  end
  return true
end

--- low <= mean <= high everywhere, and the theory inside an interval made four times as wide.
local function check_score(score)
  for _, field in ipairs { "mean", "low", "high", "theory" } do equal(#score[field], #size) end
  t.truth(#score.method > 0)
  for i = 1, #size do
    local mean, low, high, theory = score.mean[i], score.low[i], score.high[i], score.theory[i]
    t.truth(0 <= low and low <= mean and mean <= high and high <= 1, "interval at " .. i)
    t.truth(theory >= mean - 4 * (mean - low) - 1e-9 and theory <= mean + 4 * (high - mean) + 1e-9,
            string.format("theory %g is far from %g..%g", theory, low, high))
  end
end

test("sim.list names functions", function()
  local names = sim.list()
  t.truth(#names >= 2)
  for _, name in ipairs(names) do equal(type(sim[name]), "function") end
end)

--- Simulators whose first score is no share of problems: one trial gives neither 0 nor 1.
local no_share = { scaling = true, moe = true }

for _, name in ipairs(sim.list()) do
  local run = sim[name] { size = size, trials = 5000, seed = 3 }

  test(name .. ": what every run carries", function()
    t.truth(run.size == size)
    equal(run.name, name)
    equal(run.seed, 3)
    equal(run.trials, 5000)
    equal(math.type(run.seed), "integer")
    t.truth(run.chance >= 0 and run.chance <= 1)
    equal(run.settings.trials, 5000)
    equal(rawget(run.settings, "size"), nil)
    for _, field in ipairs { "mean", "low", "high", "theory" } do equal(#run[field], #size) end
  end)
  test(name .. ": size is a copy", function()
    local own = array(size)
    local of = sim[name] { size = own, trials = 10 }
    own[1] = 1
    equal(of.size[1], 1e7)
  end)
  test(name .. ": same seed, same numbers; another seed, others", function()
    local again = sim[name] { size = size, trials = 5000, seed = 3 }
    local other = sim[name] { size = size, trials = 5000, seed = 4 }
    t.truth(same(run.mean, again.mean))
    t.truth(same(run.high, again.high))
    t.truth(not same(run.mean, other.mean))
  end)
  test(name .. ": the seed of the command line is the default", function()
    t.truth(same(sim[name] { size = size, trials = 100 }.mean,
                 sim[name] { size = size, trials = 100, seed = 1 }.mean))
  end)
  test(name .. ": one size, one trial", function()
    local one = sim[name] { size = { 1e9 }, trials = 1 }
    t.truth(one.low[1] >= 0 and one.low[1] < one.high[1])
    if no_share[name] then return end
    t.truth(one.mean[1] == 0 or one.mean[1] == 1)
    t.truth(one.high[1] <= 1)
  end)
  test(name .. ": sizes at the ends of what a double holds", function()
    local wide = sim[name] { size = { 5e-324, 1, 1.7e308 }, trials = 100 }
    for i = 1, 3 do t.truth(wide.mean[i] >= 0 and (name == "scaling" or wide.mean[i] <= 1)) end
  end)
  test(name .. ": sizes in any order, and twice", function()
    local mixed = sim[name] { size = { 1e11, 1e7, 1e11 }, trials = 1000 }
    equal(#mixed.mean, 3)
  end)
  test(name .. ": unknown fields", function()
    fails(function() return run.meen end, "'meen'", "did you mean 'mean'")
    fails(function() return run[1] end, "named fields")
    fails(function() return run.zzzzzzzz end, "'zzzzzzzz'")
  end)
  test(name .. ": print shows a table", function()
    local text = tostring(run)
    has(text, name .. ": 5,000 trials a size, seed 3")
    has(text, "10M")
    has(text, "500B")
    equal(select(2, text:gsub("\n", "\n")) >= #size + 1, true)
  end)
  test(name .. ": summary is one line", function()
    has(run:summary(), name)
    equal(run:summary():find("\n"), nil)
  end)
  test(name .. ": print, summary and CSV name settings, seed, trials and the method of the interval", function()
    local words = { "trials 5000", "seed 3" }
    for _, option in ipairs(sim.describe(name).options) do
      local given = rawget(run.settings, option.name)
      if given ~= nil then words[#words + 1] = option.name .. " " end
      t.truth(given == nil or option.name ~= "size")
      t.truth(option.default == nil or given ~= nil, option.name)
    end
    run:csv("facts_" .. name)
    local row = data.csv(t.out() .. "/facts_" .. name .. ".csv")
    for _, word in ipairs(words) do
      has(tostring(run), word)
      has(run:summary(), word)
      has(row.settings[1], word)
    end
    has(tostring(run), run.method)
    has(run:summary(), run.method)
    equal(row.method[1], run.method)
    equal(row.simulator[1], name)
    equal(row.trials[1], 5000)
    equal(row.seed[1], 3)
    t.truth(not run:summary():find "%f[%w]nan%f[%W]" and not run:summary():find " %-1[,;]")
  end)
  test(name .. ": an example ends without an empty line", function()
    for i = 1, 3 do t.truth(not run:example(i):find "\n$") end
  end)
  test(name .. ": csv is read back", function()
    run:csv("run_" .. name)
    local back = data.csv(t.out() .. "/run_" .. name .. ".csv")
    for _, score in ipairs(back:unique "score") do
      local part, own = back:filter { score = score }, rawget(run, score:match "^[^%[]*")
      local further = type(own) == "userdata" -- an array beside the scores, some with one row
      if not further then equal(#part, #size) end
      if own and not further then
        t.truth(same(part.mean, own.mean), "mean of " .. score)
        t.truth(same(part.low, own.low), "low of " .. score)
        t.truth(same(part.size, size), "size of " .. score)
      end
    end
  end)
end

-- multistep -------------------------------------------------------------------

test("multistep: scores agree with theory", function()
  for _, spread in ipairs { 0, 0.3, 1 } do
    local run = sim.multistep { size = size, trials = 20000, steps = 6, spread = spread }
    check_score(run.exact)
    check_score(run.partial)
    check_score(run.prefix)
  end
end)
test("multistep: exact is the primary score", function()
  local run = sim.multistep { size = size, trials = 1000 }
  t.truth(rawequal(run.mean, run.exact.mean))
  equal(run.method, run.exact.method)
end)
test("multistep: exact <= prefix <= partial", function()
  local run = sim.multistep { size = size, trials = 5000, steps = 5 }
  for i = 1, #size do
    t.truth(run.exact.mean[i] <= run.prefix.mean[i] + 1e-12)
    t.truth(run.prefix.mean[i] <= run.partial.mean[i] + 1e-12)
  end
end)
test("multistep: certain steps are exact", function()
  for _, spread in ipairs { 0, 0.5, 1 } do
    equal(sim.multistep { size = { 1 }, ability = 1, spread = spread, trials = 999 }.mean[1], 1)
    equal(sim.multistep { size = { 1 }, ability = 0, spread = spread, trials = 999 }.mean[1], 0)
  end
end)
test("multistep: one step is the ability itself", function()
  local run = sim.multistep { size = { 1 }, ability = 0.3, steps = 1, trials = 10000 }
  equal(run.exact.mean[1], run.partial.mean[1])
  near(run.theory[1], 0.3)
end)
test("multistep: numbers, arrays, functions and abilities say the same", function()
  local p = sim.ability.logistic { midpoint = 1e9, slope = 1.5 }
  local function mean(ability)
    return sim.multistep { size = size, ability = ability, trials = 1000 }.mean
  end
  local wanted = mean(p)
  t.truth(same(mean(p(size)), wanted))
  t.truth(same(mean(p(size):totable()), wanted))
  t.truth(same(mean(function(n) return p(n) end), wanted))
  t.truth(same(mean(0.5), mean(array.zeros(#size) + 0.5)))
end)
test("multistep: choices make the chance", function()
  local run = sim.multistep { size = size, choices = 4, ability = 0, trials = 20000 }
  equal(run.chance, 0.25)
  check_score(run.exact)
  for i = 1, #size do equal(run.partial.mean[i], 0) end
  equal(sim.multistep { size = size, trials = 10 }.chance, 0)
end)
test("multistep: stages", function()
  local run = sim.multistep { size = size, steps = 6, trials = 20000, stages = { "read", "think" },
                              stage_steps = { 2, 4 } }
  equal(#run.outcomes, 3)
  equal(run.outcomes[1].label, "first error in read")
  equal(run.outcomes[3].label, "all right")
  for i = 1, #size do
    local sum = 0
    for _, outcome in ipairs(run.outcomes) do sum = sum + outcome.mean[i] end
    near(sum, 1)
    equal(run.outcomes[3].mean[i], run.exact.mean[i])
  end
  for _, outcome in ipairs(run.outcomes) do check_score(outcome) end
  run:csv "stages"
  equal(#data.csv(t.out() .. "/stages.csv"):filter { score = "first error in think" }, #size)
end)
test("multistep: stages share out the steps", function()
  local run = sim.multistep { size = { 1e9 }, steps = 5, trials = 10, stages = { "a", "b", "c" } }
  equal(#run.outcomes, 4)
  equal(sim.multistep { size = { 1e9 }, trials = 10 }.outcomes, nil)
end)
test("multistep: a name of a stage that is hard to write", function()
  local run = sim.multistep { size = { 1e9 }, trials = 10, stages = { 'a,"b"\n', ("推"):rep(50) } }
  run:csv "odd"
  local table_of = data.csv(t.out() .. "/odd.csv")
  equal(#table_of, 6 + 3)
end)
test("multistep: a callback that breaks what it is called for", function()
  local own, stages = array { 1e8, 1e9 }, { "a", "b" }
  pcall(sim.multistep, { size = own, stages = stages, trials = 10, ability = function(n)
    own[1], own[2] = -1, 0 / 0
    stages[1], stages[2] = nil, nil
    collectgarbage()
    return 0.5
  end })
end)
test("multistep: a callback that runs another simulator", function()
  local run = sim.multistep { size = { 1e8, 1e9 }, trials = 10, ability = function(n)
    return sim.multistep { size = { n }, trials = 50 }.partial.mean[1]
  end }
  equal(#run.mean, 2)
end)
test("multistep: a callback cannot yield", function()
  local inside = coroutine.wrap(function()
    return sim.multistep { size = { 1e9 }, trials = 10, ability = coroutine.yield }
  end)
  fails(function() inside() end, "yield")
end)

-- cot -------------------------------------------------------------------------

test("cot: scores agree with theory", function()
  for _, votes in ipairs { 1, 4, 5 } do
    local run = sim.cot { size = size, trials = 5000, votes = votes }
    check_score(run.cot)
    check_score(run.direct)
    check_score(run.chain)
  end
end)
test("cot: the defaults cross once, upward", function()
  local crossings = sim.cot { size = array.geomspace(1e8, 1e12, 24) }:crossings()
  equal(#crossings, 1)
  local c = crossings[1]
  t.truth(c.upward)
  t.truth(c.low <= c.at and c.at <= c.high)
  t.truth(1e8 < c.at and c.at < 1e12)
  has(c.method, "95 %")
end)
test("cot: crossings by name, and the other way round", function()
  local run = sim.cot { size = array.geomspace(1e8, 1e12, 24) }
  local a, b = run:crossings("cot", "direct")[1], run:crossings("direct", "cot")[1]
  near(a.at, b.at, 1e-9)
  equal(a.upward, not b.upward)
  equal(#run:crossings("cot", "cot"), 0)
end)
test("cot: crossings of one size", function()
  fails(function() sim.cot { size = { 1e9 }, trials = 10 }:crossings() end, "run:crossings", "two sizes, got 1")
end)
test("cot: crossings of sizes out of order do not crash", function()
  pcall(function() sim.cot { size = { 1e12, 1e8, 1e8 }, trials = 10 }:crossings() end)
end)
test("cot: one vote is the chain", function()
  local run = sim.cot { size = size, trials = 1000 }
  t.truth(same(run.cot.mean, run.chain.mean))
end)
test("cot: weights of wrong answers", function()
  local run = sim.cot { size = size, trials = 2000, votes = 3, answers = 3, wrong = { 1, 5 } }
  check_score(run.cot)
  sim.cot { size = { 1e9 }, trials = 10, votes = 101, answers = 100 }
  sim.cot { size = { 1e9 }, trials = 10, votes = 3, wrong = { 1e9, 5e-324, 1e-300 } }
end)

-- abilities -------------------------------------------------------------------

test("logistic", function()
  local p = sim.ability.logistic { midpoint = 1e9, slope = 2, floor = 0.1, ceiling = 0.9 }
  near(p(1e9), 0.5)
  near(p(1e10), 0.1 + 0.8 / (1 + math.exp(-2)))
  equal(#p { 1e8, 1e9 }, 2)
  has(tostring(p), "logistic")
end)
test("power law", function()
  local p = sim.ability.power_law { scale = 1e8, exponent = 0.5 }
  near(p(1e8), math.exp(-1))
  near(p(1e10), math.exp(-0.1))
end)
test("steps", function()
  local p = sim.ability.steps { [1e8] = 0.2, [1e10] = 0.6 }
  near(p(1e9), 0.4)
  equal(p(1), 0.2)
  equal(p(1e12), 0.6)
  collectgarbage()
  collectgarbage()
  near(p(1e9), 0.4)
end)
test("an ability is no table", function()
  local p = sim.ability.logistic { midpoint = 1e9 }
  fails(function() return p.midpoint end, "midpoint")
  equal(getmetatable(p), false)
end)
test("a run that was changed is an error, not a crash", function()
  local run = sim.cot { size = size, trials = 10 }
  run.cot.mean = nil
  fails(function() return tostring(run) end, "changed")
  fails(function() run:crossings() end, "changed")
  run.size = 3
  fails(function() return tostring(run) end, "changed")
  run.name = "multistep"
  fails(function() return tostring(run) end, "")
  run.name = {}
  fails(function() return tostring(run) end, "run")
  fails(function() run:csv "broken" end, "")
  equal(t.exists "broken.csv", false)
end)

t.done()
