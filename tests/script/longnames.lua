--[[ Names that are longer than a line: beside a y axis, above panels; and names of rules in a legend ]]
package.path = debug.getinfo(1, "S").source:match("^@(.*/)") .. "?.lua;" .. package.path
local t = require "harness"
local test, equal = t.test, t.equal
local x = array.linspace(1, 10, 10)

local function lines(fig, role)
  local list = {}
  for _, text in ipairs(fig:layout().texts) do
    if text.role == role then list[#list + 1] = text end
  end
  return list
end

local function all(texts)
  local words = {}
  for i, text in ipairs(texts) do words[i] = text.text end
  return table.concat(words, "|")
end

--- No text lies on another, leaves the page, or is too small.
local function clean(fig)
  fig:save { name = "long_names", formats = { "png" } }
  t.truth(os.execute("build/release/check_layout " .. t.out() .. "/long_names.png"), "a text is in the way")
end

local long = "Word in context: does the word mean the same in both sentences?"

-- beside a y axis -------------------------------------------------------------

test("a long name beside y has two lines, and ends at the axis", function()
  local fig = plot.figure()
  fig:axes():bar({ long, "short" }, { 3, 5 }, { horizontal = true })
  local found = lines(fig, "y_tick")
  equal(all(found), "Word in context: does the word|mean the same in both sentences?|short")
  t.near(found[1].x + found[1].width, found[3].x + found[3].width, 1e-6)
  t.truth(found[2].y >= found[1].y + found[1].height - 0.01)
  clean(fig)
end)
test("Chinese names are broken too", function()
  local fig = plot.figure { language = "zh-TW" }
  fig:axes():bar({ "修改過的算術題：兩個運算元加上進位，還要寫出每一個步驟", "修辭" }, { 3, 5 }, { horizontal = true })
  local found = lines(fig, "y_tick")
  equal(#found, 3)
  equal(found[1].text .. found[2].text, "修改過的算術題：兩個運算元加上進位，還要寫出每一個步驟")
  clean(fig)
end)
test("names at ticks that were given, at the ends of the axis", function()
  local fig = plot.figure()
  fig:axes { y = { min = 0, max = 2, ticks = { 0, 1, 2 }, tick_labels = { long, "sometimes", long } } }:line(x, x / 5)
  equal(#lines(fig, "y_tick"), 5)
  clean(fig)
end)
test("where rows are low, names stay on one line", function()
  local names, values = {}, {}
  for i = 1, 16 do names[i], values[i] = i .. ". " .. long, i end
  local fig = plot.figure()
  fig:axes():bar(names, values, { horizontal = true })
  local found = lines(fig, "y_tick")
  equal(#found, 16)
  for _, text in ipairs(found) do t.has(text.text, "…") end
end)
test("names of a second axis begin at it", function()
  local fig = plot.figure()
  local ax = fig:axes():line(x, x)
  ax:twin { ticks = { 2, 8 }, tick_labels = { long, long } }:line(x, x)
  local right = {}
  for _, text in ipairs(lines(fig, "y_tick")) do
    if text.x > 800 then right[#right + 1] = text end
  end
  equal(#right, 4)
  for _, text in ipairs(right) do t.near(text.x, right[1].x) end
  clean(fig)
end)
test("an inset has one line for a name", function()
  local fig = plot.figure()
  local ax = fig:axes():line(x, x)
  ax:inset { y = { ticks = { 5 }, tick_labels = { long } } }:line(x, x)
  local cut = 0
  for _, text in ipairs(lines(fig, "y_tick")) do cut = cut + (text.text:find("…", 1, true) and 1 or 0) end
  equal(cut, 1)
end)

-- above panels ----------------------------------------------------------------

local function titled(titles, options)
  options = options or {}
  options.titles, options.x, options.y = titles, { label = "size" }, { label = "score" }
  local fig = plot.grid(2, 4, options)
  for i = 1, 8 do fig[i]:line(x, x * i) end
  return fig
end

test("a title wider than its panel goes on in a second line, and only its row gives room", function()
  local fig = titled { "Modified arithmetic with two operands", "short", "3", "4", "5", "6", "7", "8" }
  local found = lines(fig, "panel_title")
  equal(all(found), "Modified arithmetic|with two operands|short|3|4|5|6|7|8")
  t.near(found[2].y, found[3].y) -- the last lines stand beside each other
  clean(fig)
  local one = lines(titled { "1", "2", "3", "4", "5", "6", "7", "8" }, "panel_title")
  equal(#one, 8)
  local function to_panel(f, title, panel) -- from the title down to the first number of its panel
    local top = math.huge
    for _, text in ipairs(lines(f, "y_tick")) do
      if text.panel == panel then top = math.min(top, text.y) end
    end
    return top - title.y
  end
  t.near(to_panel(fig, found[6], 5), to_panel(titled { "1", "2", "3", "4", "5" }, one[5], 5), 0.05)
end)
test("what does not fit two lines is cut", function()
  local fig = titled { long .. " " .. long, "2" }
  local found = lines(fig, "panel_title")
  equal(#found, 3)
  t.has(found[2].text, "…")
end)
test("two lines of a title, with color bars and with second axes", function()
  for _, kind in ipairs { "heatmap", "twin" } do
    local fig = plot.figure { columns = 2 }
    for _ = 1, 2 do
      local ax = fig:axes { title = long }
      if kind == "heatmap" then ax:heatmap({ { 1, 2 }, { 3, 4 } }, nil, nil, { label = "value" })
      else ax:line(x, x):twin { label = "other" }:line(x, x * 2) end
    end
    equal(#lines(fig, "panel_title"), 4)
    clean(fig)
  end
end)

-- rules in a legend -----------------------------------------------------------

test("the sample of an upright rule is upright", function()
  local function dashed(draw)
    local fig = plot.grid(1, 2)
    for i = 1, 2 do draw(fig[i]:line(x, x)) end
    fig:save { name = "rules", formats = { "svg" } }
    local file, level, upright = assert(io.open(t.out() .. "/rules.svg")), 0, 0
    for x0, y0, x1, y1 in file:read "a":gmatch('dasharray[^>]*d="M (%S+) (%S+) L (%S+) (%S+) "') do
      if y0 == y1 then level = level + 1 elseif x0 == x1 then upright = upright + 1 end
    end
    file:close()
    return level .. " " .. upright
  end
  equal(dashed(function(ax) ax:hline(4, { label = "random guess" }) end), "3 0")
  equal(dashed(function(ax) ax:vline(4, { label = "the jump" }) end), "0 3")
end)

test("a rule of one panel has its name beside it; one of several panels is named once, in the legend", function()
  local function named(rows, columns, label)
    local fig = plot.grid(rows, columns)
    for i, ax in ipairs(fig) do ax:line(x, x):hline(4, { label = label(i) }) end
    clean(fig)
    return #lines(fig, "rule_label"), #lines(fig, "legend")
  end
  local function one(i) return i == 1 and "random guess" or nil end
  local function each(i) return "rule " .. i end
  local function all() return "random guess" end
  local function expect(rows, columns, label, at_rules, in_legend)
    local a, b = named(rows, columns, label)
    equal(a .. " " .. b, at_rules .. " " .. in_legend)
  end
  expect(1, 1, one, 1, 0)
  expect(1, 2, one, 1, 0)
  expect(2, 2, each, 4, 0)
  expect(1, 2, all, 0, 1)
  expect(2, 4, one, 0, 1)
end)

t.done()
