-- The layers of axes as a script sees them: right calls, and each kind of wrong one.
package.path = debug.getinfo(1, "S").source:match("^@(.*/)") .. "?.lua;" .. package.path
local t = require "harness"
local test, fails = t.test, t.fails
local nan, inf = 0 / 0, math.huge

local function figure(options, axes)
  local fig = plot.figure(options or {})
  return fig, fig:axes(axes or {})
end

local function draws(name, axes, draw)
  local fig, ax = figure({}, axes)
  t.truth(draw(ax) == ax, name .. " does not return the axes")
  fig:save(name)
  t.truth(t.exists(name .. ".png"))
end

local x, y, low, high = { 1, 2, 3 }, { 4, nan, 6 }, { 3, 4, nan }, { 5, 6, 7 }
local function identity(v) return v end

-- every layer: tables and arrays, with and without options ----------------------

local right = {
  step = function(ax)
    ax:step(x, y)
    return ax:step(x, y, { where = "before", dash = true, width_px = 3, alpha = 0.5, label = "s" })
  end,
  area = function(ax) return ax:area(x, y):area(x, y, low, { label = "a", color = "green", alpha = 0.2 }) end,
  errorbar = function(ax)
    return ax:errorbar(x, y, low, high):errorbar(x, y, low, high, { horizontal = true, marker = "square", filled = true })
  end,
  span = function(ax) return ax:span { xmin = 1 }:span { ymin = 0, ymax = 2, label = "s", color = "sky", alpha = 0.3 } end,
  text = function(ax) return ax:text(x, y, { "a", "b", "c" }):text(1, 2, "one", { side = "left", color = "blue" }) end,
  bar = function(ax)
    return ax:bar({ "a", "b" }, { 1, 2 }, { stacked = true }):bar({ "b", "c" }, { 3, nan }, { stacked = true, label = "b" })
  end,
  histogram = function(ax)
    return ax:histogram({ 1, 2, 2, 3, nan, inf }):histogram({ 0, 1, 2 }, { 5, 6 }, { horizontal = false, width_px = 2 })
  end,
  heatmap = function(ax) return ax:heatmap({ { 1, nan }, { 3, 4 } }, { 1, 2 }, nil, { label = "h", low = 0, high = 5 }) end,
  image = function(ax) return ax:image({ { 1, nan }, { 3, 4 }, { 5, 6 } }, { map = "viridis", label = "i", high = 4 }) end,
  contour = function(ax)
    return ax:contour({ { 1, nan, 2 }, { 3, 4, 5 }, { 6, 7, 9 } }, { label = "c", levels = 4 })
      :contour(array.zeros(2, 3), { x = { 1, 2, 3 }, y = { 1, 5 }, levels = { 1, 2 }, color = "blue", dash = true, labels = false })
  end,
  bands = function(ax)
    return ax:contour({ { 1, 10, 20 }, { 3, 400, 5 } }, { filled = true, scale = "log", map = "grey", alpha = 0.5, label = "b", width_px = 1 })
  end,
  diverging = function(ax) return ax:heatmap({ { -1, 2 } }, nil, nil, { map = "diverging", center = 0.5 }) end,
  logarithmic = function(ax) return ax:heatmap({ { 1, 1e6, 0, -3 } }, nil, nil, { scale = "log", map = "grey" }) end,
  curve = function(ax) return ax:curve(identity, { from = 0, to = 1, n = 5, marker = "circle", label = "c" }) end,
  strip = function(ax)
    return ax:strip({ "a", "b" }, { { 1, 2, nan }, {} }):strip("a", { 3 }, { alpha = 0.4, size_px = 9, marker = "diamond" })
  end,
  box = function(ax)
    return ax:box({ "a", "b", "c" }, { { 1, 2, 3, 30 }, { 5 }, {} }):box("c", array.linspace(0, 1, 9), { label = "b", dash = true })
  end,
  violin = function(ax) return ax:violin({ 1, 4 }, { { 1, 2, 2, 3 }, { 5, 5 } }):violin(9, { 1 }, { label = "v" }) end,
  reliability = function(ax)
    return ax:reliability { confidence = { 0, 0.4, 0.9, 1 }, correct = { 0, 1, 1, 0 }, label = "r", marker = "none" }
  end,
}
for name, draw in pairs(right) do
  test("a right call: " .. name, function() draws("right_" .. name, nil, draw) end)
end

test("arrays are taken as tables are", function()
  local a = array.linspace(1, 3, 3)
  draws("arrays", nil, function(ax)
    ax:step(a, a):area(a, a, a):errorbar(a, a, a, a):histogram(a):text(a, a, { "a", "b", "c" })
    ax:strip(a, { a, a, a }):box(a, { a, a, a }):violin(a, { a, a, a }, { horizontal = true })
    return ax:bar(a, a)
  end)
end)
test("groups lie on their side", function()
  draws("lying", nil, function(ax)
    for _, kind in ipairs { "violin", "box", "strip" } do
      ax[kind](ax, { "a", "b" }, { { 1, 2, 2, 9 }, { 3, 4 } }, { horizontal = true, label = kind })
    end
    return ax
  end)
end)
test("groups stand on logarithmic axes", function()
  draws("log_groups", { x = { scale = "log" }, y = { scale = "log" } }, function(ax)
    local samples = { { 1, 10, 1e5 }, { -1, 0, 1e3 } }
    return ax:violin({ 10, 1000 }, samples):box({ 10, 1000 }, samples):strip({ 10, 1000 }, samples)
  end)
end)
test("binned answers make the same diagram", function()
  local fig, ax = figure { language = "zh-TW" }
  ax:reliability { confidence = { 0.2, 0.9 }, accuracy = { 0.3, 0.7 }, count = { 10, 30 } }
  local found
  for _, text in ipairs(fig:layout().texts) do found = found or text.text:find("加權平均落差", 1, true) end
  t.truth(found, "the weighted mean gap has no name")
end)
test("a bin without answers has neither confidence nor accuracy", function()
  local fig, ax = figure()
  ax:reliability { confidence = { nan, 0.2, 0.9 }, accuracy = { nan, 0.3, 0.7 }, count = { 0, 10, 30 } }
  local text = ""
  for _, each in ipairs(fig:layout().texts) do text = text .. each.text end
  t.has(text, "at most 30")
  t.fails(function() ax:reliability { confidence = { nan, 0.9 }, accuracy = { 0.3, 0.7 }, count = { 1, 3 } } end, "nan")
  t.fails(function() ax:reliability { confidence = { nan, 0.9 }, correct = { 0, 1 } } end, "confidence", "nan")
end)
test("four diagrams beside each other say how many answers there are", function()
  local fig = plot.figure { columns = 4 }
  for _ = 1, 4 do
    fig:axes {}:reliability { confidence = { 0.2, 0.9 }, accuracy = { 0.3, 0.7 }, count = { 1000, 3284 } }
  end
  local found = 0
  for _, text in ipairs(fig:layout().texts) do
    found = found + (text.text == "answers, at most 3,284" and 1 or 0)
  end
  t.equal(found, 4)
end)

local nasty = { {}, { 1 }, { nan, nan }, { 2, 2, 2 }, { -1e300, 0, 1e-300, 1e300 }, { inf, -inf, 1 } }
for i, sample in ipairs(nasty) do
  test("nasty samples draw " .. i, function()
    draws("nasty_" .. i, nil, function(ax)
      ax:strip("a", sample):box({ "a", "b" }, { sample, { 1 } }):violin({ "b" }, { sample }):histogram(sample)
      return ax:step(sample, sample):area(sample, sample):errorbar(sample, sample, sample, sample)
    end)
  end)
end

-- each kind of wrong call ------------------------------------------------------------

local shown = {
  step = { "x", "y" }, area = { "x", "y" }, errorbar = { "x", "y", "low", "high" }, bar = { "places", "y" },
}
for name, arguments in pairs(shown) do
  local numbers = {}
  for i = 1, #arguments do numbers[i] = { 1, 2, 3 } end
  for i = 2, #arguments do
    test(name .. ": " .. arguments[i] .. " of another length", function()
      local _, ax = figure()
      local changed = { table.unpack(numbers) }
      changed[i] = { 1 }
      fails(function() ax[name](ax, table.unpack(changed)) end, "axes:" .. name, "3 numbers", "must be as many")
    end)
    test(name .. ": " .. arguments[i] .. " is missing", function()
      local _, ax = figure()
      fails(function() ax[name](ax, table.unpack(numbers, 1, i - 1)) end, "axes:" .. name, "'" .. arguments[i] .. "'")
    end)
    test(name .. ": " .. arguments[i] .. " is a text", function()
      local _, ax = figure()
      local changed = { table.unpack(numbers) }
      changed[i] = "x"
      fails(function() ax[name](ax, table.unpack(changed)) end, "axes:" .. name, "'" .. arguments[i] .. "'", "\"x\"")
    end)
  end
end

local wrong = {
  { "ax:step({1}, {1}, { where = 'middel' })", "axes:step", "where", "middel", "middle" },
  { "ax:step({1}, {1}, { wher = 'after' })", "axes:step", "wher", "did you mean 'where'" },
  { "ax:step({1}, {1}, { width_px = 1000 })", "axes:step", "width_px", "100", "1000" },
  { "ax:step({1}, {1}, { alpha = 0/0 })", "axes:step", "alpha" },
  { "ax:step({1}, {1}, { color = 'bleu' })", "axes:step", "bleu", "did you mean 'blue'" },
  { "ax:step({1}, {1}, { dash = 1 })", "axes:step", "dash", "1" },
  { "ax:area({1, 2}, {1, 2}, {1})", "axes:area", "'to' has 1" },
  { "ax:area({1}, {1}, nil, { alpha = 2 })", "axes:area", "alpha", "2" },
  { "ax:errorbar({1}, {1}, {1}, {1}, { marker = 'star' })", "axes:errorbar", "marker", "star" },
  { "ax:errorbar({1}, {1}, {1}, {1}, { horizontal = 'yes' })", "axes:errorbar", "horizontal", "yes" },
  { "ax:span {}", "axes:span", "xmin", "ymax" },
  { "ax:span { xmin = 'left' }", "axes:span", "xmin", "left" },
  { "ax:span { xmin = 1, width = 2 }", "axes:span", "width" },
  { "ax:span { xmin = 1, label = 2 }", "axes:span", "label" },
  { "ax:text({1}, {1})", "axes:text", "words" },
  { "ax:text({1, 2}, {1, 2}, {'a'})", "axes:text", "'words' has 1" },
  { "ax:text({1}, {1}, {7})", "axes:text", "element 1 is a number" },
  { "ax:text({1}, {1}, {'a'}, { side = 'up' })", "axes:text", "side", "up", "above" },
  { "ax:text({1}, {1}, {'\\xff'})", "axes:text", "UTF-8" },
  { "ax:text({1}, {1}, {'a'}, { size_px = 21 })", "axes:text", "'size_px'", "22..96", "got 21" },
  { "ax:bar({'a', 2}, {1, 2})", "axes:bar", "places" },
  { "ax:bar({'a'}, {1, 2})", "axes:bar", "'places' has 1", "'y' has 2" },
  { "ax:bar({1}, {1}, { stack = true })", "axes:bar", "did you mean 'stacked'" },
  { "ax:histogram({1, 2}, {1, 2})", "axes:histogram", "2 counts need 3 edges, got 2" },
  { "ax:histogram({2, 1}, {1})", "axes:histogram", "must rise" },
  { "ax:histogram({1}, nil, { bins = -1 })", "axes:histogram", "bins", "-1" },
  { "ax:histogram({1}, nil, { bins = 1.5 })", "axes:histogram", "bins", "whole", "1.5" },
  { "ax:histogram({1}, nil, { bins = 1e6 })", "axes:histogram", "bins", "10000" },
  { "ax:histogram()", "axes:histogram", "'x'" },
  { "ax:heatmap()", "axes:heatmap", "values" },
  { "ax:heatmap({})", "axes:heatmap", "values", "matrix" },
  { "ax:heatmap({1, 2})", "axes:heatmap", "row 1 is a number" },
  { "ax:heatmap({{1, 2}, {1}})", "axes:heatmap", "row 2", "1 numbers", "2" },
  { "ax:heatmap({{1, 2}}, {1, 2, 3, 4})", "axes:heatmap", "2 middles or 3 edges, got 4" },
  { "ax:heatmap({{1, 2}}, {2, 1})", "axes:heatmap", "'x'" },
  { "ax:heatmap({{1, 2}}, nil, nil, { low = 3, high = 2 })", "axes:heatmap", "low to high", "3", "2" },
  { "ax:heatmap({{1, 2}}, nil, nil, { map = 'jet' })", "axes:heatmap", "map", "jet", "viridis" },
  { "ax:heatmap({{1, 2}}, nil, nil, { center = 0 })", "axes:heatmap", "center", "diverging" },
  { "ax:heatmap({{1, 2}}, nil, nil, { scale = 'log', low = 0 })", "axes:heatmap", "above 0" },
  { "ax:heatmap({{1, 2}}, nil, nil, { map = 'diverging', scale = 'log', center = 0 })", "axes:heatmap", "above 0" },
  { "ax:heatmap({{1, 2}}, nil, nil, { map = 'diverging', low = 1, high = 3, center = 4 })", "axes:heatmap", "between", "4" },
  { "ax:image()", "axes:image", "values" },
  { "ax:image({1, 2})", "axes:image", "row 1 is a number" },
  { "ax:image({{1, 2}}, { map = 'red' })", "axes:image", "map", "red", "grey" },
  { "ax:image({{1, 2}}, { square = true })", "axes:image", "square" },
  { "ax:curve()", "axes:curve", "'f'" },
  { "ax:curve(math.sin)", "axes:curve", "options" },
  { "ax:curve(math.sin, { from = 1 })", "axes:curve", "to" },
  { "ax:curve(math.sin, { from = 1, to = 1 })", "axes:curve", "'from' must be below 'to'" },
  { "ax:curve(math.sin, { from = 0, to = 1, n = 1 })", "axes:curve", "n", "1" },
  { "ax:curve(function() return 'x' end, { from = 0, to = 1 })", "axes:curve", "must return a number", "string" },
  { "ax:curve(function() error('inside') end, { from = 0, to = 1 })", "inside" },
  { "ax:strip({'a'})", "axes:strip", "samples" },
  { "ax:strip({'a', 'b'}, {{1}})", "axes:strip", "'places' has 2", "'samples' has 1" },
  { "ax:strip({'a'}, {1})", "axes:strip", "element 1 is a number" },
  { "ax:strip({'a'}, 7)", "axes:strip", "list of samples" },
  { "ax:strip({'a'}, {{'x'}})", "axes:strip", "samples" },
  { "ax:strip({{}}, {{1}})", "axes:strip", "places" },
  { "ax:strip('a', {1}, { width_px = 2 })", "axes:strip", "width_px" },
  { "ax:box({'a'}, {{1}}, { notch = true })", "axes:box", "notch" },
  { "ax:box({1, 2}, {{1}})", "axes:box", "'places' has 2" },
  { "ax:box({1}, {{1}}, { color = '#12' })", "axes:box", "#12" },
  { "ax:violin({1}, {{1, 2}}, { alpha = 3 })", "axes:violin", "alpha", "3" },
  { "ax:violin({1}, {{1, true}})", "axes:violin", "samples" },
  { "ax:contour()", "axes:contour", "values" },
  { "ax:contour({})", "axes:contour", "values", "matrix" },
  { "ax:contour({1, 2})", "axes:contour", "row 1 is a number" },
  { "ax:contour({{1, 2}, {1}})", "axes:contour", "row 2", "1 numbers", "2" },
  { "ax:contour({{1, 2}}, { x = {1, 2, 3} })", "axes:contour", "2 values along x need 2 places, got 3" },
  { "ax:contour({{1, 2}}, { y = {1, 2} })", "axes:contour", "1 values along y need 1 places, got 2" },
  { "ax:contour({{1, 2}}, { x = {2, 1} })", "axes:contour", "'x'", "increase" },
  { "ax:contour({{1, 2}}, { levels = {2, 1} })", "axes:contour", "'levels'", "increase" },
  { "ax:contour({{1, 2}}, { levels = {} })", "axes:contour", "'levels' is empty" },
  { "ax:contour({{1, 2}}, { levels = {0/0} })", "axes:contour", "'levels'" },
  { "ax:contour({{1, 2}}, { levels = 1 })", "axes:contour", "2..20", "1" },
  { "ax:contour({{1, 2}}, { levels = 2.5 })", "axes:contour", "2..20", "2.5" },
  { "ax:contour({{1, 2}}, { levels = 'many' })", "axes:contour", "levels" },
  { "ax:contour({{1, 2}}, { levels = array.linspace(0, 1, 65) })", "axes:contour", "1..64", "65" },
  { "ax:contour({{1, 2}}, { scale = 'log', levels = {0, 1} })", "axes:contour", "above 0, got 0" },
  { "ax:contour({{1, 2}}, { center = 1 })", "axes:contour", "diverging" },
  { "ax:contour({{1, 2}}, { map = 'jet' })", "axes:contour", "map", "jet" },
  { "ax:contour({{1, 2}}, { filled = 1 })", "axes:contour", "filled" },
  { "ax:contour({{1, 2}}, { labels = 'no' })", "axes:contour", "labels" },
  { "ax:contour({{1, 2}}, { color = 'rainbow' })", "axes:contour", "rainbow" },
  { "ax:contour({{1, 2}}, { level = 3 })", "axes:contour", "level", "levels" },
  { "ax:reliability {}", "axes:reliability", "confidence" },
  { "ax:reliability { confidence = {0.5} }", "axes:reliability", "correct", "accuracy", "count" },
  { "ax:reliability { confidence = {0.5}, correct = {1}, accuracy = {1} }", "axes:reliability", "correct" },
  { "ax:reliability { confidence = {0.5}, accuracy = {1} }", "axes:reliability", "count" },
  { "ax:reliability { confidence = {0.5, 1}, correct = {1} }", "axes:reliability", "'correct' has 1" },
  { "ax:reliability { confidence = {1.5}, correct = {1} }", "axes:reliability", "confidence", "1.5" },
  { "ax:reliability { confidence = {0.5}, correct = {0.5} }", "axes:reliability", "0 (wrong) or 1 (right), got 0.5" },
  { "ax:reliability { confidence = {}, correct = {} }", "axes:reliability", "confidence", "empty" },
  { "ax:reliability { confidence = {0/0}, correct = {1} }", "axes:reliability", "confidence" },
  { "ax:reliability { confidence = {1}, correct = {1}, bins = 0 }", "axes:reliability", "bins", "0" },
  { "ax:reliability { confidence = {1}, correct = {1}, binning = 'wide' }", "axes:reliability", "wide", "width" },
  { "ax:reliability { confidence = {0.9, 0.2}, accuracy = {1, 1}, count = {1, 1} }", "axes:reliability", "rise" },
  { "ax:reliability { confidence = {0.9}, accuracy = {1}, count = {1.5} }", "axes:reliability", "whole" },
}
local _, ax = figure()
t.bad_calls(wrong, { ax = ax })

test("an image has square cells, row 1 on top, and no more room than it needs", function()
  local fig, picture = figure({ columns = 2 })
  picture:image(array.zeros(10, 40))
  local panel = fig:layout().panels[1]
  t.near(panel.width / panel.height, 4, 1e-9)
  local first, last
  for _, text in ipairs(fig:layout().texts) do
    if text.role == "y_tick" then
      if text.text == "1" then first = text.y end
      if text.text == "10" then last = text.y end
    end
  end
  t.truth(first and last and first < last, "row 1 is not on top")
  local _, log = figure({}, { x = { scale = "log" } })
  fails(function() log:image { { 1 } } end, "axes:image", "linear axes")
end)
for i, rows in ipairs { { { nan } }, { { 5 } }, { { 2, 2 }, { 2, 2 } }, { { -1e300, 1e300 } }, { { 1e-300, 0 } }, { {} },
  { { math.huge, 1 }, { -math.huge, 2 }, { 3, 5 } }, { { 1e-300, 1e300 }, { 1, 1e-300 } }, { { -1e300, 1e300 }, { 1e300, -1e300 } }, { { 1 }, { 2 } } } do
  test("nasty cells draw " .. i, function()
    for _, map in ipairs { "viridis", "diverging", "grey" } do
      for _, scale in ipairs { "linear", "log" } do
        draws("cells_" .. i, nil, function(ax) return ax:heatmap(rows, nil, nil, { map = map, scale = scale, label = "v" }) end)
        for _, filled in ipairs { true, false } do
          local how = { map = map, scale = scale, label = "v", filled = filled }
          draws("contour_" .. i, nil, function(ax) return ax:contour(rows, how) end)
          draws("contour_log_" .. i, { x = { scale = "log" }, y = { scale = "logit" } }, function(ax) return ax:contour(rows, how) end)
        end
        draws("picture_" .. i, nil, function(ax) return ax:image(rows, { map = map, scale = scale }) end)
      end
    end
  end)
end

test("names do not fit a logarithmic axis", function()
  local _, log = figure({}, { x = { scale = "log" } })
  for _, kind in ipairs { "bar", "strip", "box", "violin" } do
    fails(function() log[kind](log, { "a" }, kind == "bar" and { 1 } or { { 1 } }) end, "axes:" .. kind, "must be linear")
  end
  fails(function() log:reliability { confidence = { 1 }, correct = { 1 } } end, "linear axes")
  fails(function() log:curve(identity, { from = 0, to = 1 }) end, "above 0")
end)

t.done()
