-- sim.montecarlo: a trial function of the script over threads.
package.path = debug.getinfo(1, "S").source:match("^@(.*/)") .. "?.lua;" .. package.path
local t = require "harness"
local test, equal, near, fails, has = t.test, t.equal, t.near, t.fails, t.has
local out = t.out()

local function same(a, b)
  equal(#a, #b)
  for i, x in ipairs(a) do
    if x ~= b[i] then return false end
  end
  return true
end

--- z of each x, against theory; with the standard error that theory says.
local function check_z(run, theory, variance, what)
  local sum = 0
  for i, x in ipairs(run.x) do
    local z = (run.mean[i] - theory(x)) / math.sqrt(variance(x) / run.trials)
    t.truth(math.abs(z) < 5.5, what .. ": z " .. z)
    sum = sum + z * z
  end
  return sum
end

test("a run is like any other", function()
  local run = sim.montecarlo {
    x = { 1, 2, 4 }, trials = 2000, seed = 3, chance = 0.25,
    trial = function(rng, x) return rng:chance(0.5 ^ x) end,
    theory = function(x) return 0.5 ^ x end
  }
  equal(run.name, "montecarlo")
  equal(run.trials, 2000)
  equal(run.seed, 3)
  equal(run.chance, 0.25)
  equal(run.method, "Wilson, 95 %")
  t.truth(rawequal(run.mean, run.score.mean))
  t.truth(same(run.x, { 1, 2, 4 }))
  t.truth(same(run.size, run.x))
  t.truth(same(run.theory, { 0.5, 0.25, 0.0625 }))
  for i = 1, 3 do
    local w = { stats.wilson(math.tointeger(run.mean[i] * 2000 // 1), 2000) }
    t.truth(run.low[i] <= run.mean[i] and run.mean[i] <= run.high[i])
    local p = run.mean[i]
    near(run.se[i], math.sqrt(p * (1 - p) / 1999), 1e-12)
  end
  has(tostring(run), "montecarlo: 2,000 trials a size, seed 3")
  has(run:summary(), "montecarlo, trials 2000, seed 3")
  run:csv "own"
  local back = data.csv(out .. "/own.csv")
  t.truth(same(back.mean, run.mean))
  t.truth(same(back.theory, run.theory))
  fails(function() return run.scoer end, "did you mean 'score'")
  fails(function() run:example(1) end, "montecarlo has no examples to show")
end)
test("several scores, named or not", function()
  local function trial(rng, x) return 1, x, true end
  local run = sim.montecarlo { x = 7, trials = 10, trial = trial }
  equal(run.score.mean[1], 1)
  equal(run.score2.mean[1], 7)
  equal(run.score3.mean[1], 1)
  run = sim.montecarlo { size = { 7 }, trials = 10, trial = trial, scores = { "a", "b", "c" } }
  equal(run.b.mean[1], 7)
  equal(run.mean[1], 1)
  run = sim.montecarlo { size = { 1, 4 }, trials = 10, trial = function(rng, x) return x, 2.5 end }
  has(tostring(run), "score2")
end)
test("theory may know some scores only", function()
  local run = sim.montecarlo { x = { 1, 2 }, trials = 10, trial = function() return 1, 2 end,
                               theory = function(x) if x > 1 then return nil, 2 end end }
  t.truth(run.theory[1] ~= run.theory[1] and run.theory[2] ~= run.theory[2])
  equal(run.score2.theory[2], 2)
end)
test("numbers have Student's interval", function()
  local run = sim.montecarlo { x = 1, trials = 400, scores = { "v", "w" },
                               trial = function(rng) return rng:normal(5, 2), rng:uniform() end }
  equal(run.method, "Student's t, 95 %")
  local half = (run.high[1] - run.low[1]) / 2
  near(half / run.se[1], stats.t { df = 399 }:quantile(0.975), 1e-9)
end)
test("no spread: a point, or Wilson's interval of shares", function()
  local run = sim.montecarlo { x = 1, trials = 50, trial = function() return 0.3 end }
  near(run.mean[1], 0.3, 1e-15)
  t.truth(run.low[1] == run.mean[1] and run.high[1] == run.mean[1])
  run = sim.montecarlo { x = 1, trials = 50, trial = function() return 1 end }
  equal(run.high[1], 1)
  t.truth(run.low[1] > 0.9 and run.low[1] < 1)
end)
test("scores that are all equal have a point, and the method says so", function()
  local run = sim.montecarlo { x = { 1, 2 }, trials = 50, trial = function(rng, x) return x == 1 and 7 or rng:normal(x) end }
  equal(run.low[1], 7)
  equal(run.high[1], 7)
  equal(run.se[1], 0)
  t.truth(run.low[2] < run.mean[2] and run.mean[2] < run.high[2])
  t.has(run.method, "a point where all scores are equal")
  local one = sim.montecarlo { x = 1, trials = 1, trial = function() return 7 end }
  t.truth(one.low[1] ~= one.low[1]) -- one score tells nothing of the spread
end)
test("the mean and the variance are those of the numbers", function()
  local seen = {}
  for i = 1, 300 do -- one by one, here
    seen[i] = sim.montecarlo { x = 1e9, trials = 300, only = i,
                               trial = function(rng, x) return x + rng:normal() end }.mean[1]
  end
  local run = sim.montecarlo { x = 1e9, trials = 300, trial = function(rng, x) return x + rng:normal() end }
  near(run.mean[1], stats.mean(seen), 1e-15)
  near(run.se[1], stats.sd(seen) / math.sqrt(300), 1e-6)
end)

-- chance ----------------------------------------------------------------------

test("draws have the means they should, near and not too near", function()
  local sum, cells = 0, 0
  for seed = 1, 4 do
    local x = array.linspace(0.05, 0.95, 10)
    local function add(trial, theory, variance, what)
      local run = sim.montecarlo { x = x, trials = 4000, seed = seed, trial = trial }
      sum = sum + check_z(run, theory, variance, what)
      cells = cells + #x
    end
    local function p(x) return x end
    add(function(rng, x) return rng:chance(x) end, p, function(x) return x * (1 - x) end, "chance")
    add(function(rng, x) return rng:uniform(x, x + 1) end, function(x) return x + 0.5 end,
        function() return 1 / 12 end, "uniform")
    add(function(rng, x) return rng:normal(x, 3) end, p, function() return 9 end, "normal")
    add(function(rng, x) return rng:normal(0, x) ^ 2 end, function(x) return x ^ 2 end,
        function(x) return 2 * x ^ 4 end, "square of a normal")
    add(function(rng, x) return rng:int(-3, 5) end, function() return 1 end,
        function() return (81 - 1) / 12 end, "int")
    add(function(rng, x) return rng:choice { 2, 4, 9 } end, function() return 5 end,
        function() return 26 / 3 end, "choice")
  end
  local chi2 = stats.chi2 { df = cells }
  t.truth(chi2:cdf(sum) > 1e-7 and chi2:sf(sum) > 1e-7, "chi2 " .. sum .. " of " .. cells)
end)
test("corners are exact", function()
  local function mean(trial) return sim.montecarlo { x = 1, trials = 500, trial = trial }.mean[1] end
  equal(mean(function(rng) return rng:chance(0) end), 0)
  equal(mean(function(rng) return rng:chance(1) end), 1)
  equal(mean(function(rng) return rng:int(7, 7) end), 7)
  equal(mean(function(rng) return rng:normal(2, 0) end), 2)
  equal(mean(function(rng) local i = rng:int(-2 ^ 53, 2 ^ 53) return math.type(i) == "integer" end), 1)
  equal(mean(function(rng) local u = rng:uniform(1, 1 + 2 ^ -52) return u == 1 end), 1)
end)
test("every trial has numbers of its own, every x too", function()
  local run = sim.montecarlo { x = { 1, 1 }, trials = 100, trial = function(rng) return rng:uniform() end }
  t.truth(run.mean[1] ~= run.mean[2])
end)
test("same seed, same numbers; another seed, others", function()
  local function mean(seed)
    return sim.montecarlo { x = { 1, 2 }, trials = 100, seed = seed,
                            trial = function(rng, x) return rng:normal(x) end }.mean
  end
  t.truth(same(mean(5), mean(5)))
  t.truth(not same(mean(5), mean(6)))
end)

-- what comes along ------------------------------------------------------------

local function value_of(trial) return sim.montecarlo { x = 3, trials = 100, trial = trial }.mean[1] end

test("plain values, tables, arrays", function()
  local number, text, flag, whole, nothing = 1.5, "abc", true, 7, nil
  local nested = { 1, { 2, deep = { 3 } }, name = "n", [true] = 4, [2.5] = 5 }
  nested.self = nested
  local a, m = array { 1, 2, 4 }, array.zeros(2, 2) + 1
  equal(value_of(function(rng, x)
    return number + #text + (flag and 1 or 0) + whole + (nothing == nil and 1 or 0) + x,
      nested[1] + nested[2][1] + nested[2].deep[1] + nested[true] + nested[2.5] +
      (nested.self == nested and 1 or 0), a[3] + #a + (a + 1)[1] + m[2][2]
  end), 1.5 + 3 + 1 + 7 + 1 + 3)
end)
test("whole numbers stay whole", function()
  local whole, float = 3, 3.0
  equal(value_of(function() return math.type(whole) == "integer" and math.type(float) == "float" end), 1)
end)
test("param's table stays strict", function()
  local p = param { steps = { 4, integer = true } }
  equal(value_of(function() return p.steps end), 4)
  fails(function() value_of(function() return p.stpes end) end, "did you mean 'steps'", "trial 1 of x = 3")
end)
test("functions, with what they share", function()
  local function fib(n) return n < 2 and n or fib(n - 1) + fib(n - 2) end
  local function twice(f, x) return f(f(x)) end
  equal(value_of(function(rng, x) return twice(fib, 6) end), 21)
  local state = 0
  local function set(x) state = x end
  local function get() return state end
  equal(value_of(function(rng, x) set(5) local got = get() set(0) return got end), 5)
end)
test("functions of the libraries, and whole libraries", function()
  local floor, math_, S, logistic = math.floor, math, sim.ability, sim.ability.logistic
  local mean, ts = stats.mean, tostring
  equal(value_of(function() return floor(2.5) + math_.abs(-1) + mean { 1, 3 } + #ts(12) +
    S.logistic { midpoint = 1 }(1) + logistic { midpoint = 1 }(1) end), 2 + 1 + 2 + 2 + 1)
end)
test("abilities", function()
  local p, q = sim.ability.logistic { midpoint = 3 }, sim.ability.steps { [1] = 0.2, [9] = 0.6 }
  near(value_of(function(rng, x) return p(x) + q(9) end), 1.1)
end)
test("what cannot come along is named", function()
  local file, co, run = io.stdout, coroutine.create(print), sim.cot { size = { 1e9 }, trials = 10 }
  local figure = plot.figure {}
  local deep = {}
  for _ = 1, 100 do deep = { deep } end
  local has_one = { list = { 1, file } }
  local loaded, clock = setmetatable({}, { __index = {} }), os.clock
  fails(function() value_of(function() return file end) end, "sim.montecarlo", "'file'", "FILE*")
  fails(function() value_of(function() return co end) end, "'co'", "a coroutine")
  fails(function() value_of(function() return run end) end, "'run', a whole run", "run.mean")
  fails(function() value_of(function() return figure end) end, "'figure'", "kind 'figure'")
  fails(function() value_of(function() return deep end) end, "nested too deeply")
  fails(function() value_of(function() return has_one end) end, "'has_one.list[2]'")
  fails(function() value_of(function() return loaded end) end, "'loaded'", "metatable")
  fails(function() value_of(function() return clock() end) end, "'clock'", "function")
end)
test("a trial leaves nothing behind", function()
  local count, list, a, nested = 0, {}, array { 0, 0 }, { { 1 } }
  fails(function() value_of(function() count = count + 1 return 1 end) end, "changes 'count'")
  fails(function() value_of(function() list[#list + 1] = 1 return 1 end) end, "changes 'list'")
  fails(function() value_of(function() a[1] = a[1] + 1 return 1 end) end, "changes 'a'")
  fails(function() value_of(function() nested[1][1] = nil return 1 end) end, "changes 'nested[1]'")
  fails(function() value_of(function() nested[1] = { 1 } return 1 end) end, "changes 'nested'")
  equal(count, 0)
  equal(#list, 0)
  equal(value_of(function() local own = { 1 } own[1] = 2 return own[1] end), 2)
end)

-- errors ----------------------------------------------------------------------

test("large tables, which are compared seldom, tell the same faults as small ones", function()
  local function fault(n, seed)
    local list = {}
    for i = 1, n do list[i] = i end
    local _, message = pcall(sim.montecarlo, { x = { 1, 2, 3 }, trials = 4000, seed = seed, trial = function(rng)
      local k = rng:int(1, 4000)
      if k == 5 then list[7] = list[7] + 1 end
      if k == 6 then error "genuine" end
      return list[1]
    end })
    return tostring(message)
  end
  local changes, errors = 0, 0
  for seed = 1, 12 do
    local small, large = fault(10, seed), fault(4000, seed)
    equal(large, small)
    if small:find "changes 'list'" then changes = changes + 1 end
    if small:find "genuine" then errors = errors + 1 end
  end
  t.truth(changes > 0 and errors > 0)
end)
test("a large table that only the last trials change", function()
  local list = {}
  for i = 1, 4000 do list[i] = i end
  fails(function()
    sim.montecarlo { x = { 1, 2 }, trials = 4000, trial = function(rng, x)
      if x == 2 then list.late = true end
      return list[1]
    end }
  end, "changes 'list'")
  local run = sim.montecarlo { x = { 1, 2 }, trials = 3000, trial = function(rng) return list[rng:int(1, 4000)] end }
  near(run.mean[1], 2000, 0.1)
end)
test("an error says which trial, and only runs it alone", function()
  local said = {}
  local function trial(rng, x)
    local u = rng:uniform()
    if x == 2 and u > 0.99 then error("too large") end
    return u
  end
  local o = { x = { 1, 2 }, trials = 5000, seed = 9, trial = trial }
  local fine, message = pcall(sim.montecarlo, o)
  equal(fine, false)
  has(message, "sim_montecarlo.lua:")
  has(message, "too large")
  has(message, "of x = 2, seed 9")
  local only = math.tointeger(message:match("only = (%d+)"))
  local number = math.tointeger(message:match("trial (%d+) of"))
  equal(only, 5000 + number)
  o.only = only
  fails(function() sim.montecarlo(o) end, "too large", "trial " .. number .. " of x = 2")
  o.only = only - 1 -- the first that fails is told of
  t.truth(sim.montecarlo(o).mean[1] <= 0.99)
end)
test("only runs in this state", function()
  local seen
  local run = sim.montecarlo { x = { 4, 5 }, trials = 10, only = 13,
                               trial = function(rng, x) seen = rng:uniform() return seen end }
  equal(run.mean[1], seen)
  equal(run.x[1], 5)
  equal(#run.x, 1)
  equal(run.trials, 1)
  equal(run.settings.only, 13)
end)
test("errors that are no text", function()
  fails(function() value_of(function() error {} end) end, "no text but a table", "trial 1")
  fails(function() value_of(function() error(nil) end) end, "no text but nil")
end)
t.bad_calls({
  { "mc()", "sim.montecarlo: 'trial' is missing" },
  { "mc { trial = f }", "sim.montecarlo: 'x' is missing" },
  { "mc { x = 1, size = 1, trial = f }", "two names of one option" },
  { "mc { x = {}, trial = f }", "'x' is empty" },
  { "mc { x = 0 / 0, trial = f }", "'x'" },
  { "mc { x = 1 / 0, trial = f }", "'x'" },
  { "mc { x = 'a', trial = f }", "'x' must be" },
  { "mc { x = 1, trial = 3 }", "'trial' must be a function, got 3" },
  { "mc { x = 1, trial = f, trials = 0 }", "'trials'" },
  { "mc { x = 1, trial = f, trials = 1.5 }", "'trials'" },
  { "mc { x = 1, trial = f, trials = 1e13 }", "'trials'" },
  { "mc { x = 1, trial = f, seed = -1 }", "'seed'" },
  { "mc { x = 1, trial = f, theory = 1 }", "'theory' must be a function" },
  { "mc { x = 1, trial = f, theory = function() return {} end }", "'theory' must return a number" },
  { "mc { x = 1, trial = f, chance = 2 }", "'chance'" },
  { "mc { x = 1, trial = f, only = 0 }", "'only'" },
  { "mc { x = 1, trials = 5, trial = f, only = 6 }", "'only' is 6, but there are 5 trials" },
  { "mc { x = 1, trial = f, tirals = 1 }", "did you mean 'trials'" },
  { "mc { x = 1, trial = f, scores = { 'a', 'b' } }", "a trial returned 1 score, not 2" },
  { "mc { x = 1, trial = f, scores = { 'mean' } }", "cannot be named 'mean'" },
  { "mc { x = 1, trial = f, scores = { 'a', 'a' } }", "two scores are named 'a'" },
  { "mc { x = 1, trial = f, scores = { '' } }", "1 to 63 bytes" },
  { "mc { x = 1, trial = function() end }", "returned no score", "trial 1 of x = 1" },
  { "mc { x = 1, trial = function() return nil end }", "score 1", "nothing (nil)" },
  { "mc { x = 1, trial = function() return 1, 'a' end }", "score 2", "string" },
  { "mc { x = 1, trial = function() return 0 / 0 end }", "score 1", "nan" },
  { "mc { x = 1, trial = function() return 1e200 end }", "score 1", "1e150" },
  { "mc { x = 1, trial = function(r) if r:chance(0.1) then return 1 end return 1, 2 end }", "a trial returned" },
  { "mc { x = 1, trial = function(r) return r.uniform() end }", "write rng:uniform(...)" },
  { "mc { x = 1, trial = function(r) return r:unifrom() end }", "did you mean 'uniform'" },
  { "mc { x = 1, trial = function(r) return r:uniform(2, 1) end }", "'high' must be above 'low'" },
  { "mc { x = 1, trial = function(r) return r:normal(0, -1) end }", "'sd'" },
  { "mc { x = 1, trial = function(r) return r:int(1) end }", "'high' is missing" },
  { "mc { x = 1, trial = function(r) return r:int(3, 1) end }", "'high' must not be below" },
  { "mc { x = 1, trial = function(r) return r:int(1.5, 2) end }", "'low'" },
  { "mc { x = 1, trial = function(r) return r:chance(1.5) end }", "'p'", "got 1.5" },
  { "mc { x = 1, trial = function(r) return r:chance(0 / 0) end }", "'p'" },
  { "mc { x = 1, trial = function(r) return r:choice {} end }", "'list' is empty" },
  { "mc { x = 1, trial = function(r) return r:choice(3) end }", "'list' must be" },
}, { mc = sim.montecarlo, f = function() return 1 end })
test("what a trial cannot do", function()
  local env = setmetatable({}, { __index = _G })
  fails(function() value_of(function() print(1) return 1 end) end, "print", "only")
  fails(function() value_of(function() return math.random() end) end, "math.random", "rng")
  fails(function() value_of(function() unknown_name = 1 return 1 end) end, "unknown_name")
  fails(function() value_of(function() return unknown_name end) end, "unknown_name")
  fails(function() value_of(function() return coroutine.yield(1) end) end, "yield")
  fails(function() value_of(function() return table.unpack({}, 1, 17) end) end, "17 scores; at most 16")
  fails(function() value_of(load("return a", "=x", "t", env)) end, "'_ENV'", "metatable")
end)
test("a trial starts no trials and writes no files", function()
  fails(function() value_of(function() return sim.montecarlo { x = 1, trial = function() return 1 end } end) end,
        "inside a trial")
  fails(function() value_of(function() sim.cot { size = { 1e9 }, trials = 10 }:csv "x" return 1 end) end,
        "writes no files")
  equal(t.exists "x.csv", false)
end)
test("a simulator inside a trial", function()
  equal(value_of(function() return #sim.cot { size = { 1e9 }, trials = 10 }.mean end), 1)
end)

-- threads, limits: by the program itself --------------------------------------

local program = assert(io.popen "readlink /proc/$PPID/exe"):read "l"

local function run(code, options)
  local path = t.write("own_script.lua", code)
  local pipe = assert(io.popen("'" .. program .. "' run '" .. path .. "' --out '" .. out .. "' " ..
                               options .. " 2>&1; echo status $?"))
  local text = pipe:read "a"
  pipe:close()
  return text
end

test("the same bits for 1, 2 and 7 threads", function()
  local code = [[
    local w = { 0.25, 0.5 }
    local run = sim.montecarlo { x = array.linspace(0, 1, 7), trials = 3001, trial = function(rng, x)
      local sum = 0
      for i = 1, rng:int(1, 5) do sum = sum + rng:normal(x) * rng:choice(w) end
      return sum, rng:chance(x), sum ^ 3
    end }
    for _, score in ipairs { run.score, run.score2, run.score3 } do
      for i = 1, 7 do print(string.format("%a %a %a", score.mean[i], score.low[i], score.se[i])) end
    end]]
  local one = run(code, "--threads 1")
  has(one, "status 0")
  equal(run(code, "--threads 2"), one)
  equal(run(code, "--threads 7"), one)
end)
test("the same error for 1, 2 and 7 threads", function()
  local code = [[sim.montecarlo { x = { 1, 2 }, trials = 20000,
    trial = function(rng) local u = rng:uniform() if u > 0.999 then error "no" end return u end }]]
  local one = run(code, "--threads 1")
  has(one, "only = ")
  for _ = 1, 3 do
    equal(run(code, "--threads 2"), one)
    equal(run(code, "--threads 7"), one)
  end
end)
for name, body in pairs {
  ["a loop"] = "while true do end",
  ["a loop in pcall"] = "while true do pcall(function() while true do end end) end",
  ["a coroutine"] = "coroutine.wrap(function() while true do pcall(function() while true do end end) end end)()",
  ["a late loop"] = "if rng:chance(0.001) then while true do end end return 1",
} do
  test(name .. " in a trial can be stopped", function()
    local code = "local fine, m = pcall(sim.montecarlo, { x = { 1, 2 }, trials = 1e5, trial = function(rng) " ..
                 body .. " end }) error(m)"
    for _, threads in ipairs { 1, 3 } do
      local text = run(code, "--time 0.3 --threads " .. threads)
      has(text, "stopped")
      has(text, "the time limit")
      has(text, "status 1")
    end
  end)
end
test("all threads share the memory limit", function()
  local text = run([[
    local fine, m = pcall(sim.montecarlo, { x = 1, trials = 10, trial = function(rng)
      local all = {}
      for i = 1, 1e9 do all[i] = ("x"):rep(1000) .. i end
      return 1
    end })
    print(fine, m)
    local run = sim.montecarlo { x = 1, trials = 500, trial = function(rng)
      local all = {}
      for i = 1, 500 do all[i] = i .. "x" end
      return #all
    end }
    print(run.mean[1])]], "--memory 60 --threads 3")
  has(text, "not enough memory")
  has(text, "500")
  has(text, "status 0")
end)
test("a sandboxed script stays in its sandbox", function()
  local text = run([[
    for _, name in ipairs { "io", "os", "debug", "package", "load", "require", "dofile", "data", "plot" } do
      local run = sim.montecarlo { x = 1, trials = 3, trial = function() return rawget(_G, name) == nil end }
      print(name, run.mean[1])
    end
    print(sim.montecarlo { x = 1, trials = 3, trial = function() return string.dump == nil end }.mean[1])]], "")
  equal(select(2, text:gsub("1%.0", "")), 10, text)
end)

t.done()
