--[[ Insets: small axes in a part of a panel ]]
package.path = debug.getinfo(1, "S").source:match("^@(.*/)") .. "?.lua;" .. package.path
local t = require "harness"
local test, equal, fails = t.test, t.equal, t.fails
local x = array.linspace(0.5, 10, 40)

local function overlap(a, b)
  local w = math.min(a.x + a.width, b.x + b.width) - math.max(a.x, b.x)
  local h = math.min(a.y + a.height, b.y + b.height) - math.max(a.y, b.y)
  return w > 0.5 and h > 0.5
end

local function inside(a, b)
  return a.x >= b.x - 1 and a.y >= b.y - 1 and a.x + a.width <= b.x + b.width + 1 and
         a.y + a.height <= b.y + b.height + 1
end

--- No two texts overlap; those of the inset are in its panel. Returns the layout.
local function check(fig, host)
  local layout = fig:layout()
  local page = { x = 0, y = 0, width = layout.width, height = layout.height }
  for i, a in ipairs(layout.texts) do
    t.truth(inside(a, page), "off the page: " .. a.text)
    t.truth(a.size_px >= 22 * math.min(layout.width / 1600, layout.height / 900) - 0.01, "too small: " .. a.text)
    if a.panel > #fig and host then
      t.truth(inside(a, layout.panels[host]), a.role .. " leaves the panel: " .. a.text)
    end
    for j = i + 1, #layout.texts do
      t.truth(not overlap(a, layout.texts[j]), a.text .. " lies on " .. layout.texts[j].text)
    end
  end
  return layout
end

local function figure()
  local fig = plot.figure { title = "One panel" }
  return fig, fig:axes { x = { label = "x" }, y = { label = "y" } }
end

test("an inset is a panel of its own, in the panel it was made of", function()
  local fig, ax = figure()
  ax:line(x, x, { label = "rising" })
  local inset = ax:inset { title = "near 0", x = { label = "x" }, y = { label = "y", percent = true } }
  t.truth(inset:line(x, x / 10) == inset)
  t.truth(inset ~= ax)
  equal(#fig, 1)
  local layout = check(fig, 1)
  equal(#layout.panels, 2)
  t.truth(inside(layout.panels[2], layout.panels[1]))
  local roles = {}
  for _, text in ipairs(layout.texts) do
    if text.panel == 2 then roles[text.role] = (roles[text.role] or 0) + 1 end
  end
  t.truth(roles.panel_title == 1 and roles.x_label == 1 and roles.y_label == 1)
  t.truth(roles.x_tick >= 3 and roles.y_tick >= 3)
  fig:save "inset"
  t.truth(t.exists "inset.png")
end)

test("it goes to the corner where it hides least", function()
  for _, case in ipairs { { 1, "left", "top" }, { -1, "right", "top" } } do
    local fig, ax = figure()
    ax:line(x, case[1] * x)
    ax:inset():line(x, x)
    local layout = check(fig, 1)
    local host, inset = layout.panels[1], layout.panels[2]
    equal(inset.x + inset.width / 2 < host.x + host.width / 2, case[2] == "left")
    equal(inset.y + inset.height / 2 < host.y + host.height / 2, case[3] == "top")
  end
end)
test("it goes to the corner that was asked for", function()
  for _, place in ipairs { "top left", "top right", "bottom left", "bottom right" } do
    local fig, ax = figure()
    ax:line(x, x)
    ax:inset { place = place }:line(x, x)
    local layout = check(fig, 1)
    local host, inset = layout.panels[1], layout.panels[2]
    equal(inset.x + inset.width / 2 < host.x + host.width / 2, place:find "left" ~= nil)
    equal(inset.y + inset.height / 2 < host.y + host.height / 2, place:find "top" ~= nil)
  end
end)
test("left, bottom, width and height are shares of the panel", function()
  local fig, ax = figure()
  ax:line(x, x)
  ax:inset { left = 0.5, bottom = 0.25, width = 0.4, height = 0.5 }:line(x, x)
  local layout = check(fig, 1)
  local host, inset = layout.panels[1], layout.panels[2]
  t.truth(inset.x > host.x + 0.5 * host.width and inset.x + inset.width < host.x + 0.9 * host.width)
  t.truth(inset.y > host.y + 0.25 * host.height and inset.y + inset.height < host.y + 0.75 * host.height)
  t.truth(inset.width > 0.25 * host.width and inset.height > 0.3 * host.height)
end)
test("two insets take two corners", function()
  local fig, ax = figure()
  ax:line(x, x)
  ax:inset():line(x, x)
  ax:inset():line(x, -x)
  local layout = check(fig, 1)
  t.truth(not overlap(layout.panels[2], layout.panels[3]))
end)

local function ticks(fig, panel, role)
  local list = {}
  for _, text in ipairs(fig:layout().texts) do
    if text.panel == panel and text.role == role then list[#list + 1] = text.text end
  end
  return list
end

test("insets that lie on each other are refused", function()
  local fig, ax = figure()
  ax:line(x, x)
  ax:inset { left = 0, bottom = 0, width = 0.5, height = 0.5 }
  ax:inset { left = 0.4, bottom = 0.4, width = 0.5, height = 0.5 }
  fails(function() fig:save "inset_touch" end, "two insets lie on each other")
  equal(t.exists "inset_touch.png", false)
end)

test("a zoom is the range, on the scales of the panel", function()
  local fig = plot.figure()
  local ax = fig:axes { x = { scale = "log" }, y = { min = 0, max = 10 } }
  ax:line({ 1, 1e6 }, { 1, 9 })
  ax:inset { zoom = { 100, 10000, 2, 4 } }:line({ 1, 1e6 }, { 1, 9 })
  check(fig, 1)
  equal(table.concat(ticks(fig, 2, "x_tick"), " "), "100 1K 10K")
  for _, tick in ipairs(ticks(fig, 2, "y_tick")) do t.truth(tonumber(tick) >= 2 and tonumber(tick) <= 4) end
  fig:save "inset_zoom"
end)
test("a zoom may have scales of its own", function()
  local fig = plot.figure()
  local ax = fig:axes { x = { scale = "log" } }
  ax:line({ 1, 1e6 }, { 1, 9 })
  ax:inset { zoom = { 100, 400, 2, 4 }, x = { scale = "linear", ticks = { 200, 300 } } }:line({ 1, 1e6 }, { 1, 9 })
  equal(table.concat(ticks(fig, 2, "x_tick"), " "), "200 300")
end)

test("texts of the panel keep clear of it", function()
  for _, place in ipairs { "top left", "top right", "bottom left", "bottom right" } do
    local fig, ax = figure()
    for i = 1, 4 do ax:line({ 0, 4 + i }, { 0, i }, { label = "line " .. i }) end
    ax:points(x, x / 3, { label = "points of a legend" })
    ax:hline(2, { label = "a level" }):vline(5, { label = "a place" })
    ax:note("it bends here", { to_x = 5, to_y = 2 }):text({ 3, 7, 9 }, { 1, 3, 2 }, { "p", "q", "r" }, { side = "right" })
    local inset = ax:inset { place = place }
    inset:line(x, x, { label = "line 1" }):hline(3, { label = "limit" }):note("seen here", { to_x = 4, to_y = 4 })
    local layout = check(fig)
    local box = layout.panels[2]
    for _, text in ipairs(layout.texts) do
      if text.panel ~= 2 then t.truth(not overlap(text, box), text.text .. " lies on the inset at the " .. place) end
    end
  end
end)
test("in panels of a grid, beside a second axis, with bars and names", function()
  local fig = plot.grid(2, 2, { share_x = true, share_y = true })
  for i, ax in ipairs(fig) do
    ax:line(x, x * i, { label = "line " .. i })
    ax:inset { width = 0.5, height = 0.5 }:line(x, x / i)
  end
  check(fig)
  fig:save "inset_grid"
  local one, ax = figure()
  ax:line(x, x, { label = "left" })
  ax:inset { zoom = { 1, 3, 1, 3 } }:line(x, x, { label = "left" })
  ax:twin { label = "right", scale = "log" }:line(x, x ^ 4, { label = "right" })
  check(one)
  one:save "inset_twin"
  local bars, at = figure()
  at:line(x, x)
  at:inset { width = 0.5, height = 0.5 }:bar({ "before", "after tuning", "after more tuning" }, { 1, 2, 3 })
  check(bars, 1)
  bars:save "inset_bars"
end)
test("names beside a second axis point to what is seen of their lines", function()
  local fig, ax = figure()
  local points = array.linspace(0, 10, 101)
  ax:line(points, points * 0 + 0.5, { label = "left" }):points({ 0 }, { 10 })
  ax:inset { left = 0.05, bottom = 0.3, width = 0.4, height = 0.68 }:line(x, x)
  ax:twin { label = "right" }:line(points, 100 - 9 * points, { label = "on the right" })
  local layout, found = check(fig), 0
  for _, text in ipairs(layout.texts) do
    if text.text == "on the right" then
      found = found + 1 -- beside the line, not at the top of the panel
      t.truth(text.y > layout.panels[1].y + 0.2 * layout.panels[1].height, "at " .. text.y)
    end
  end
  equal(found, 1)
end)
test("of every size, on every page", function()
  for _, page in ipairs { { 1600, 900 }, { 1200, 1200 }, { 800, 450 }, { 500, 1000 } } do
    for _, size in ipairs { 0.1, 0.2, 0.35, 0.6, 1 } do
      local fig = plot.figure { title = "Page", width_px = page[1], height_px = page[2] }
      local ax = fig:axes { x = { label = "x" }, y = { label = "y" } }
      ax:line(x, x)
      ax:inset { width = size, height = size, x = { label = "label of x" }, y = { numbers = "money" } }:line(x, x * 1000)
      check(fig)
      local again = plot.figure { width_px = page[1], height_px = page[2] }
      again:axes():line(x, x):inset { left = 0, bottom = 0, width = size, height = size, title = "a title" }:line(x, x)
      check(again)
      again:save "inset_size"
    end
  end
end)
test("an inset without layers, and one of an empty panel", function()
  local fig, ax = figure()
  ax:inset()
  fig:save "inset_empty"
  ax:inset { zoom = { 0, 1, 0, 1 } }
  fig:save "inset_empty"
  t.truth(t.exists "inset_empty.png")
end)

test("the numbers of an inset are drawn numbers", function()
  local fig = plot.figure()
  local ax = fig:axes { title = "loss" }
  ax:line({ 1, 2 }, { 3, 4 })
  ax:inset():line({ 5 }, { 6 }, { label = "near" })
  ax:inset():points({ 7 }, { 8 })
  fig:save "inset_csv"
  local pipe = assert(io.popen("build/release/dunwu inspect " .. t.out() .. "/inset_csv.png --only data"))
  local csv = pipe:read "a"
  pipe:close()
  t.has(csv, "loss,line,,1,3,,")
  t.has(csv, "loss (inset),line,near,5,6,,")
  t.has(csv, "loss (inset 2),points,,7,8,,")
end)
test("in a series of pictures it comes with its first layer", function()
  local fig, ax = figure()
  ax:line(x, x, { label = "a" }):line(x, x * 2, { label = "b" })
  local inset = ax:inset { zoom = { 1, 3, 1, 3 } }
  inset:line(x, x, { label = "a" }):line(x, x * 3, { label = "c" })
  equal(fig:frames { name = "inset_frames", axes_first = true }, 4)
end)
test("its file is painted again", function()
  local fig, ax = figure()
  ax:line(x, x)
  ax:inset { left = 0.1, bottom = 0.5, width = 0.4, height = 0.4 }:line(x, x)
  for _, format in ipairs { "png", "svg", "pdf" } do fig:save { name = "inset_clear", formats = { format }, transparent = true } end
  t.truth(t.exists "inset_clear.pdf")
end)

local fig, ax = figure()
ax:line(x, x)
t.bad_calls({
  { "ax:inset { place = 'top' }", "axes:inset", "'place'", "'top left'", "top" },
  { "ax:inset { place = 1 }", "'place'" },
  { "ax:inset { left = 0.5 }", "'left' and 'bottom' go together" },
  { "ax:inset { bottom = 0.5 }", "'left' and 'bottom' go together" },
  { "ax:inset { left = 0.1, bottom = 0.1, place = 'top left' }", "not both" },
  { "ax:inset { left = 0.7, bottom = 0 }", "must lie in its panel" },
  { "ax:inset { left = -0.1, bottom = 0 }", "'left'", "0..1", "-0.1" },
  { "ax:inset { left = 0/0, bottom = 0 }", "'left'", "nan" },
  { "ax:inset { width = 0 }", "'width'", "0.1..1" },
  { "ax:inset { width = 1.5 }", "'width'", "0.1..1", "1.5" },
  { "ax:inset { height = 'half' }", "'height'" },
  { "ax:inset { widht = 0.5 }", "did you mean 'width'" },
  { "ax:inset { zoom = { 1, 2, 3 } }", "'zoom'", "got 3 numbers" },
  { "ax:inset { zoom = { 2, 1, 0, 1 } }", "x_min < x_max" },
  { "ax:inset { zoom = { 1, 2, 1, 1 } }", "y_min < y_max" },
  { "ax:inset { zoom = { 1, 2, 0/0, 1 } }", "'zoom'" },
  { "ax:inset { zoom = { 1, 2, 0, 1/0 } }", "'zoom'" },
  { "ax:inset { zoom = { 1, 2, 0, 1 }, x = { min = 1 } }", "'zoom' says where x begins and ends" },
  { "ax:inset { zoom = { 1, 2, 0, 1 }, y = { max = 1 } }", "'zoom' says where y begins and ends" },
  { "ax:inset { zoom = { 0, 1, 0, 1 }, x = { scale = 'log' } }", "x.min must be above 0" },
  { "log:inset { zoom = { 0, 1, 0, 1 } }", "'zoom'", "x axis", "log", "0..1" },
  { "ax:inset { x = { scale = 'lgo' } }", "'scale'" },
  { "ax:inset {}:inset {}", "belongs to a panel of the grid" },
  { "right:inset {}", "belongs to a panel of the grid" },
  { "map:inset {}:heatmap { { 1, 2 }, { 3, 4 } }; maps:save 'inset_map'", "an inset cannot have a heatmap" },
}, (function()
  local maps = plot.figure()
  local other = plot.figure()
  return { ax = ax, log = plot.figure():axes { x = { scale = "log" } }, maps = maps, map = maps:axes(),
           right = other:axes():twin() }
end)())

t.done()
