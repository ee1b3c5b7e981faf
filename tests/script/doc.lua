--[[ What the declarations become: `dunwu doc` as text, pages and annotations, sim.describe, and the
scenario of `dunwu new`. ]]
package.path = debug.getinfo(1, "S").source:match("^@(.*/)") .. "?.lua;" .. package.path
local t = require "harness"
local test, equal, has = t.test, t.equal, t.has

local exe = io.popen("readlink /proc/" .. io.open("/proc/self/stat"):read "n" .. "/exe"):read "l"
t.write("doc.txt", "") -- makes the folder

--- What the program prints, and its exit status; words are quoted.
local function dunwu(...)
  local words = { exe }
  for _, word in ipairs { ... } do words[#words + 1] = "'" .. word .. "'" end
  local pipe = io.popen("cd '" .. t.out() .. "' && " .. table.concat(words, " ") .. " 2>&1")
  local text = pipe:read "a"
  local _, _, status = pipe:close()
  return text, status or 0
end

local function lacks(text, part) t.truth(not text:find(part, 1, true), "holds " .. part) end

local annotations, pages = dunwu("doc", "--luacats"), dunwu("doc", "--markdown")

test("annotations are Lua", function()
  has(annotations, "---@meta")
  t.truth(load(annotations, "=annotations", "t", {}))
end)
test("annotations run: nothing is used before it is there", function()
  t.truth(pcall(load(annotations, "=annotations", "t", {})))
end)
test("annotations know every simulator and every option", function()
  for _, name in ipairs(sim.list()) do
    local from = annotations:find("---@class (exact) dunwu.options.sim." .. name .. "\n", 1, true)
    t.truth(from, name)
    local class = annotations:sub(from, annotations:find("\n\n", from, true))
    for _, option in ipairs(sim.describe(name).options) do
      has(class, "---@field " .. option.name .. (option.required and " " or "? "))
    end
    has(annotations, "function sim." .. name .. "(options) end")
    for _, score in ipairs(sim.describe(name).scores) do has(annotations, "---@field " .. score.name .. " dunwu.score") end
  end
end)
test("annotations of types, of methods, of functions of several libraries", function()
  has(annotations, "---@field sampling? \"problems\"|\"aggregate\"")
  has(annotations, "---@field steps? integer")
  has(annotations, "function stats.wilson(")
  has(annotations, "---@class dunwu.axes\n")
  has(annotations, "function axes_object:line(x, y, options) end")
  local signs, annotated = { add = "+", sub = "-", mul = "*", div = "/", idiv = "//", mod = "%", pow = "^" }, 0
  for name in annotations:gmatch "%-%-%-@operator (%w+)%(number|dunwu%.array%): dunwu%.array" do
    local result = load("return array { 7 } " .. signs[name] .. " 2, 7 " .. signs[name] .. " 2")
    local a, b = result()
    t.equal(a[1], b + 0.0)
    annotated = annotated + 1
  end
  t.equal(annotated, 7)
  for name in annotations:gmatch "\n(%w+) = {}" do
    local _, count = annotations:gsub("\n" .. name .. " = {}", "")
    equal(count, 1)
  end
end)
test("every class that annotations name is one", function()
  local classes = {}
  for name in annotations:gmatch "%-%-%-@class ([%w_.]+)" do classes[name] = true end
  for name in annotations:gmatch "%-%-%-@class %(exact%) ([%w_.]+)" do classes[name] = true end
  for line in annotations:gmatch "%-%-%-@[fpr][^\n]+" do
    local types = line:match "^%-%-%-@return ([^#]+)" or line:match "^%-%-%-@%w+ [^ ]+ ([^ ]+)" or ""
    for name in types:gmatch "dunwu[%w_.]*" do t.truth(classes[name], name) end
  end
end)
test("pages have every library and every simulator", function()
  for _, name in ipairs { "array", "stats", "sim", "plot", "data", "axes" } do has(pages, "\n## " .. name .. "\n") end
  for _, name in ipairs(sim.list()) do has(pages, "\n### sim." .. name .. "\n") end
end)
test("rows of pages have as many cells as their head, whatever the texts hold", function()
  local columns, in_code
  for line in pages:gmatch "[^\n]*" do
    if line:sub(1, 3) == "```" then in_code = not in_code end
    if line:sub(1, 1) == "|" and not in_code then
      local _, bars = line:gsub("\\|", ""):gsub("|", "")
      columns = columns or bars
      equal(bars, columns)
    else
      columns = nil
    end
  end
  t.truth(not in_code)
end)
test("one page alone", function()
  local page, status = dunwu("doc", "--markdown", "sim.multistep")
  equal(status, 0)
  has(page, "### sim.multistep")
  has(page, "| `steps` | a whole number in 1..4000 (steps) | 8 | steps k a problem needs, all of them |")
  has(page, "```lua")
  lacks(page, "sim.cot\n")
end)
test("wrong words of doc", function()
  local text, status = dunwu("doc", "--luacats", "sim.cot")
  equal(status, 2)
  has(text, "stands alone")
  text, status = dunwu("doc", "--luacats", "--markdown")
  equal(status, 2)
  text, status = dunwu("doc", "--markdow")
  equal(status, 2)
  has(text, "did you mean '--markdown'")
end)

-- ---- simulators that a script defines ----

local defining = [[
local p = param { n = { 3, min = 1, integer = true } }
sim.define {
  name = "exam", title = "a share of the questions", doc = "An exam.", formula = "binomial", source = "a test, 2026",
  scores = { "pass" }, params = { questions = { 10, min = 1, max = 100, integer = true, unit = "questions", doc = "how many" },
    kind = { "hard", choices = { "easy", "hard" } } },
  trial = function(rng, x, p) return rng:chance(x) end
}
sim.define { name = "bare", trial = function() return 1 end }
]]
test("doc of a script shows what it defines, and runs nothing", function()
  t.write("defines.lua", defining .. [[
local fig = plot.figure {}
fig:save "never"
error "is not reached"]])
  local text, status = dunwu("doc", "defines.lua")
  equal(status, 0)
  has(text, "sim.exam { x = , ... }: a share of the questions")
  has(text, "how many; a whole number in 1..100 (questions); default 10")
  has(text, "default 'hard'")
  has(text, "formula  binomial")
  has(text, "sim.bare { x = , ... }\n")
  lacks(text, "is not reached")
  lacks(text, "never")
  text = dunwu("doc", "--markdown", "defines.lua")
  has(text, "### sim.exam")
  has(text, "| `questions` | a whole number in 1..100 (questions) | 10 | how many |")
  t.truth(not t.exists "plots/never.png")
end)
test("it ends at the first simulator that is run", function()
  for _, call in ipairs { "sim.exam { x = 0.5, trials = 1e9 }", "sim.cot { size = { 1e9 }, trials = 1e12 }",
    "sim.montecarlo { x = 1, trials = 1e12, trial = function() return 1 end }" } do
    t.write("defines.lua", defining .. call .. "\nsim.define { name = 'later', trial = function() return 1 end }")
    local text, status = dunwu("doc", "defines.lua")
    equal(status, 0)
    has(text, "sim.bare")
    lacks(text, "sim.later")
  end
end)
test("a script that defines none, one that fails, one that is not there", function()
  t.write("defines.lua", "print(sim.cot { size = { 1e9 }, trials = 10 })")
  local text, status = dunwu("doc", "defines.lua")
  equal(status, 1)
  has(text, "defines no simulator")
  t.write("defines.lua", "x = = 3")
  text, status = dunwu("doc", "defines.lua")
  equal(status, 1)
  has(text, "defines.lua:1:")
  text, status = dunwu("doc", "nothing_there.lua")
  equal(status, 1)
  has(text, "cannot read")
end)

-- ---- sim.describe ----

test("sim.describe", function()
  local d = sim.describe "multistep"
  equal(d.name, "sim.multistep")
  equal(d.scores[1].name, "exact")
  local by_name = {}
  for _, option in ipairs(d.options) do by_name[option.name] = option end
  equal(by_name.steps.type, "integer")
  equal(by_name.steps.default, 8)
  equal(math.type(by_name.steps.max), "integer")
  equal(by_name.size.required, true)
  equal(by_name.size.above_min, true)
  equal(by_name.sampling.choices[2], "aggregate")
  equal(by_name.choices.default, nil)
  equal(by_name.spread.rule, "a number in 0..1")
  equal(sim.describe("ability.logistic").options[1].name, "midpoint")
  sim.define { name = "described", title = "mine", params = { n = { 3, max = 9 } }, trial = function() return 1 end }
  d = sim.describe "described"
  equal(d.title, "mine")
  equal(d.options[#d.options].default, 3)
  t.fails(function() sim.describe "multistpe" end, "sim.describe", "no sim.multistpe", "did you mean 'multistep'")
  t.fails(function() sim.describe "ability" end, "no sim.ability")
end)

-- ---- dunwu new ----

test("a new scenario runs, in both languages", function()
  for _, lang in ipairs { "en", "zh-TW" } do
    os.remove(t.out() .. "/fresh.lua")
    os.remove(t.out() .. "/plots/fresh.png")
    local text, status = dunwu("new", "fresh.lua", "--lang", lang)
    equal(status, 0)
    has(text, "fresh.lua")
    text, status = dunwu("run", "fresh.lua", "--lang", lang, "--set", "trials=20", "--set", "steps=3")
    equal(status, 0)
    has(text, "plots/fresh.png")
    t.truth(t.exists "plots/fresh.png")
  end
  has(io.open(t.out() .. "/fresh.lua"):read "a", "玩具模型")
end)
test("a new scenario never takes the place of a file", function()
  t.write("mine.lua", "print 'mine'")
  local text, status = dunwu("new", "mine.lua")
  equal(status, 1)
  has(text, "'mine.lua' is there already and stays as it is")
  equal(io.open(t.out() .. "/mine.lua"):read "a", "print 'mine'")
end)
test("names that cannot be", function()
  for _, name in ipairs { "fresh.txt", ".lua", ".fresh.lua", "a\"b.lua", "a\\b.lua", "a\nb.lua", ("x"):rep(200) .. ".lua" } do
    local text, status = dunwu("new", name)
    equal(status, 2)
    has(text, "ends with .lua")
  end
  local text, status = dunwu("new", "no/such/folder.lua")
  equal(status, 1)
  has(text, "cannot make")
  text, status = dunwu "new"
  equal(status, 2)
end)

t.done()
