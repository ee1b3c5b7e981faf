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

t.done()
