--[[ Every declared field of every simulator, of sim.montecarlo, sim.define, sim.families and
sim.ability, with every value that its declaration forbids: an error that names function and field.
What the declaration allows, at its very ends, works or is refused by name. ]]
package.path = debug.getinfo(1, "S").source:match("^@(.*/)") .. "?.lua;" .. package.path
local t = require "harness"
local nan, inf = 0 / 0, math.huge
local thread = coroutine.create(print)
local function one() return 1 end
local function none() end

sim.define {
  name = "own_model", title = "for this test", scores = { "right" },
  params = {
    steps = { 3, min = 1, max = 9, integer = true }, share = { 0.5, min = 0, max = 1 }, free = { 1 },
    kind = { "b", choices = { "a", "b" } }, bonus = { false }, label = { "x" },
  },
  trial = one
}

-- ---- values that a declaration forbids ----

local function next_to(x, direction)
  if x == 0 then return direction * 5e-324 end
  local power = 2.0 ^ (math.floor(math.log(math.abs(x), 2)) - 52)
  return x + direction * power
end

--- Adds what lies outside the option's range, as numbers.
local function outside(option, add)
  local step = option.type == "integer" and function(x, d) return x + d end or next_to
  if option.min > -inf then
    add(option.above_min and option.min or step(option.min, -1))
    add(-1e308)
  end
  if option.max < inf then
    add(option.below_max and option.max or step(option.max, 1))
    add(1e308)
  end
  if not option.gaps then add(nan) end
  if not option.infinite then add(inf) end
  if not option.infinite or option.min >= 0 then add(-inf) end
end

--- Something that the range allows, near a number where it can be.
local function inside(option, near)
  near = near or 1
  if near > option.min and near < option.max then return near end
  if not option.above_min and option.min > -inf then return option.min end
  if not option.below_max and option.max < inf then return option.max end
  return (option.min + option.max) / 2
end

local wrong = {}

function wrong.number(option, add)
  for _, value in ipairs { "x", "10", {}, { 1 }, true, false, none, thread, array { 1 } } do add(value) end
  outside(option, add)
end

function wrong.integer(option, add)
  wrong.number(option, add)
  add(inside(option) + 0.5)
  add(2 ^ 60)
  add(math.mininteger)
end

function wrong.boolean(_, add)
  for _, value in ipairs { "true", 1, 0, nan, {}, none, thread } do add(value) end
end

function wrong.text(_, add)
  for _, value in ipairs { 1, nan, true, {}, none, thread, "a\0b", "\xff" } do add(value) end
end

function wrong.choice(option, add)
  for _, value in ipairs { 1, nan, true, {}, none, thread, "", "no such", option.choices[1] .. "x" } do add(value) end
end

function wrong.array(option, add)
  local good = inside(option)
  for _, value in ipairs { "x", true, none, thread, { "x" }, { {} }, { good, "x" }, { good, nil, good }, { a = good },
    { [1e15] = good } } do
    add(value)
  end
  if not option.or_number then add(good) end
  if not option.maybe_empty then
    add {}
    add(array {})
  end
  outside(option, function(x)
    add { x }
    add(array { good, x })
    if option.or_number then add(x) end
  end)
end

function wrong.texts(_, add)
  for _, value in ipairs { "x", 1, nan, true, none, thread, { 1 }, { "a", {} }, { "a\0" }, { "\xff" }, {} } do
    if value ~= nil then add(value) end
  end
end

function wrong.ability(_, add)
  for _, value in ipairs { "x", true, thread, {}, { "x" }, { nan }, { 2 }, { 0.5, 0.5, 0.5, 0.5 }, nan, inf, -inf, -5e-324,
    next_to(1, 1), 1e308, none, array {}, array { -1 } } do
    add(value)
  end
  for _, p in ipairs { nan, inf, -1, 2, "0.5", {}, true } do add(function() return p end) end
end

wrong["function"] = function(_, add)
  for _, value in ipairs { "x", 1, nan, true, {}, thread } do add(value) end
end

-- of any value the declaration does not say what it takes: its own row says it
local rows = { ["sim.families.table"] = { 1, "x", true, {}, none, thread, array { 1 } },
  ["sim.fit_published.steps"] = { 0, 5, 1.5, nan, inf, "x", true, none, thread, { 1 }, { a = 1 } },
  ["sim.define.params"] = { 1, "x", true, none, thread, { 1 } } }

-- ---- what is called ----

local called = {}
for _, name in ipairs(sim.list()) do
  called[#called + 1] = { name = name, base = { size = { 1e8, 1e10 }, trials = 3 } }
end
called[#called + 1] = { name = "montecarlo", base = { x = { 1, 2 }, trials = 3, trial = one } }
called[#called + 1] = { name = "define", base = { name = "later", trial = one } }
called[#called + 1] = { name = "families", base = {
  table = data.csv(t.write("families.csv", "family,params\nA,1e9\nB,2e9\n")) } }
called[#called + 1] = { name = "fit_published", base = { size = array.geomspace(1e8, 1e11, 3), accuracy = { 0.1, 0.5, 0.9 },
  steps = 2, most_steps = 4 } }
called[#called + 1] = { name = "describe", base = { name = "cot" } }
called[#called + 1] = { name = "ability.logistic", base = { midpoint = 1e9 } }
called[#called + 1] = { name = "ability.power_law", base = { scale = 1e9 } }

local function function_of(name)
  local of = sim
  for part in name:gmatch "[^.]+" do of = of[part] end
  return of
end

--- Calls with one option set to a value.
local calls = 0
local function call(c, description, field, value)
  local options = {}
  calls = calls + 1
  for name, given in pairs(c.base) do options[name] = given end
  if c.name == "define" and options.name then options.name = "later" .. calls end
  if field then options[field] = value end
  if description.simulator or description.named then return function_of(c.name)(options) end
  local list, n = {}, #description.options
  for i, option in ipairs(description.options) do list[i] = options[option.name] end
  return function_of(c.name)(table.unpack(list, 1, n))
end

local function show(value)
  if type(value) ~= "table" then return tostring(value) end
  local parts = {}
  for key, element in pairs(value) do parts[#parts + 1] = tostring(key) .. " = " .. tostring(element) end
  return "{ " .. table.concat(parts, ", ") .. " }"
end

local function must_refuse(c, description, option, value)
  local fine, message = pcall(call, c, description, option.name, value)
  local what = option.name .. " = " .. show(value)
  if fine then error(what .. " was taken") end
  message = tostring(message)
  if not message:find("sim." .. c.name .. ":", 1, true) then error(what .. ": no function in: " .. message) end
  if not message:find("'" .. option.name .. "'", 1, true) then error(what .. ": no field in: " .. message) end
end

--- What is allowed works, or the error names the function.
local function may_refuse(c, description, options)
  local all = {}
  for name, given in pairs(c.base) do all[name] = given end
  for name, given in pairs(options) do all[name] = given end
  local fine, message = pcall(function_of(c.name), all)
  if fine then return true end
  t.has(message, "sim." .. c.name .. ":")
end

local function ends_of(option)
  local values = {}
  if option.type == "choice" then return option.choices end
  if option.type == "boolean" then return { false, true } end
  if option.type == "ability" then return { 0, 1, 5e-324, { 0, 1 }, function(n) return n > 1e9 and 1 or 0 end } end
  local function add(x)
    values[#values + 1] = option.type == "array" and { x, x } or x
    if option.type == "array" then values[#values + 1] = { x } end
  end
  if option.min then
    local whole = option.type == "integer"
    if option.min > -inf then
      add(option.above_min and (whole and option.min + 1 or next_to(option.min, 1)) or option.min)
    end
    if option.max < inf then
      add(option.below_max and (whole and option.max - 1 or next_to(option.max, -1)) or option.max)
    elseif not whole then
      add(1.7976931348623157e308)
    end
    if option.infinite then add(inf) end
  end
  return values
end

for _, c in ipairs(called) do
  local description = sim.describe(c.name)
  t.test("sim." .. c.name .. ": as it is, and with names that are not there", function()
    call(c, description)
    t.equal(description.name, "sim." .. c.name)
    if not (description.simulator or description.named) then return end
    for _, name in ipairs { "nonsense", description.options[1].name .. "s", "", "\xff", "SIZE" } do
      t.fails(function() call(c, description, name, 1) end, "sim." .. c.name .. ":", "unknown option '" .. name .. "'")
    end
    t.fails(function() call(c, description, 1, 1) end, "sim." .. c.name .. ":", "options have names")
    t.fails(function() call(c, description, true, 1) end, "sim." .. c.name .. ":", "options have names")
  end)
  for _, option in ipairs(description.options) do
    t.test("sim." .. c.name .. ": " .. option.name, function()
      local count = 0
      local function add(value)
        count = count + 1
        must_refuse(c, description, option, value)
      end
      if option.type == "value" then
        for _, value in ipairs(rows["sim." .. c.name .. "." .. option.name]) do add(value) end
      else
        wrong[option.type](option, add)
      end
      if option.required then
        local base = c.base[option.name]
        c.base[option.name] = nil
        t.fails(function() call(c, description) end, "sim." .. c.name .. ": '" .. option.name .. "' is missing")
        c.base[option.name] = base
      end
      t.truth(count >= 6)
    end)
  end
end

-- ---- what a declaration allows, at its ends ----

-- would take hours, as it should
local long = { trials = true, only = true, size = true }

for _, c in ipairs(called) do
  local description = sim.describe(c.name)
  if description.simulator then
    t.test("sim." .. c.name .. ": every field at its ends", function()
      local worked = 0
      for _, option in ipairs(description.options) do
        for _, value in ipairs(long[option.name] and {} or ends_of(option)) do
          if may_refuse(c, description, { [option.name] = value }) then worked = worked + 1 end
        end
      end
      t.truth(worked > 0)
    end)
    t.test("sim." .. c.name .. ": sizes at their ends", function()
      for _, size in ipairs { { 5e-324 }, { 1e308 }, { 1, 1 }, { 2, 1 }, { 5e-324, 1e308 } } do
        may_refuse(c, description, { size = size })
      end
    end)
    t.test("sim." .. c.name .. ": several fields at their ends", function()
      math.randomseed(20)
      for _ = 1, 12 do
        local options = {}
        for _, option in ipairs(description.options) do
          local values = long[option.name] and {} or ends_of(option)
          if #values > 0 and math.random(3) == 1 then options[option.name] = values[math.random(#values)] end
        end
        may_refuse(c, description, options)
      end
    end)
  end
end

t.done()
