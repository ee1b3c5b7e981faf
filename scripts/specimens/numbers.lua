--[[ How the numbers of an axis are written
SHOWS   count, percent, si, money, time, a unit, plain digits
TRY     unit = "€" for the money; unit = "J" with numbers = "si" ]]

local fig = plot.grid(2, 4, {
  title = text { en = "The same axis in seven kinds of writing", ["zh-TW"] = "同一條軸的七種寫法" },
  subtitle = text { en = "Specimen of numbers and unit; made-up numbers", ["zh-TW"] = "numbers 與 unit 的樣張；數字是虛構的" },
  legend = "none",
})

local wave = array.linspace(0, 1, 41)
local function show(row, column, title, y, from, to)
  local ax = fig:panel(row, column, { title = title, x = { ticks = {} }, y = y })
  if y.scale then
    ax:line(wave, from * (to / from) ^ wave)
  else
    ax:line(wave, from + (to - from) * wave ^ 2)
  end
end

show(1, 1, text { en = "count", ["zh-TW"] = "個數 (count)" }, { numbers = "count", scale = "log" }, 1e7, 5e11)
show(1, 2, text { en = "percent", ["zh-TW"] = "百分比 (percent)" }, { numbers = "percent" }, 0, 1)
show(1, 3, text { en = "si, unit = \"W\"", ["zh-TW"] = "si，unit = \"W\"" }, { numbers = "si", unit = "W", scale = "log" }, 1e-3, 2e7)
show(1, 4, text { en = "money", ["zh-TW"] = "金額 (money)" }, { numbers = "money" }, 0, 6000)
show(2, 1, text { en = "unit = \"NT$\"", ["zh-TW"] = "unit = \"NT$\"" }, { numbers = "money", unit = "NT$" }, 0, 2.4e6)
show(2, 2, text { en = "time", ["zh-TW"] = "時間 (time)" }, { numbers = "time", scale = "log" }, 1e-2, 5e4)
show(2, 3, text { en = "unit = \"kg\"", ["zh-TW"] = "unit = \"公斤\"" },
  { unit = text { en = "kg", ["zh-TW"] = "公斤" } }, 0, 80)
show(2, 4, text { en = "plain", ["zh-TW"] = "數字 (plain)" }, { numbers = "plain" }, 0, 50000)
fig:save "numbers"
