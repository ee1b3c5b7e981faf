-- Words in figures: math, themes of one's own.
package.path = debug.getinfo(1, "S").source:match("^@(.*/)") .. "?.lua;" .. package.path
local t = require "harness"
local test = t.test

local function texts_of(fig, role)
  local found = {}
  for _, text in ipairs(fig:layout().texts) do
    if text.role == role then found[#found + 1] = text end
  end
  return found
end

test("math: the layout tells it as one reads it", function()
  local fig = plot.figure { title = "L = $(N_c/N)^{\\alpha}$ at 10^9, my_file.csv",
                            footer = "10^{-3} \\times N_{max}" }
  fig:axes { x = { label = "σ_x^2" } }:line({ 1, 2 }, { 1, 2 }, { label = "x_1" })
  t.equal(texts_of(fig, "title")[1].text, "L = (N_c/N)^α at 10⁹, my_file.csv")
  t.equal(texts_of(fig, "footer")[1].text, "10⁻³ × N_max")
  t.equal(texts_of(fig, "x_label")[1].text, "σ_x²")
  t.equal(texts_of(fig, "end_label")[1].text, "x_1")
end)

test("math: raised letters take less room, an escape gives the sign", function()
  local width = {}
  for i, title in ipairs { "10^9", "10\\^9", "109" } do
    width[i] = texts_of(plot.figure { title = title }, "title")[1].width
  end
  t.truth(width[1] < width[3] and width[3] < width[2])
end)

test("math: an SVG raises letters and keeps the spaces around them", function()
  plot.figure { title = "10^9 runs of N_c" }:save "math.svg"
  local file = assert(io.open(t.out() .. "/math.svg"))
  local svg = file:read "a"
  file:close()
  t.has(svg, '<title>10⁹ runs of N_c</title>')
  t.has(svg, 'xml:space="preserve">10<tspan dy="-16.80" font-size="28.56">9</tspan><tspan dy="16.80"> runs')
end)

test("a theme of one's own: sizes, and it is another object for each figure", function()
  local mine = plot.theme { base = "dark", title_px = 60, small_px = 28, palette = { "#ffffff" } }
  local fig = plot.figure { theme = mine, title = "T", footer = "f" }
  fig:axes {}:line({ 1, 2 }, { 1, 2 }, { label = "a" }):line({ 1, 2 }, { 2, 1 }, { color = "blue" })
  t.equal(texts_of(fig, "title")[1].size_px, 60)
  t.equal(texts_of(fig, "footer")[1].size_px, 28)
  mine = nil
  collectgarbage()
  fig:save "own_theme"
  t.truth(t.exists "own_theme.png")
  t.equal(texts_of(plot.figure { theme = "light", title = "T" }, "title")[1].size_px, 42)
end)

test("two lines are broken between items, and where the author wants it", function()
  local function lines(footer)
    local found = {}
    for i, line in ipairs(texts_of(plot.figure { footer = footer }, "footer")) do found[i] = line.text end
    return table.concat(found, "|")
  end
  local first, second = ("first "):rep(20) .. "end", ("second "):rep(9) .. "end"
  t.equal(lines(first .. " · short · " .. second), first .. "|short · " .. second)
  t.equal(lines(second .. " · short · " .. first), second .. " · short|" .. first)
  t.equal(lines("short · items"), "short · items")
  t.equal(lines("one · two\nthree"), "one · two|three")
  t.equal(select(2, lines(("a word "):rep(30) .. "· end"):gsub("|", "")), 1) -- one item alone is too long
end)

t.bad_calls {
  { "plot.theme { pagee = '#ffffff' }", "plot.theme: unknown option 'pagee'", "did you mean 'page'?" },
  { "plot.theme { text = '#eeeeee' }", "text has a contrast of 1.2 on the page", "at least 4.5" },
  { "plot.theme { palette = { '#ffff00' } }", "palette: color 1 has a contrast of 1.1" },
  { "plot.theme { palette = {} }", "'palette' is empty" },
  { "plot.theme { tick_px = 12 }", "'tick_px' must be a number in 22..96, got 12" },
  { "plot.theme { tick_px = 0/0 }", "'tick_px' must be a number in 22..96, got nan" },
  { "plot.theme { base = 'night' }", "'base' must be one of 'light', 'dark', 'print'" },
  { "plot.theme { family = 'a\"b' }", "family must be the name of one font" },
  { "plot.figure { theme = 'drak' }", "'theme' must be one of 'light', 'dark', 'print'",
    "or a theme of plot.theme, got the text" },
  { "plot.figure { theme = {} }", "or a theme of plot.theme, got a table" },
  { "plot.theme {}.page = 1", "theme" },
  { "return plot.theme {}.page", "theme has no 'page'" },
}

t.done()
