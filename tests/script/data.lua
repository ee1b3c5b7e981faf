-- Tables of data as a script sees them.
package.path = debug.getinfo(1, "S").source:match("^@(.*/)") .. "?.lua;" .. package.path
local t = require "harness"
local test, equal, near, fails, has = t.test, t.equal, t.near, t.fails, t.has

local function csv(text)
  return data.csv(t.write("table.csv", text))
end

test("columns of numbers and of texts", function()
  local d = csv "name,score,note\nann,1.5,\nbob,2,x\n"
  equal(#d, 2)
  equal(d.name[2], "bob")
  equal(type(d.name), "table")
  equal(d.score[1], 1.5)
  equal(d.score:sum(), 3.5)
  equal(table.concat(d:names(), " "), "name score note")
  has(tostring(d), "2 rows")
end)
test("empty cells and NA are NaN in a column of numbers", function()
  local x = csv("x,y\n1,\n2,NA\n3,4\n").y
  t.truth(x[1] ~= x[1] and x[2] ~= x[2])
  equal(x[3], 4)
end)
test("quotes, commas, newlines, spaces, Windows line ends, a byte order mark", function()
  local d = csv '\239\187\191a,b\r\n"x, ""y""\nz",1\r\n plain ,2\r\n'
  equal(d.a[1], 'x, "y"\nz')
  equal(d.b[2], 2)
end)
test("no newline at the end", function() equal(csv("a,b\n1,2").b[1], 2) end)
test("numbers of every kind", function()
  local x = csv("x,k\n1e3,a\n-0.5,b\n+2,c\n1E-3,d\n").x
  equal(x[1], 1000)
  equal(x[2], -0.5)
  equal(x[4], 0.001)
end)
test("Chinese columns", function()
  local d = csv "模型,分數\n甲,0.5\n"
  equal(d["模型"][1], "甲")
  equal(d["分數"][1], 0.5)
end)
test("a head without rows", function() equal(#csv "a,b\n", 0) end)
test("10,000 rows", function()
  local lines = { "x,y" }
  for i = 1, 10000 do lines[#lines + 1] = i .. "," .. i * 2 end
  local d = csv(table.concat(lines, "\n"))
  equal(#d, 10000)
  equal(d.y:sum(), 10000 * 10001)
end)
test("filter and unique", function()
  local d = csv "kind,n,x\na,1,10\nb,1,20\na,2,30\n"
  equal(#d:filter { kind = "a" }, 2)
  equal(d:filter { kind = "a", n = 2 }.x[1], 30)
  equal(#d:filter { kind = "c" }, 0)
  equal(#d:filter {}, 3)
  equal(#d:filter { kind = "a" }:filter { n = 1 }, 1)
  equal(table.concat(d:unique "kind", " "), "a b")
end)
test("a column is a copy", function()
  local d = csv "x\n1\n2\n"
  local x = d.x
  x[1] = 99
  equal(d.x[1], 1)
end)
test("a filtered table outlives the first", function()
  local part = csv("k,x\na,1\nb,2\n"):filter { k = "b" }
  collectgarbage()
  collectgarbage()
  equal(part.x[1], 2)
  equal(part.k[1], "b")
end)
test("a closed table", function()
  local kept
  do
    local d <close> = csv "x\n1\n"
    kept = d
  end
  fails(function() return kept.x end, "closed")
  fails(function() return #kept end, "closed")
  fails(function() return tostring(kept) end, "closed")
  fails(function() kept:filter { x = 1 } end, "closed")
end)
test("the published numbers", function()
  local d = data.published "chain_of_thought"
  t.truth(#d > 10)
  t.truth(d.accuracy:min() >= 0 and d.accuracy:max() <= 1)
  for _, source in ipairs(d.source) do t.truth(#source > 0) end
  local g = d:filter { task = "GSM8K", source = "Wei et al. 2022, Chain-of-Thought Prompting, Table 2" }
  equal(#g:filter { prompting = "standard" } + #g:filter { prompting = "chain of thought" }, #g)
end)

-- One printed number of every table: which rows, which column, what stands there.
local printed = {
  { "calibration", { model = "Anthropic LM", size_label = "800M" }, "ece", 0.139 },
  { "compute_optimal", { params = 1e9 }, "training_tokens", 20.2e9 },
  { "cot_crossing", { family = "LaMDA", task = "GSM8K" }, "smallest_size_from_which_cot_is_always_better", "68B" },
  { "distractor_tasks", { task = "Hindsight Neglect" }, "kind", "definition" },
  { "emergent_abilities", { ability = "Addition/subtraction (3 digit)" }, "emergence_params", 13e9 },
  { "emergent_accuracy", { task = "2D+", setting = "few-shot K=50", size_label = "175B" }, "value", 1 },
  { "hindsight_bet", { quantity = "expected value of one bet" }, "value", -46.7 },
  { "instruction_tuning", { experiment = "scale", size_label = "422M", condition = "untuned" }, "value", 0.435 },
  { "inverse_scaling", { task = "Redefine Math" }, "palm_trend_early_versions", "inverse" },
  { "inverse_scaling_curve", { family = "PaLM", size_label = "8B" }, "mean_accuracy_10_tasks", 0.366 },
  { "inverse_scaling_facts", { quantity = "tasks in the final benchmark" }, "value", 11 },
  { "metric_curves", { task = "Modified arithmetic", series = "greedy decoding T=0", size_label = "17M" }, "value", 0.997 },
  { "mirage", { item = "expected token edit distance" }, "statement", "L*(1-exp(-(N/c)^alpha))" },
  { "models", { name = "BERT-Large" }, "training_flops", 5.33e20 },
  { "moe", { model = "T5-Base", quantity = "quality after 100k steps" }, "value", -1.731 },
  { "scaling_laws", { symbol = "alpha_N", source = "Kaplan et al. 2020, Scaling Laws, Eq. 1.1 (via notes)" }, "value", 0.076 },
  { "scratchpad", { task = "8-digit addition", size_label = "20M", condition = "direct" }, "accuracy", 0.16 },
}
test("a printed number of every table", function()
  for _, case in ipairs(printed) do
    local name, rows, column, value = table.unpack(case)
    local found = data.published(name):filter(rows)
    t.truth(#found > 0, name .. ": no such row")
    equal(found[column][1], value)
  end
end)
test("rows from memory stay out unless they are asked for", function()
  for name, n in pairs { compute_optimal = 2, models = 2 } do
    local all = data.published(name, { memory = true })
    equal(#all - #data.published(name), n)
    equal(#data.published(name):filter { kind = "memory" }, 0)
    equal(#all:filter { kind = "memory" }, n)
  end
  fails(function() data.published("models", { memori = true }) end, "data.published", "'memori'", "memory")
  fails(function() data.published("models", { memory = 1 }) end, "data.published", "memory")
end)

local function numbers(format, values)
  local parts = {}
  for i, value in ipairs(values) do parts[i] = string.pack("<" .. format, value) end
  return t.write("numbers.bin", table.concat(parts))
end

test("bare numbers of every type", function()
  for type, format in pairs { float64 = "d", float32 = "f", int32 = "i4", int16 = "i2" } do
    local x = data.numbers(numbers(format, { -3, 0, 4, 1000 }), { type = type })
    equal(#x, 4)
    equal(x[1], -3)
    equal(x[4], 1000)
  end
  equal(data.numbers(numbers("I1", { 255, 1 }), { type = "uint8" })[1], 255)
  equal(data.numbers(numbers("d", { 0.1 }))[1], 0.1)
end)
test("bare numbers in rows", function()
  local m = data.numbers(numbers("d", { 1, 2, 3, 4, 5, 6 }), { columns = 3 })
  equal(select(2, m:shape()), 3)
  equal(m:get(2, 1), 4)
  equal(m:column(3)[2], 6)
end)
test("more bare numbers than are read at once", function()
  local values = {}
  for i = 1, 20001 do values[i] = i end
  local x = data.numbers(numbers("f", values), { type = "float32" })
  equal(x:sum(), 20001 * 10001)
end)
test("no bare numbers", function() equal(#data.numbers(t.write("numbers.bin", "")), 0) end)
test("refused: bare numbers that do not fit", function()
  fails(function() data.numbers(t.write("numbers.bin", "1234567")) end, "data.numbers", "7 bytes")
  fails(function() data.numbers(numbers("d", { 1, 2, 3 }), { columns = 2 }) end, "rows of 2")
  fails(function() data.numbers(numbers("d", { 1 }), { type = "float16" }) end, "'type'", "float32")
  fails(function() data.numbers "nowhere.bin" end, "data.numbers", "nowhere.bin")
  fails(function() data.numbers(t.out()) end, "data.numbers", "not a file")
end)

-- errors ----------------------------------------------------------------------

local function bad_file(name, text, ...)
  local parts = { ... }
  test("refused: " .. name, function()
    fails(function() csv(text) end, "data.csv", "table.csv", table.unpack(parts))
  end)
end

bad_file("an empty file", "")
bad_file("a row too long", "a,b\n1,2,3\n", "2")
bad_file("a row too short", "a,b\n1\n", "2")
bad_file("a column twice", "a,a\n1,2\n", "'a'")
bad_file("a column without a name", "a,\n1,2\n")
bad_file("a quote that never ends", 'a,b\n"1,2\n')
bad_file("a NUL byte", "a,b\n1,\0\n")
bad_file("Big5", "a\n\164\164\164\229\n", "UTF-8")

test("refused: files that are not there", function()
  fails(function() data.csv "nowhere.csv" end, "data.csv", "nowhere.csv")
  fails(function() data.csv(t.out()) end, "data.csv", "folder")
  fails(function() data.csv "" end, "data.csv")
end)

local names = { d = csv "family,score,params\na,1,2\n" }
t.bad_calls({
  { "return d.famly", "'famly'", "did you mean 'family'" },
  { "return d.zzzzzzzz", "'zzzzzzzz'" },
  { "return d[1]", "named columns" },
  { "return d[nil]", "named columns" },
  { "d.score = 3", "" },
  { "d:filter()", "column = value" },
  { "d:filter(3)", "column = value" },
  { "d:filter { 'a' }", "column = value" },
  { "d:filter({}, {})", "one table" },
  { "d:filter { famly = 'a' }", "'famly'", "did you mean 'family'" },
  { "d:filter { family = true }", "'family'", "text or a number", "boolean" },
  { "d:filter { family = {} }", "'family'", "table" },
  { "d:filter { family = 1 }", "'family'", "text" },
  { "d:filter { score = 'x' }", "'score'", "number" },
  { "d:unique()", "'column' is missing" },
  { "d:unique 'famly'", "'famly'", "did you mean 'family'" },
  { "d:unique 'score'", "'score'", "numbers" },
  { "d:names(1)", "0 arguments, got 1" },
  { "d.filter({}, {})", "" },
  { "data.published 'chain_of_thougt'", "data.published", "'chain_of_thougt'", "chain_of_thought" },
  { "data.published 'zzzzzzzz'", "data.published", "'zzzzzzzz'", "chain_of_thought" },
  { "data.published '../index'", "data.published", "'../index'" },
  { "data.published ''", "data.published", "''" },
  { "data.published 'index'", "data.published", "'index'" },
}, names)

t.done()
