--[[ Grids of panels and second axes ]]
package.path = debug.getinfo(1, "S").source:match("^@(.*/)") .. "?.lua;" .. package.path
local t = require "harness"
local test, equal, fails = t.test, t.equal, t.fails
local x = array.linspace(0, 10, 20)

local function texts(fig, role)
  local list = {}
  for _, text in ipairs(fig:layout().texts) do
    if text.role == role then list[#list + 1] = text end
  end
  return list
end

-- grids -----------------------------------------------------------------------

test("a grid has all its panels", function()
  local fig = plot.grid(2, 3)
  equal(#fig, 6)
  equal(fig[7], nil)
  equal(fig[1.5], nil)
  local count = 0
  for i, ax in ipairs(fig) do
    count = count + 1
    equal(ax, fig:panel((i - 1) // 3 + 1, (i - 1) % 3 + 1))
  end
  equal(count, 6)
  t.truth(fig[1] ~= fig[2])
end)
test("a figure with axes one by one has them as elements", function()
  local fig = plot.figure { rows = 1, columns = 2 }
  equal(#fig, 0)
  local ax = fig:axes()
  equal(#fig, 1)
  equal(fig[1], ax)
  fails(function() fig:panel(1, 2) end, "figure:panel", "no panel is there yet")
end)
test("titles, and options of one panel join those of the grid", function()
  local fig = plot.grid(1, 3, { titles = { "one", "two" }, x = { label = "size" }, y = { label = "score", min = 0, max = 5 } })
  for _, ax in ipairs(fig) do ax:line(x, x) end
  equal(fig:panel(1, 3, { title = "three", y = { label = "votes" } }), fig[3])
  local titles = texts(fig, "panel_title")
  equal(#titles, 3)
  equal(titles[3].text, "three")
  equal(#texts(fig, "x_label"), 1) -- still common
  equal(#texts(fig, "y_label"), 3)
  for _, tick in ipairs(texts(fig, "y_tick")) do t.truth(tonumber(tick.text) <= 5) end
end)
test("what was set later joins what was set before", function()
  local fig = plot.figure()
  fig:axes { title = "first", x = { min = 2, max = 4 } }:line(x, x)
  fig:panel(1, 1, { y = { label = "y" } })
  fig:panel(1, 1, { x = { label = "x" } })
  equal(texts(fig, "panel_title")[1].text, "first")
  equal(texts(fig, "y_label")[1].text, "y")
  equal(texts(fig, "x_label")[1].text, "x")
  for _, tick in ipairs(texts(fig, "x_tick")) do t.truth(tonumber(tick.text) >= 2 and tonumber(tick.text) <= 4) end
end)
test("a cell that nothing is drawn into stays blank; numbers are above it", function()
  local fig = plot.grid(2, 2, { share_x = true, share_y = true, x = { label = "x" } })
  for i = 1, 3 do fig[i]:line(x, x) end
  local panels = {}
  for _, tick in ipairs(texts(fig, "x_tick")) do panels[tick.panel] = true end
  t.truth(not panels[1] and panels[2] and panels[3] and not panels[4])
  equal(#texts(fig, "x_label"), 1)
  fig:panel(2, 2, { title = "wanted" })
  equal(#texts(fig, "panel_title"), 1)
end)

local function ranges(share)
  local fig = plot.grid(2, 2, { share_y = share })
  for i, ax in ipairs(fig) do ax:line(x, x * 10 ^ i) end
  local highest, numbers = {}, {}
  for _, tick in ipairs(texts(fig, "y_tick")) do numbers[tick.panel] = (numbers[tick.panel] or 0) + 1 end
  for i = 1, 4 do highest[i] = numbers[i] and "numbers" or "none" end
  return table.concat(highest, " ")
end
test("shared ranges: none, all, row, column", function()
  equal(ranges(false), "numbers numbers numbers numbers")
  equal(ranges "none", "numbers numbers numbers numbers")
  equal(ranges(true), "numbers none numbers none")
  equal(ranges "all", "numbers none numbers none")
  equal(ranges "row", "numbers none numbers none")
  equal(ranges "column", "numbers numbers numbers numbers")
end)
test("a row shares its range and no more", function()
  local fig = plot.grid(2, 2, { share_y = "row" })
  for i, ax in ipairs(fig) do ax:line(x, x * 10 ^ i) end
  local most = {}
  for _, tick in ipairs(texts(fig, "y_tick")) do most[tick.panel] = tick.text end
  t.truth(most[1] ~= most[3], "the rows have one range")
end)
for _, where in ipairs { "auto", "below", "right", "none" } do
  test("legend: " .. where, function()
    local fig = plot.grid(1, 2, { legend = where })
    for _, ax in ipairs(fig) do ax:line(x, x, { label = "same" }):line(x, -x, { label = "other" }) end
    local names = texts(fig, "legend")
    equal(#names, where == "none" and 0 or 2)
    local panel = fig:layout().panels[2]
    if where == "right" then t.truth(names[1].x > panel.x + panel.width) end
    if where == "below" then t.truth(names[1].y > panel.y + panel.height) end
  end)
end
t.bad_calls({
  { "plot.grid()", "'rows' is missing" },
  { "plot.grid(2)", "'columns' is missing" },
  { "plot.grid(0, 2)", "'rows'", "1..20", "0" },
  { "plot.grid(2, 21)", "'columns'", "1..20", "21" },
  { "plot.grid(1, 1, { rows = 2 })", "unknown option 'rows'" },
  { "plot.grid(1, 1, { tittle = 'a' })", "did you mean 'title'" },
  { "plot.grid(1, 1, { titles = { 'a', 'b' } })", "'titles' has 2 texts for 1 panels" },
  { "plot.grid(1, 1, { titles = 'a' })", "'titles'", "a list of texts" },
  { "plot.grid(1, 1, { x = { min = 2, max = 1 } })", "min < max" },
  { "plot.grid(1, 1, { share_x = 'rows' })", "'share_x'", "true or false", "'row'" },
  { "plot.grid(1, 1, { share_x = 1 })", "'share_x'", "true or false", "1" },
  { "plot.grid(1, 1, { legend = 'left' })", "'legend'", "'right'" },
  { "plot.grid(2, 2):panel(3, 1)", "2 rows and 2 columns" },
  { "plot.grid(2, 2):panel(1, 1, { titel = 'a' })", "did you mean 'title'" },
  { "plot.grid(2, 2):panel(1, 1, { x = { scale = 'lin' } })", "'scale'" },
  { "return plot.grid(2, 2).panels", "has no 'panels'" },
  { "plot.grid(2, 2)[1] = 1", "cannot" },
}, {})

-- a second axis -----------------------------------------------------------------

local function twins(options)
  local fig = plot.figure { title = "two" }
  local ax = fig:axes { x = { label = "x" }, y = { label = "left" } }
  ax:line(x, x, { label = "low" })
  return fig, ax, ax:twin(options or { label = "right" })
end
test("a twin has its own numbers at the right, in the color of its line", function()
  local fig, ax, right = twins { label = "right", min = 1000, max = 2000 }
  right:line(x, x * 100 + 1000, { label = "high" })
  local layout = fig:layout()
  equal(#layout.panels, 2)
  equal(layout.panels[1].x, layout.panels[2].x)
  equal(layout.panels[1].width, layout.panels[2].width)
  local edge, numbers = layout.panels[1].x + layout.panels[1].width, 0
  for _, text in ipairs(layout.texts) do
    if text.role == "y_tick" and text.panel == 2 then
      numbers = numbers + 1
      t.truth(text.x > edge, text.text)
    end
    if text.role == "end_label" then t.truth(text.x + text.width <= edge, "a name lies on the numbers") end
  end
  t.truth(numbers > 2)
  equal(#texts(fig, "end_label"), 2)
  equal(#texts(fig, "y_label"), 2)
end)
test("the x range holds the data of both", function()
  local fig, ax, right = twins()
  right:line(x + 90, x)
  local ticks = texts(fig, "x_tick")
  t.truth(tonumber(ticks[#ticks].text) >= 90)
end)
test("two twins, a twin of a twin, a heatmap with a twin", function()
  local fig, ax, right = twins()
  fails(function() ax:twin() end, "axes:twin", "already")
  fails(function() right:twin() end, "axes:twin", "belongs to a panel of the grid")
  fails(function() ax:twin { side = "left" } end, "unknown option 'side'")
  right:heatmap { { 1, 2 }, { 3, 4 } }
  fails(function() fig:layout() end, "heatmap and a second axis")
end)
test("the table of a twin says which axis", function()
  local fig, ax, right = twins()
  right:line(x, x, { label = "high" })
  fig:save "twin_csv"
  local pipe = io.popen("build/release/dunwu inspect " .. t.out() .. "/twin_csv.png --only data")
  t.has(pipe:read "a", "1 (right axis),line,high,")
  pipe:close()
end)
test("twins of a row share a range, numbers only at the last", function()
  local fig = plot.grid(1, 2, { share_y = true })
  for i, ax in ipairs(fig) do ax:line(x, x):twin { label = "right" }:line(x, x * i) end
  local panels = {}
  for _, tick in ipairs(texts(fig, "y_tick")) do panels[tick.panel] = true end
  t.truth(panels[1] and not panels[2] and not panels[3] and panels[4])
end)

test("layers of a second axis appear one by one too", function()
  local fig = plot.figure()
  local ax = fig:axes():line(x, x, { label = "left" })
  local right = ax:twin { label = "right" }
  for i = 1, 12 do right:line(x, x * i, { label = "right " .. i }) end
  fig:frames { name = "twin_frames", formats = { "svg" } }
  t.truth(t.exists "twin_frames-13.svg" and not t.exists "twin_frames-14.svg")
end)

test("dashes tell lines apart only where a legend names them", function()
  local function dashes(names)
    local fig = plot.grid(1, 2, { theme = "light" })
    fig[1]:line(x, x, { color = "green", marker = "none", label = names[1] })
    fig[2]:line(x, x, { color = "orange", marker = "none", label = names[2] })
    fig:save { name = "dashes", formats = { "svg" } }
    return select(2, assert(io.open(t.out() .. "/dashes.svg")):read "a":gsub("dasharray", ""))
  end
  equal(dashes {}, 0)
  equal(dashes { "one" }, 0)
  t.truth(dashes { "one", "two" } >= 2)
end)

t.done()
