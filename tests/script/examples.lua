--[[ Every example of the reference runs: the blocks of `dunwu doc --markdown`, each with the objects
that such an example talks of (run, fig, ax, rng, ...). ]]
package.path = debug.getinfo(1, "S").source:match("^@(.*/)") .. "?.lua;" .. package.path
local t = require "harness"

local exe = io.popen("readlink /proc/" .. io.open("/proc/self/stat"):read "n" .. "/exe"):read "l"
local pages = io.popen(exe .. " doc --markdown"):read "a"

t.write("scores.csv", "size,accuracy\n1e8,0.2\n1e9,0.5\n")
t.write("points.f64", string.pack("<dddd", 1, 2, 3, 4))
local size = array.geomspace(1e8, 1e10, 6)

--- Numbers around `center`, none like another.
local function sample(n, center)
  local x = {}
  for i = 1, n do x[i] = center + math.sin(i * 1.7) + i * 1e-3 end
  return x
end

local numbers = {}
for i, N in ipairs { 1e8, 1e9, 1e10 } do
  for j, D in ipairs { 1e9, 1e10, 1e11 } do
    local k = 3 * i + j - 3
    numbers[k] = { N, D, 1.7 + 400 * N ^ -0.34 + 410 * D ^ -0.28 }
  end
end

local function column(k)
  local values = {}
  for i, row in ipairs(numbers) do values[i] = row[k] end
  return values
end

local function published(section)
  local t = data.published(section:find "filter" and "chain_of_thought" or "emergent_accuracy")
  return section:find "table" and t or { params = size, accuracy = { 0.1, 0.2, 0.4, 0.6, 0.8, 0.9 },
                                         model = { "A", "B", "C", "D", "E", "F" } }
end

--- What an example may use without making it: what its names promise.
local function objects(section)
  local fig = section == "figure:panel" and plot.grid(2, 2) or plot.figure { rows = 2, columns = 2 }
  local ax = (section == "figure:axes" or section == "figure:panel") and fig or fig:axes {}
  local score = { 0.02, 0.05, 0.2, 0.5, 0.8, 0.9 }
  local curves = section == "plot.grid" and {} or score
  if section == "plot.grid" then for i = 1, 8 do curves[i] = score end end
  local sure, hit = {}, {}
  for i = 1, 200 do sure[i], hit[i] = i / 200, i % 3 == 0 and 1 or 0 end
  local of_answers = section == "axes:reliability"
  local matrix = { { 1, 2, 4 }, { 2, 3, 5 }, { 3, 4, 7 } }
  local three = { 1, 2, 3 }
  local maps = section:find "heatmap" or section:find "contour" or section:find "image"
  return setmetatable({
    size = maps and three or size, score = curves, accuracy = maps and matrix or score,
    right = of_answers and hit or { 50, 52, 60, 100, 150, 180 }, p = sure,
    loss = section:find "contour" and matrix or section:find "chinchilla" and column(3)
      or { 4, 3.2, 2.7, 2.4, 2.2, 2.1 },
    N = column(1), D = column(2), log_size = size:log10(), shots = three, tokens = three, weights = matrix,
    x = sample(40, 5), y = sample(40, 7), a = section:find "array" and array(sample(9, 1)) or sample(20, 1),
    b = sample(20, 2), before = sample(20, 1), after = sample(20, 1.5), small = sample(20, 1), large = sample(20, 2),
    scores = sample(50, 1), counts = array.zeros(40) + 2, count = array.range(1, 40), density = sample(40, 3),
    m = array(matrix), grid = three, fit = stats.fit.linear { x = sample(40, 5), y = sample(40, 7) },
    run = sim[section == "run:crossings" and "cot" or "multistep"] { size = size, trials = 100 },
    fig = fig, first = fig, second = fig, ax = ax, t = published(section),
    data = setmetatable({
      csv = function(name, ...) return data.csv(t.out() .. "/" .. name, ...) end,
      numbers = function(name, ...) return data.numbers(t.out() .. "/" .. name, ...) end,
    }, { __index = data }),
    require = function() return {} end, print = function() end,
  }, { __index = _G })
end

--- Calls visit(section, code) for every block but the first of each section, which tells the call.
local function each_example(visit)
  local section, code, blocks
  for line in pages:gmatch "[^\n]*" do
    if code and line == "```" then
      if blocks > 1 then visit(section, table.concat(code, "\n")) end
      code = nil
    elseif code then
      code[#code + 1] = line
    elseif line == "```lua" then
      code, blocks = {}, blocks + 1
    elseif line:find "^###" then
      section, blocks = line:match "^#+ (.+)", 0
    end
  end
end

local examples = 0
each_example(function(section, code)
  if section:find "^check:" then return end -- of a check: docs/exercises.md has one that runs
  examples = examples + 1
  if section:find "^rng:" then
    code = "sim.montecarlo { size = { 1 }, trials = 2, trial = function(rng) " .. code .. " return 0 end }"
  end
  t.test("the example of " .. section, function()
    assert(load(code, "=" .. section, "t", objects(section)))()
  end)
end)
t.test("there are examples", function() t.truth(examples > 150, examples .. " examples") end)
t.done()
