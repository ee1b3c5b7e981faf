--[[ Data that no one wishes for, in every kind of layer on every kind of scale: a picture or a clear
error, never a crash ]]
package.path = debug.getinfo(1, "S").source:match("^@(.*/)") .. "?.lua;" .. package.path
local t = require "harness"
local nan, huge = 0 / 0, math.huge

local long = ("a label of two hundred characters "):rep(6)
local series = {
  { "empty", {} }, { "one point", { 3 } }, { "all equal", { 2, 2, 2 } }, { "no number", { nan, nan, nan } },
  { "tiny to huge", { 1e-300, 1, 1e300 } }, { "both ways", { -1e300, 0, 1e300 } }, { "negative", { -3, -2, -1 } },
  { "infinite", { -huge, 1, huge } }, { "next to each other", { 1, 1 + 2 ^ -52 } },
}
local layers = {
  line = function(ax, v) ax:line(v, v, { label = long }) end,
  points = function(ax, v) ax:points(v, v, { label = "two\nlines" }) end,
  band = function(ax, v) ax:band(v, v, v, { label = long }) end,
  step = function(ax, v) ax:step(v, v, { label = "\n\n" }) end,
  area = function(ax, v) ax:area(v, v, nil, { label = long }) end,
  errorbar = function(ax, v) ax:errorbar(v, v, v, v, { label = long }) end,
  bar = function(ax, v) ax:bar(v, v, { label = long }) end,
  histogram = function(ax, v) ax:histogram(v, nil, { label = long }) end,
  heatmap = function(ax, v) ax:heatmap({ v, v }, nil, nil, { label = long }) end,
  contour = function(ax, v) ax:contour({ v, v, v }, { label = long }) end,
  bands = function(ax, v) ax:contour({ v, v, v }, { label = long, filled = true }) end,
  text = function(ax, v)
    local words = {}
    for i = 1, #v do words[i] = long end
    ax:text(v, v, words)
  end,
  span = function(ax, v) ax:span { xmin = v[1], xmax = v[2], label = long } end,
  rules = function(ax, v) ax:hline(v[1] or 0, { label = long }):vline(v[1] or 0, { label = "two\nlines" }) end,
  note = function(ax, v) ax:note(long .. "\nnext", { x = v[1], y = v[1], to_x = v[2], to_y = v[2] }) end,
  twin = function(ax, v) ax:line(v, v):twin { label = long }:line(v, v, { label = long }) end,
}

for name, draw in pairs(layers) do
  t.test(name, function()
    local drawn = 0
    for _, scale in ipairs { "linear", "log", "log2", "symlog", "logit" } do
      for _, case in ipairs(series) do
        local fig = plot.figure { title = case[1], width_px = 400, height_px = 225 }
        local ax = fig:axes { x = { scale = scale }, y = { scale = scale, label = long } }
        local fine, message = pcall(function()
          draw(ax, case[2])
          fig:layout()
          if scale == "log" then fig:save("nasty_" .. name) end
        end)
        drawn = drawn + (fine and 1 or 0)
        if not fine then -- names the method and what is wrong
          t.truth(tostring(message):find "[%w]+:[%w]+: %w+", case[1] .. ", " .. scale .. ": " .. tostring(message))
        end
      end
    end
    t.truth(drawn > 0, "never drawn")
  end)
end
t.test("ten thousand categories", function()
  local names, v = {}, {}
  for i = 1, 10000 do names[i], v[i] = "name " .. i, i end
  local fig = plot.figure { width_px = 800, height_px = 450 }
  fig:axes():bar(names, v)
  local ticks = 0
  for _, text in ipairs(fig:layout().texts) do ticks = ticks + (text.role == "x_tick" and 1 or 0) end
  t.truth(ticks > 0 and ticks < 64)
  fig:save "nasty_categories"
end)

t.done()
