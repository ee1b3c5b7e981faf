--[[ How figures are saved: sizes, formats, scale, decks, series. ]]
package.path = debug.getinfo(1, "S").source:match("^@(.*/)") .. "?.lua;" .. package.path
local t = require "harness"
local test = t.test

local function figure(options)
  options = options or {}
  options.title = options.title or "A jump"
  local fig = plot.figure(options)
  local ax = fig:axes {}
  ax:line({ 1, 2, 3 }, { 1, 3, 2 }, { label = "first" })
  ax:line({ 1, 2, 3 }, { 2, 1, 1 }, { label = "second" })
  return fig
end

local function bytes(name)
  return assert(io.open(t.out() .. "/" .. name, "rb")):read "a"
end

--- Width, height, bits and color type of a PNG.
local function head(name)
  local text = bytes(name)
  t.equal(text:sub(1, 8), "\137PNG\r\n\26\n")
  return string.unpack(">I4I4BB", text, 17)
end

-- sizes -----------------------------------------------------------------------

local sizes = { slide = { 1600, 900 }, slide43 = { 1600, 1200 }, square = { 1600, 1600 }, paper = { 2008, 1181 } }
for name, size in pairs(sizes) do
  test("size " .. name, function()
    local layout = figure({ size = name }):layout()
    t.equal(layout.width, size[1])
    t.equal(layout.height, size[2])
  end)
end
test("paper in mm", function()
  local fig = figure { size = "paper", width_mm = 85, height_mm = 60, dpi = 600 }
  local layout = fig:layout()
  t.equal(layout.width, 2008)
  for _, text in ipairs(layout.texts) do t.truth(text.size_px / 600 * 72 >= 6, text.text) end
end)
test("the largest page is laid out", function()
  t.equal(figure({ width_px = 20000, height_px = 20000 }):layout().width, 20000)
end)

-- saving ----------------------------------------------------------------------

test("save with a table", function()
  figure():save { name = "table" }
  t.equal(head "table.png", 1600)
end)
test("formats", function()
  figure():save { name = "three", formats = { "png", "svg", "pdf" } }
  t.equal(bytes("three.pdf"):sub(1, 5), "%PDF-")
  t.has(bytes "three.svg", ">A jump</text>")
  t.truth(t.exists "three.png")
end)
test("scale", function()
  figure():save { name = "double", scale = 2, formats = { "png", "svg" } }
  local width, height = head "double.png"
  t.equal(width, 3200)
  t.equal(height, 1800)
  t.has(bytes "double.svg", 'width="3200')
end)
test("transparent", function()
  figure():save { name = "clear", transparent = true, formats = { "png", "svg", "pdf" } }
  local _, _, bits, kind = head "clear.png"
  t.equal(bits, 8)
  t.equal(kind, 6)
  t.truth(not bytes("clear.svg"):find('<rect x="0" y="0" width="1600"', 1, true))
end)
test("options hold for one call only", function()
  local fig = figure()
  fig:save { name = "once", scale = 2, transparent = true }
  fig:save "again"
  local width, _, _, kind = head "again.png"
  t.equal(width, 1600)
  t.truth(kind ~= 6)
end)

-- decks -----------------------------------------------------------------------

test("a deck", function()
  plot.deck("deck", { figure(), figure { size = "square" } })
  plot.deck { name = "named.pdf", figures = { figure() }, title = "講義" }
  t.equal(bytes("deck.pdf"):sub(1, 5), "%PDF-")
  t.truth(t.exists "named.pdf" and not t.exists "named.pdf.pdf")
end)
test("a deck of a closed figure leaves the old one", function()
  local fig <close> = figure()
  plot.deck("kept", { fig })
  local before, closed = bytes "kept.pdf", figure()
  do local gone <close> = closed end
  t.fails(function() plot.deck("kept", { fig, closed }) end, "closed")
  t.equal(bytes "kept.pdf", before)
end)

-- series ----------------------------------------------------------------------

test("frames", function()
  t.equal(figure():frames "build", 2)
  t.truth(t.exists "build-1.png" and t.exists "build-2.png" and not t.exists "build-3.png")
end)
test("frames: the last is the figure", function()
  local fig = figure { remember = false }
  fig:frames { name = "last", axes_first = true }
  fig:save "whole"
  t.equal(bytes "last-3.png", bytes "whole.png")
  t.truth(bytes "last-1.png" ~= bytes "last-2.png")
end)
test("frames in every format", function()
  local fig = figure()
  t.equal(fig:frames { name = "kinds", formats = { "svg", "pdf" }, animated = true }, 2)
  t.has(bytes "kinds-2.svg", ">second</text>")
  t.truth(not bytes("kinds-1.svg"):find(">second</text>", 1, true))
  t.equal(bytes("kinds.pdf"):sub(1, 5), "%PDF-")
  local file = bytes "kinds.apng"
  local at = file:find("acTL", 1, true)
  t.equal(string.unpack(">I4", file, at + 4), 2)
  t.equal(string.unpack(">I4", file, at + 8), 1)
end)
test("frames of empty axes and of an empty page", function()
  local fig = plot.figure {}
  t.equal(fig:frames "nothing", 1)
  fig:axes {}
  t.equal(fig:frames { name = "axes", formats = { "apng" }, loop = true }, 1)
end)

t.bad_calls({
  { "fig:save(7)", "figure:save", "a name or a table of options", "number" },
  { "fig:save { formats = { 'png' } }", "figure:save", "'name' is missing" },
  { "fig:save { name = 'x', formats = { 'pgn' } }", "figure:save: there is no format 'pgn'", "did you mean 'png'", "png, svg, pdf" },
  { "fig:save { name = 'x', formats = 'png' }", "'formats' must be" },
  { "fig:save { name = 'x', formats = {} }", "'formats' is empty" },
  { "fig:save { name = 'x', fromats = { 'png' } }", "did you mean 'formats'" },
  { "fig:save { name = 'x', scale = 0 }", "'scale' must be a number in 0.1..20, got 0" },
  { "fig:save { name = 'x', scale = 0/0 }", "'scale' must be" },
  { "fig:save { name = 'x', scale = 20 }", "32000 x 18000", "20000" },
  { "fig:save { name = 'x.svg', formats = { 'png' } }", "leave 'formats' out" },
  { "plot.figure { size = 'slid' }", "'size' must be one of 'slide', 'slide43', 'square', 'paper'" },
  { "plot.figure { size = 'square', width_px = 100 }", "width_px" },
  { "plot.figure { width_mm = 100 }", "paper" },
  { "plot.figure { width_px = 20001 }", "'width_px' must be a whole number in 64..20000, got 20001" },
  { "plot.figure { size = 'paper', width_mm = 2000, dpi = 600 }", "pixels", "20000" },
  { "plot.deck()", "plot.deck: 'name' is missing" },
  { "plot.deck('x')", "plot.deck: 'figures' is missing" },
  { "plot.deck('x', fig)", "a list of figures, got a userdata" },
  { "plot.deck('x', {})", "1 to 2000 figures, got 0" },
  { "plot.deck('x', { fig, 3 })", "element 2 is a number" },
  { "plot.deck('x', { fig }, 1)", "got 3 arguments" },
  { "plot.deck { name = 'a/x', figures = { fig } }", "must be plain" },
  { "fig:frames()", "figure:frames: 'name' is missing" },
  { "fig:frames 'x.png'", "no ending" },
  { "fig:frames { name = 'x', delay = 0 }", "'delay' must be a number in 0.02..60" },
  { "fig:frames { name = 'x', formats = { 'gif' } }", "there is no format 'gif'", "apng" },
}, { fig = figure() })

t.done()
