--[[ The lines behind the data: at the ticks of which axis, in every kind of axes; a picture keeps it ]]
package.path = debug.getinfo(1, "S").source:match("^@(.*/)") .. "?.lua;" .. package.path
local t = require "harness"
local test, equal, fails = t.test, t.equal, t.fails
local x = array.linspace(0, 10, 20)
local pink = plot.theme { grid = "#ff0080" }

--- How many level and upright lines have the grid's color, as "level upright".
local function lines(svg)
  local file = assert(io.open(t.out() .. "/" .. svg .. ".svg"))
  local level, upright = 0, 0
  for x0, y0, x1, y1 in file:read "a":gmatch('stroke:rgb%(100%%,0%%,50[^"]*" d="M (%S+) (%S+) L (%S+) (%S+) "') do
    if y0 == y1 then level = level + 1 elseif x0 == x1 then upright = upright + 1 end
  end
  file:close()
  return level .. " " .. upright
end

local function drawn(fig)
  fig:save { name = "grid_lines", formats = { "svg" } }
  return lines "grid_lines"
end

--- Five ticks along x, three along y.
local function axes(grid, draw)
  local fig = plot.figure { theme = pink }
  local ax = fig:axes { x = { ticks = { 0, 2, 4, 6, 8 } }, y = { ticks = { 1, 5, 9 } }, grid = grid }
  if draw then draw(ax) else ax:line(x, x) end
  return drawn(fig)
end

test("lines stand at the ticks of the axis that is named", function()
  equal(axes "x", "0 5")
  equal(axes "y", "3 0")
  equal(axes "both", "3 5")
  equal(axes "none", "0 0")
end)
test("when nothing is said: at those of y, or of x beside names, none below colors", function()
  equal(axes(), "3 0")
  equal(axes "auto", "3 0")
  local function bars(ax) ax:bar({ "one", "two" }, { 3, 8 }, { horizontal = true }) end
  equal(axes(nil, bars), "0 5")
  equal(axes("none", bars), "0 0")
  local function colors(ax) ax:contour({ { 0, 4, 9 }, { 1, 5, 6 }, { 2, 3, 9 } }, { x = { 0, 5, 9 }, y = { 0, 5, 9 } }) end
  equal(axes(nil, colors), "0 0")
  equal(axes("both", colors), "3 5")
end)
test("a panel can differ from its grid of panels", function()
  local ticks = { ticks = { 0, 5, 10 } }
  local fig = plot.grid(1, 3, { theme = pink, x = ticks, y = ticks, grid = "none" })
  for _, ax in ipairs(fig) do ax:line(x, x) end
  equal(drawn(fig), "0 0")
  fig:panel(1, 2, { grid = "x" })
  equal(drawn(fig), "0 3")
  fig:panel(1, 2, { title = "the others keep theirs" })
  equal(drawn(fig), "0 3")
  fig:panel(1, 1, { grid = "both" })
  equal(drawn(fig), "3 6")
end)
test("an inset has its own", function()
  local fig = plot.figure { theme = pink }
  local ax = fig:axes { grid = "none" }:line(x, x)
  local ticks = { ticks = { 2, 8 } }
  ax:inset { grid = "both", x = ticks, y = ticks }:line(x, x)
  equal(drawn(fig), "2 2")
end)
test("a picture that is drawn again has the same", function()
  local fig = plot.figure { theme = pink }
  fig:axes { grid = "x", x = { ticks = { 0, 5, 10 } } }:line(x, x)
  fig:save { name = "grid_kept", formats = { "png", "svg" } }
  equal(lines "grid_kept", "0 3")
  os.remove(t.out() .. "/grid_kept.svg")
  t.truth(os.execute("build/release/dunwu redraw " .. t.out() .. "/grid_kept.png --format svg --out " ..
                     t.out() .. " >/dev/null"))
  equal(lines "grid_kept", "0 3")
end)
test("other words are refused", function()
  local fig = plot.figure()
  fails(function() fig:axes { grid = "horizontal" } end, "figure:axes", "'grid'", "'none', 'x', 'y', 'both'")
  fails(function() fig:axes { grid = false } end, "'grid'", "got false")
  fails(function() fig:axes { grids = "x" } end, "did you mean 'grid'?")
end)

t.done()
