--[[ Axes of every scale, number style, range, width and number of panels: no two texts overlap, none leaves the page ]]
package.path = debug.getinfo(1, "S").source:match("^@(.*/)") .. "?.lua;" .. package.path
local t = require "harness"
local test, equal, fails = t.test, t.equal, t.fails

-- where texts are -------------------------------------------------------------

local function corners(text)
  local turn = math.rad(text.angle)
  local c, s = math.cos(turn), math.sin(turn)
  local line = text.line -- height before it was turned
  local length = math.abs(s) > 0.5 and (text.height - line * c) / s or (text.width - line * s) / c
  local x, y = text.x, text.y + text.height - line * c -- top left corner of the line
  local points = {}
  for i, way in ipairs { { 0, 0 }, { length, 0 }, { length, line }, { 0, line } } do
    points[i] = { x + way[1] * c + way[2] * s, y - way[1] * s + way[2] * c }
  end
  return points
end

--- How far the texts are apart along a direction; below 0 they overlap there.
local function apart(a, b, dx, dy)
  local function ends(points)
    local low, high = math.huge, -math.huge
    for _, p in ipairs(points) do
      low = math.min(low, p[1] * dx + p[2] * dy)
      high = math.max(high, p[1] * dx + p[2] * dy)
    end
    return low, high
  end
  local a_low, a_high = ends(a)
  local b_low, b_high = ends(b)
  return math.max(a_low - b_high, b_low - a_high)
end

local function overlap(a, b)
  local gap = math.max(apart(a.corners, b.corners, 1, 0), apart(a.corners, b.corners, 0, 1))
  if gap > -0.5 then return false end
  for _, text in ipairs { a, b } do
    local turn = math.rad(text.angle)
    gap = math.max(gap, apart(a.corners, b.corners, math.cos(turn), -math.sin(turn)),
                   apart(a.corners, b.corners, math.sin(turn), math.cos(turn)))
  end
  return gap < -0.5
end

local figures, turned = 0, 0

--- crowded: with so many panels that texts may become smaller, as the last resort.
local function check(fig, what, crowded)
  local layout = fig:layout()
  local scale = math.min(layout.width / 1600, layout.height / 900)
  local texts = layout.texts
  local numbers = 0
  for _, text in ipairs(texts) do
    text.line = text.angle == 0 and text.height or 1.34 * text.size_px
    text.corners = corners(text)
    if text.angle ~= 0 then turned = turned + 1 end
    if text.role == "x_tick" or text.role == "y_tick" then numbers = numbers + 1 end
  end
  for i, a in ipairs(texts) do
    t.truth(a.x >= -0.01 and a.y >= -0.01 and a.x + a.width <= layout.width + 0.01 and
            a.y + a.height <= layout.height + 0.01, what .. ": off the page: " .. a.text)
    t.truth(crowded or a.size_px >= 22 * scale - 0.01, what .. ": too small: " .. a.text)
    for j = i + 1, #texts do
      t.truth(not overlap(a, texts[j]), string.format("%s: '%s' lies on '%s'", what, a.text, texts[j].text))
    end
  end
  figures = figures + 1
  return numbers
end

test("overlap knows turned texts", function()
  local function text(x, y, width, height, angle, line)
    local one = { x = x, y = y, width = width, height = height, angle = angle, line = line or height }
    one.corners = corners(one)
    return one
  end
  t.truth(overlap(text(0, 0, 10, 10, 0), text(9, 0, 10, 10, 0)))
  t.truth(not overlap(text(0, 0, 10, 10, 0), text(10, 0, 10, 10, 0)))
  t.truth(not overlap(text(0, 0, 10, 50, 90, 10), text(10, 0, 10, 50, 90, 10)))
  t.truth(overlap(text(0, 0, 10, 50, 90, 10), text(8, 0, 10, 50, 90, 10)))
  t.truth(not overlap(text(0, 0, 80, 80, 45, 20), text(40, 0, 80, 80, 45, 20)))
  t.truth(overlap(text(0, 0, 80, 80, 45, 20), text(20, 0, 80, 80, 45, 20)))
end)

-- every scale with every style ------------------------------------------------

local ranges = {
  linear = { { 0, 1 }, { -3, 7 }, { 0, 5e11 }, { 1e-7, 3e-7 }, { 99990, 100010 }, { -2e6, 1e6 } },
  log = { { 1, 1000 }, { 1e7, 5e11 }, { 1e-9, 1e12 }, { 2, 7 }, { 1e-300, 1e300 } },
  log2 = { { 1, 64 }, { 0.1, 1e6 }, { 1e-6, 1e15 }, { 5, 9 } },
  symlog = { { -1000, 1000 }, { 0, 1e9 }, { -1, 5e6 }, { -0.01, 0.02 } },
  logit = { { 0.01, 0.99 }, { 1e-6, 0.5 }, { 0.5, 1 - 1e-9 }, { 0.4, 0.6 } },
}
local styles = { "auto", "count", "percent", "plain", "si", "money", "time" }
local pages = { { 1600, 900, 1, 1 }, { 800, 450, 1, 2 }, { 1600, 900, 2, 3 }, { 700, 1200, 2, 1 }, { 1600, 1200, 3, 4 } }

for scale, list in pairs(ranges) do
  for s, style in ipairs(styles) do
    test(scale .. " axes, numbers: " .. style, function()
      for r, range in ipairs(list) do
        local page = pages[(r + s) % #pages + 1]
        local axis = { scale = scale, numbers = style, min = range[1], max = range[2], label = "length",
                       invert = (r + s) % 3 == 0, unit = (r + s) % 2 == 0 and style ~= "time" and "kg" or nil }
        local fig = plot.grid(page[3], page[4], { title = "An axis", width_px = page[1], height_px = page[2], x = axis, y = axis })
        for _, ax in ipairs(fig) do ax:points({ range[1], range[2] }, { range[1], range[2] }) end
        local numbers = check(fig, string.format("%g..%g on %d x %d", range[1], range[2], page[1], page[2]), page[3] * page[4] > 8)
        t.truth(numbers >= 4 * page[3] * page[4], string.format("%g..%g has %d numbers", range[1], range[2], numbers))
      end
    end)
  end
end

-- names -----------------------------------------------------------------------

local words = {
  short = "m%d",
  long = "instruction-tuned model number %d",
  Chinese = "經過指令微調的第 %d 個模型",
}
for kind, word in pairs(words) do
  test("places with names: " .. kind, function()
    for p, page in ipairs(pages) do
      for n = 2, 32, 6 do
        local names = {}
        for i = 1, n do names[i] = word:format(i) end
        for _, across in ipairs { false, true } do
          local fig = plot.grid(page[3], page[4], { title = "Names", width_px = page[1], height_px = page[2], legend = "none" })
          for _, ax in ipairs(fig) do ax:bar(names, array.linspace(1, n, n), { horizontal = across }) end
          check(fig, n .. " names on page " .. p, page[3] * page[4] > 8)
        end
      end
    end
  end)
  test("texts at ticks: " .. kind, function()
    for p, page in ipairs(pages) do
      for n = 2, 14, 4 do
        local names = {}
        for i = 1, n do names[i] = word:format(i) end
        local axis = { ticks = array.linspace(1, n, n), tick_labels = names, invert = p % 2 == 0 }
        local fig = plot.grid(page[3], page[4], { title = "Texts", width_px = page[1], height_px = page[2], x = axis, y = axis })
        for _, ax in ipairs(fig) do ax:points({ 1, n }, { 1, n }) end
        check(fig, n .. " texts on page " .. p, page[3] * page[4] > 8)
      end
    end
  end)
end

test("hundreds of axes were checked, some with turned names", function()
  t.truth(figures >= 350, figures .. " figures")
  t.truth(turned > 100, turned .. " turned texts")
end)

-- what the options do ---------------------------------------------------------

local function ticks(axis, low, high)
  local fig = plot.figure()
  fig:axes { x = axis }:points({ low, high }, { 0, 1 })
  local list = {}
  for _, text in ipairs(fig:layout().texts) do
    if text.role == "x_tick" then list[#list + 1] = text end
  end
  return list
end

local function joined(list)
  local texts = {}
  for i, text in ipairs(list) do texts[i] = text.text:gsub("\u{202f}", " ") end
  return table.concat(texts, " | ")
end

test("ticks of log2 are powers of two", function()
  equal(joined(ticks({ scale = "log2" }, 1, 64)), "1 | 2 | 4 | 8 | 16 | 32 | 64")
end)
test("a symlog has 0 and both signs", function()
  equal(joined(ticks({ scale = "symlog", linear_below = 1, ticks = { -100, 0, 100 } }, -100, 100)), "–100 | 0 | 100")
end)
test("an inverted axis has high numbers at the left, or below", function()
  for _, scale in ipairs { "linear", "log", "log2", "symlog", "logit" } do
    local list = ticks({ scale = scale, invert = true, ticks = { 0.2, 0.5, 0.8 } }, 0.1, 0.9)
    equal(#list, 3)
    t.truth(list[1].x > list[2].x and list[2].x > list[3].x)
    local fig = plot.figure()
    fig:axes { y = { scale = scale, invert = true, ticks = { 0.2, 0.5, 0.8 } } }:points({ 0, 1 }, { 0.1, 0.9 })
    local before = -1
    for _, text in ipairs(fig:layout().texts) do
      if text.role == "y_tick" then
        t.truth(text.y > before)
        before = text.y
      end
    end
  end
end)
test("lines that run to the left have their names at the right", function()
  local x = array.linspace(0, 10, 30)
  for _, case in ipairs { { true, x, x * 2, x * 3 }, { false, 10 - x, 20 - x, 30 - x } } do
    local fig = plot.figure()
    local ax = fig:axes { x = { invert = case[1] } }
    for i = 2, 4 do ax:line(case[1] and x or 10 - x, case[i], { label = "line " .. i }) end
    local layout = fig:layout()
    local panel, count = layout.panels[1], 0
    for _, text in ipairs(layout.texts) do
      if text.role == "end_label" then
        count = count + 1
        t.truth(text.x > panel.x + panel.width, text.text)
      end
    end
    equal(count, 3)
  end
end)
test("numbers in each style", function()
  equal(joined(ticks({ numbers = "si", unit = "W", ticks = { 1500, 2e6 } }, 0, 3e6)), "1.5 kW | 2 MW")
  equal(joined(ticks({ numbers = "money", ticks = { 1200, 2400 } }, 0, 3000)), "$1,200 | $2,400")
  equal(joined(ticks({ numbers = "money", unit = "NT$", ticks = { 500 } }, 0, 1000)), "NT$500")
  equal(joined(ticks({ numbers = "time", ticks = { 60, 3600 } }, 0, 7200)), "1 min | 1 h")
  equal(joined(ticks({ percent = true, ticks = { 0.25, 0.5 } }, 0, 1)), "25 % | 50 %")
  equal(joined(ticks({ unit = "kg", ticks = { 2, 4 } }, 0, 5)), "2 kg | 4 kg")
end)
test("texts instead of numbers", function()
  local list = ticks({ ticks = { 1, 2, 3 }, tick_labels = { "low", "middle", "high" } }, 0, 4)
  equal(joined(list), "low | middle | high")
end)

-- what is refused -------------------------------------------------------------

t.bad_calls({
  { "fig:axes { x = { scale = 'cubic' } }", "figure:axes", "x: 'scale'", "'linear', 'log', 'log2', 'symlog', 'logit'", "cubic" },
  { "fig:axes { x = { scale = 'lgo' } }", "x: 'scale'", "'log2'", "lgo" },
  { "fig:axes { x = { scale = 2 } }", "x: 'scale'", "got 2" },
  { "fig:axes { x = { numbers = 'dollars' } }", "x: 'numbers'", "money" },
  { "fig:axes { x = { invert = 'yes' } }", "x: 'invert'", "true or false" },
  { "fig:axes { x = { inverted = true } }", "x: unknown option 'inverted'", "did you mean 'invert'" },
  { "fig:axes { x = { linear_below = 1 } }", "x.linear_below", "symlog", "linear" },
  { "fig:axes { y = { scale = 'log', linear_below = 1 } }", "y.linear_below", "symlog", "log" },
  { "fig:axes { x = { scale = 'symlog', linear_below = 0 } }", "linear_below", "above 0" },
  { "fig:axes { x = { scale = 'symlog', linear_below = -1 } }", "linear_below" },
  { "fig:axes { x = { scale = 'symlog', linear_below = 0/0 } }", "linear_below", "nan" },
  { "fig:axes { x = { scale = 'symlog', linear_below = 1/0 } }", "linear_below", "inf" },
  { "fig:axes { x = { scale = 'log', min = 0, max = 1 } }", "x.min", "above 0", "logarithmic" },
  { "fig:axes { x = { scale = 'log2', min = -1 } }", "x.min", "above 0" },
  { "fig:axes { y = { scale = 'logit', min = 0, max = 0.5 } }", "y.min", "below 1", "logit" },
  { "fig:axes { y = { scale = 'logit', max = 1 } }", "y.max", "below 1" },
  { "fig:axes { x = { min = 2, max = 1 } }", "min < max", "2 and 1" },
  { "fig:axes { x = { min = 1/0 } }", "x: 'min'", "inf" },
  { "fig:axes { x = { unit = 7 } }", "x: 'unit'" },
  { "fig:axes { x = { unit = ('k'):rep(41) } }", "x.unit", "40 bytes" },
  { "fig:axes { x = { unit = 'a\\nb' } }", "x.unit", "one line" },
  { "fig:axes { x = { unit = '\\xff' } }", "UTF-8" },
  { "fig:axes { x = { ticks = { 'a' } } }", "x: 'ticks'", "element 1 is a string" },
  { "fig:axes { x = { scale = 'log', ticks = { 0, 1 } } }", "x.ticks", "log", "0" },
  { "fig:axes { x = { scale = 'logit', ticks = { 0.5, 1 } } }", "x.ticks", "logit", "1" },
  { "fig:axes { x = { tick_labels = { 'a' } } }", "x.tick_labels has 1 text", "0 numbers" },
  { "fig:axes { x = { ticks = { 1, 2 }, tick_labels = { 'a' } } }", "1 text", "2 numbers" },
  { "fig:axes { x = { ticks = { 1 }, tick_labels = { 7 } } }", "tick_labels" },
  { "fig:axes { x = { ticks = { 1 }, tick_labels = { '\\xff' } } }", "UTF-8" },
  { "fig:axes { x = { scale = 'log' } }:bar({ 'a', 'b' }, { 1, 2 })", "linear", "log" },
  { "fig:axes { y = { scale = 'logit' } }:bar({ 'a', 'b' }, { 1, 2 }, { horizontal = true })", "linear", "logit" },
}, { fig = plot.figure { rows = 2, columns = 2 } })

t.done()
