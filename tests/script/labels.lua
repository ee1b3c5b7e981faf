--[[ No two texts overlap and none leaves the page, however many lines, panels and pages there are ]]
package.path = debug.getinfo(1, "S").source:match("^@(.*/)") .. "?.lua;" .. package.path
local t = require "harness"
local test = t.test
local x = array.linspace(0, 10, 20)

local function overlap(a, b)
  local w = math.min(a.x + a.width, b.x + b.width) - math.max(a.x, b.x)
  local h = math.min(a.y + a.height, b.y + b.height) - math.max(a.y, b.y)
  return w > 0.5 and h > 0.5
end

local function check(fig, crowded)
  local layout = fig:layout()
  local scale = math.min(layout.width / 1600, layout.height / 900)
  t.truth(#layout.texts > 0)
  for i, a in ipairs(layout.texts) do
    t.truth(a.x >= -0.01 and a.y >= -0.01 and a.x + a.width <= layout.width + 0.01 and
            a.y + a.height <= layout.height + 0.01, a.role .. " is off the page: " .. a.text)
    t.truth(crowded or a.size_px >= 22 * scale - 0.01, "too small: " .. a.text)
    for j = i + 1, #layout.texts do
      local b = layout.texts[j]
      t.truth(not overlap(a, b), string.format("%s '%s' lies on %s '%s'", a.role, a.text, b.role, b.text))
    end
  end
end

test("a note without a place stands where the panel is free", function()
  for _, at in ipairs { 0, 10 } do -- a line along the bottom, then along the top
    local fig = plot.figure {}
    fig:axes { y = { min = 0, max = 10 } }:line(x, 0 * x + at, { marker = "none" }):note "somewhere"
    check(fig)
    local found
    for _, written in ipairs(fig:layout().texts) do
      if written.text == "somewhere" then found = written end
    end
    t.truth(found, "the note is missing")
    local panel = fig:layout().panels[1]
    local middle = found.y + found.height / 2
    t.truth(found.x > panel.x and found.x + found.width < panel.x + panel.width)
    t.truth(middle > panel.y + 0.1 * panel.height and middle < panel.y + 0.9 * panel.height)
  end
end)

local names = {
  short = "L%d",
  long = "the family of models with a rather long name, number %d",
  Chinese = "名字很長的第 %d 個模型家族（含微調）",
}
local pages = { { 1600, 900 }, { 1600, 1200 }, { 1200, 1200 }, { 800, 450 }, { 3200, 1800 } }

for kind, name in pairs(names) do
  test("one to twelve lines, names: " .. kind, function()
    for p, page in ipairs(pages) do
      for lines = 1 + p % 2, 12, 2 do
        local fig = plot.figure { title = name:format(0):rep(3, " "), footer = name:format(0):rep(4, " "),
                                  width_px = page[1], height_px = page[2] }
        local ax = fig:axes { x = { label = name:format(0) }, y = { label = name:format(0):rep(3) } }
        for i = 1, lines do ax:line(x, (x * i):sin() + i / 9, { label = name:format(i) }) end
        check(fig)
      end
    end
  end)
  test("one to twenty panels, names: " .. kind, function()
    for p, page in ipairs(pages) do
      for _, grid in ipairs { { 1, 1 }, { 1, 2 }, { 2, 2 }, { 2, 4 }, { 3, 3 }, { 4, 5 } } do
        local fig = plot.grid(grid[1], grid[2], { title = name:format(0), width_px = page[1], height_px = page[2],
                                                  share_x = p % 2 == 0, share_y = p % 2 == 0,
                                                  legend = p > 2 and "right" or "auto",
                                                  x = { label = name:format(0) } })
        for i, ax in ipairs(fig) do
          fig:panel((i - 1) // grid[2] + 1, (i - 1) % grid[2] + 1, { title = name:format(i) })
          for k = 1, 5 do ax:line(x, x * k, { label = name:format(k) }) end
        end
        check(fig, grid[1] * grid[2] > 8)
      end
    end
  end)
  test("a second axis, names: " .. kind, function()
    for _, page in ipairs(pages) do
      for lines = 1, 4 do
        local fig = plot.figure { title = name:format(0), width_px = page[1], height_px = page[2] }
        local ax = fig:axes { x = { label = name:format(0) }, y = { label = name:format(1) } }
        local right = ax:twin { label = name:format(2) }
        for i = 1, lines do
          ax:line(x, (x * i):sin(), { label = name:format(i) })
          right:line(x, x * 10 ^ i, { label = name:format(i + 4) })
        end
        check(fig)
      end
    end
  end)
end

test("a text above or below a mark stands clear of it, on its side", function()
  for _, side in ipairs { "above", "below" } do
    local fig = plot.figure {}
    local ax = fig:axes { x = { min = 0, max = 10 }, y = { min = 0, max = 1 } }
    ax:line({ 0, 10 }, { 0.3, 0.5 }, { marker = "none" })
    ax:points({ 5 }, { 0.4 })
    ax:text(5, 0.4, "+13.4", { side = side })
    local layout = fig:layout()
    local panel, found = layout.panels[1], nil
    for _, text in ipairs(layout.texts) do found = text.text == "+13.4" and text or found end
    local x, y = panel.x + panel.width / 2, panel.y + 0.6 * panel.height
    t.near(found.x + found.width / 2, x, 1)
    local gap = side == "above" and y - (found.y + found.height) or found.y - y
    t.truth(gap > 9 and gap < 25, side .. ": " .. gap .. " px")
  end
end)

test("a panel's title may go on above the numbers of the next panel", function()
  local fig, whole = plot.figure { columns = 3 }, "a title somewhat wider than it"
  for i = 1, 3 do fig:axes { title = i < 3 and whole or "the last" }:line({ 1, 2 }, { 1e6, 1e7 }) end
  local layout, found = fig:layout(), 0
  for _, text in ipairs(layout.texts) do
    if text.text == whole then
      found = found + 1
      t.truth(text.width > layout.panels[1].width, "it is not wider")
    end
  end
  t.equal(found, 2)
  check(fig)
end)

test("a text at the edge does not lie on its own mark", function()
  local fig, ax = plot.figure { columns = 3 }, nil
  for i = 1, 3 do ax = fig:axes { x = { min = 0, max = 10 }, y = { min = 0, max = 1, ticks = { 0.85 } } } end
  ax:band({ 0, 3, 10 }, { 0.7, 0.4, 0.02 }, { 0.99, 0.7, 0.15 })
  ax:line({ 0, 3, 10 }, { 0.85, 0.55, 0.1 })
  ax:points({ 0, 3 }, { 0.9, 0.6 })
  ax:text(0, 0.85, "toy model", { side = "right" })
  local panel, y, found = fig:layout().panels[3], nil, nil
  for _, text in ipairs(fig:layout().texts) do
    if text.text == "toy model" then found = text end
    if text.role == "y_tick" then y = text.y + text.height / 2 end
  end
  t.truth(found.x > panel.x + 20 or found.y > y or found.y + found.height < y, "the mark is covered")
end)

test("a text beside a large mark keeps clear of it", function()
  local function left_edge(size, side)
    local fig = plot.figure()
    local ax = fig:axes { x = { min = 0, max = 10 }, y = { min = 0, max = 10 } }
    ax:points({ 5 }, { 5 }, { size_px = size }):text(5, 5, "word", { side = side })
    for _, text in ipairs(fig:layout().texts) do
      if text.text == "word" then return text.x, text.y end
    end
  end
  t.truth(left_edge(60, "right") - left_edge(10, "right") > 20)
  t.truth(left_edge(10, "left") - left_edge(60, "left") > 20)
  local _, near = left_edge(10, "above")
  local _, far = left_edge(60, "above")
  t.truth(near - far > 12)
end)

test("a text has the size that is asked for, and a picture keeps it", function()
  local fig = plot.figure()
  local ax = fig:axes { x = { min = 0, max = 10 }, y = { min = 0, max = 10 } }
  ax:text(3, 3, "small"):text(3, 6, "large", { size_px = 40, side = "right" })
  local sizes = {}
  for _, text in ipairs(fig:layout().texts) do sizes[text.text] = text.size_px end
  t.equal(sizes.small, 22)
  t.equal(sizes.large, 40)
  fig:save { name = "letters", formats = { "png" } }
  local pipe = io.popen("build/release/dunwu inspect " .. t.out() .. "/letters.png --only figure")
  t.has(pipe:read "a", '"size_px":"40"')
  pipe:close()
end)

t.done()
