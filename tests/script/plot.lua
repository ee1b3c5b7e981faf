-- Figures as a script sees them.
package.path = debug.getinfo(1, "S").source:match("^@(.*/)") .. "?.lua;" .. package.path
local t = require "harness"
local test, equal, near, fails, has = t.test, t.equal, t.near, t.fails, t.has
local nan, inf = 0 / 0, math.huge

local function figure(options)
  local fig = plot.figure(options or {})
  return fig, fig:axes {}
end

test("layers can be chained", function()
  local _, ax = figure()
  t.truth(ax:line({ 1, 2 }, { 1, 2 }):points({ 1 }, { 1 }):band({ 1 }, { 0 }, { 1 }):hline(1)
            :vline(1):note "x" == ax)
end)
test("a figure stays usable after an error", function()
  local fig, ax = figure { title = "after errors" }
  for _ = 1, 3 do
    pcall(ax.line, ax, { 1, 2 }, { 1 })
    pcall(ax.line, ax, { 1 }, { 1 }, { color = "nothing" })
    pcall(ax.band, ax, { 1 }, { 1 }, { "x" })
    pcall(fig.save, fig, "../x")
    pcall(fig.axes, fig, { x = { min = 2, max = 1 } })
  end
  ax:line({ 1, 2 }, { 1, 2 }, { label = "a" })
  fig:save "after_errors"
  t.truth(t.exists "after_errors.png")
end)
test("axes keep their figure alive", function()
  local ax = plot.figure {}:axes {}
  collectgarbage()
  collectgarbage()
  ax:line({ 1, 2 }, { 3, 4 }, { label = "x" })
end)
test("one axes for each place of the grid", function()
  local fig = plot.figure { rows = 1, columns = 2 }
  fig:axes {}
  fig:axes {}
  fails(function() fig:axes {} end, "figure:axes", "2")
  fig:save "grid"
end)
test("a figure without axes, and axes without data", function()
  plot.figure {}:save "bare"
  plot.figure { rows = 2, columns = 2 }:axes {}
  local fig = figure()
  fig:save "empty"
  t.truth(t.exists "bare.png" and t.exists "empty.png")
end)
test("a closed figure", function()
  local fig, ax
  do
    local own <close> = plot.figure {}
    fig, ax = own, own:axes {}
  end
  fails(function() fig:save "closed" end, "closed")
  fails(function() fig:layout() end, "closed")
  fails(function() fig:axes {} end, "closed")
  fails(function() ax:line({ 1 }, { 1 }) end, "closed")
  equal(t.exists "closed.png", false)
end)
test("finalisers are out of reach", function()
  local fig, ax = figure()
  equal(getmetatable(fig), false)
  equal(getmetatable(ax), false)
  fails(function() return fig.__gc end, "__gc")
  fails(function() return ax.__index end, "__index")
end)
test("an array changed after the call is drawn as it was", function()
  local fig, ax = figure()
  local x = array { 1, 2, 3 }
  ax:line(x, x, { label = "x" })
  for i = 1, 3 do x[i] = nan end
  x = nil
  collectgarbage()
  fig:save "kept"
end)

-- data that is hard to draw; every row must end in a picture or in a sentence ------

local odd = {
  one = { { 5 }, { 5 } }, none = { {}, {} }, gaps = { { nan, nan }, { nan, nan } },
  zero = { { 0, 0 }, { 0, 0 } }, flat = { { 1, 2, 3 }, { 7, 7, 7 } },
  huge = { { 1e300, 1e308 }, { -1e308, 1e308 } }, tiny = { { 5e-324, 1e-310 }, { 5e-324, 0 } },
  infinite = { { 1, inf }, { -inf, inf } }, negative = { { -5, -1 }, { -3, -2 } },
  mixed = { { 1, nan, 3, inf, 5 }, { nan, 2, 3, 4, -inf } },
  same = { { 1e15, 1e15 + 1 }, { 1, 1 + 2 ^ -52 } }, upright = { { 3, 3, 3 }, { 1, 2, 3 } },
}
for name, xy in pairs(odd) do
  for _, scale in ipairs { "linear", "log" } do
    test("data: " .. name .. ", " .. scale, function()
      local fig = plot.figure { title = name, width_px = 640, height_px = 360 }
      local ax = fig:axes { x = { scale = scale }, y = { scale = scale } }
      local fine, message = pcall(function()
        ax:line(xy[1], xy[2], { label = name })
        ax:points(xy[1], xy[2], { label = name })
        ax:band(xy[1], xy[2], xy[2])
        fig:save("odd_" .. name .. "_" .. scale)
      end)
      if not fine then has(message, ": ") end
      equal(fine, t.exists("odd_" .. name .. "_" .. scale .. ".png"))
    end)
  end
end
test("rules and limits far away", function()
  local fig = plot.figure { width_px = 640, height_px = 360 }
  local ax = fig:axes { x = { min = -1e300, max = 1e300 }, y = { min = 0, max = 5e-324 } }
  ax:hline(1e300, { label = "up" }):vline(-1e308, { label = "left" }):note("far", { x = 1e308, y = -1e308 })
  fig:save "far"
end)
test("many lines, long and odd texts", function()
  local long = ("很長的標題 long title "):rep(40)
  local fig = plot.figure { title = long, subtitle = "a\nb\tc <b>&amp; \27[0m", footer = long, width_px = 800,
                            height_px = 450 }
  local ax = fig:axes { title = long, x = { label = long }, y = { label = long } }
  for i = 1, 30 do ax:line({ 1, 2 }, { i, i * 2 }, { label = long .. i }) end
  ax:note(long)
  fig:save "long"
  t.truth(t.exists "long.png")
end)
test("a page of 64 x 64 pixels", function()
  local fig = plot.figure { title = "small", width_px = 64, height_px = 64 }
  fig:axes { x = { label = "x" }, y = { label = "y" } }:line({ 1, 2 }, { 1, 2 }, { label = "a" })
  pcall(fig.save, fig, "small")
end)
test("400 panels", function()
  local fig = plot.figure { rows = 20, columns = 20 }
  for i = 1, 400 do fig:axes { title = "p" .. i }:line({ 1, 2 }, { 1, i }) end
  pcall(fig.layout, fig)
end)
test("a line of 200,000 points", function()
  local x = array.linspace(0, 100, 200000)
  local fig, ax = figure { width_px = 800, height_px = 450 }
  ax:line(x, x:sin(), { marker = "none" })
  fig:save "points"
end)

-- names -----------------------------------------------------------------------

for _, name in ipairs { "", "../x", "a/b", "/tmp/x", ".x", "..", "a\nb", "a\27b", "a\\b", ("n"):rep(201) } do
  test("no file named " .. ("%q"):format(name:sub(1, 20)), function()
    local fig = figure()
    fails(function() fig:save(name) end, "figure:save", "file name")
    local run = sim.multistep { size = { 1e9 }, trials = 10 }
    fails(function() run:csv(name) end, "run:csv", "file name")
  end)
end
test("names that are fine", function()
  local fig = plot.figure { width_px = 64, height_px = 64 }
  for _, name in ipairs { "a b", "圖", "a.b", "-x", "png", "a..b", "%s%n" } do
    fig:save(name)
    t.truth(t.exists(name .. ".png"), name)
  end
end)
test("an ending chooses the format", function()
  local fig, ax = figure()
  ax:line({ 1, 2 }, { 1, 2 }, { label = "x" })
  fig:save "ending.svg"
  fig:save "ending.pdf"
  equal(t.exists "ending.png", false)
  t.truth(t.exists "ending.svg" and t.exists "ending.pdf")
  fig:save "both.png"
  t.truth(t.exists "both.png")
  equal(t.exists "both.png.png", false)
end)
test("saved twice, the same bytes", function()
  local fig, ax = figure { title = "twice" }
  ax:line({ 1, 2 }, { 1, 2 }, { label = "x" })
  fig:save "twice_a"
  fig:save "twice_b"
  local function bytes(name) return assert(io.open(t.out() .. "/" .. name, "rb")):read "a" end
  t.truth(bytes "twice_a.png" == bytes "twice_b.png")
end)
test("a figure goes on growing after it was saved", function()
  local fig, ax = figure()
  ax:line({ 1, 2 }, { 1, 2 })
  fig:save "growing"
  local before = #fig:layout().texts
  ax:line({ 1, 2 }, { 2, 1 }, { label = "second" })
  t.truth(#fig:layout().texts > before)
  fig:save "growing"
end)

-- layout ----------------------------------------------------------------------

local function overlap(a, b)
  local w = math.min(a.x + a.width, b.x + b.width) - math.max(a.x, b.x)
  local h = math.min(a.y + a.height, b.y + b.height) - math.max(a.y, b.y)
  return w > 0.5 and h > 0.5
end

local function check_layout(fig)
  local layout = fig:layout()
  t.truth(#layout.texts > 0)
  for i, a in ipairs(layout.texts) do
    t.truth(a.x >= 0 and a.y >= 0 and a.x + a.width <= layout.width and
            a.y + a.height <= layout.height, "off the page: " .. a.text)
    t.truth(a.size_px >= 22, "too small: " .. a.text)
    for j = i + 1, #layout.texts do
      local b = layout.texts[j]
      t.truth(not overlap(a, b), string.format("%s '%s' lies on %s '%s'", a.role, a.text, b.role, b.text))
    end
  end
  for _, panel in ipairs(layout.panels) do
    t.truth(panel.width > 0 and panel.height > 0)
    t.truth(panel.x >= 0 and panel.x + panel.width <= layout.width)
  end
end

local words = {
  en = { title = "The skill grows smoothly; the score jumps", x = "model size (parameters)",
         y = "share right", lines = { "steps right", "right before\nthe first slip", "final answer right" } },
  ["zh-TW"] = { title = "能力慢慢變強，分數突然跳起來", x = "模型大小（參數量）", y = "正確率",
                lines = { "步驟正確", "第一次出錯前", "最終答案正確" } },
}
for language, word in pairs(words) do
  for _, theme in ipairs { "light", "dark", "print" } do
    test("layout: three curves, " .. language .. ", " .. theme, function()
      local size = array.geomspace(1e7, 5e11, 24)
      local run = sim.multistep { size = size, steps = 16, trials = 2000 }
      local fig = plot.figure { title = word.title, subtitle = word.title, footer = word.title,
                                language = language, theme = theme }
      local ax = fig:axes { x = { label = word.x, scale = "log" },
                            y = { label = word.y, percent = true, min = 0, max = 1 } }
      for i, score in ipairs { run.partial, run.prefix, run.exact } do
        ax:band(size, score.low, score.high)
        ax:line(size, score.mean, { label = word.lines[i] })
      end
      check_layout(fig)
    end)
  end
  test("layout: published points and a crossing, " .. language, function()
    local size = array.geomspace(2e8, 1e12, 32)
    local run = sim.cot { size = size, trials = 2000 }
    local fig = plot.figure { title = word.title, footer = word.title, language = language }
    local ax = fig:axes { x = { label = word.x, scale = "log" }, y = { label = word.y, percent = true } }
    ax:line(size, run.cot.mean, { label = word.lines[1] })
    ax:line(size, run.direct.mean, { label = word.lines[3] })
    local published = data.published("chain_of_thought"):filter { task = "GSM8K" }
    for _, family in ipairs(published:unique "family") do
      local own = published:filter { family = family, prompting = "standard" }
      ax:points(own.params, own.accuracy, { label = family })
    end
    for _, c in ipairs(run:crossings()) do ax:vline(c.at, { label = word.lines[2] }) end
    check_layout(fig)
  end)
  test("layout: four panels, " .. language, function()
    local fig = plot.figure { title = word.title, rows = 2, columns = 2, share_x = true, share_y = true,
                              language = language }
    for i = 1, 4 do
      local ax = fig:axes { title = word.lines[1] .. i, x = { label = word.x }, y = { label = word.y } }
      ax:line({ 0, 1, 2 }, { 0, i, 1 }, { label = word.lines[3] })
      ax:hline(1, { label = word.lines[1] })
    end
    check_layout(fig)
  end)
end

test("a method without its colon, a name that there is not: the line is told", function()
  for code, said in pairs {
    ["local ax = plot.figure():axes()\nax.line({1, 2}, {1, 2})"] = "call:2: axes:line: is a method: write it with a colon",
    ["local fig = plot.figure()\nfig.save 'x'"] = "call:2: figure:save: is a method: write it with a colon",
    ["local d = data.published 'models'\nd.names()"] = "call:2: table of data:names: is a method",
    ["local fig = plot.figure()\nfig:sav 'x'"] = "call:2: figure has no 'sav' (did you mean 'save'?)",
  } do
    t.fails(assert(load(code, "=call", "t")), said)
  end
end)
t.done()
