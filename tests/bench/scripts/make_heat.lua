--[[ Hills and dales with a little noise for the races: heat.f32, 2000 rows of 2000 float32, the
lowest row first. Run with --trust. ]]
local path = debug.getinfo(1, "S").source:match("^@(.*/)") .. "heat.f32"
local file <close> = assert(io.open(path, "wb"))
for row = 0, 1999 do
  local y, parts = -3 + 6 * row / 1999, {}
  for column = 0, 1999 do
    local x = -3 + 6 * column / 1999
    local height = math.exp(-(x * x + y * y) / 4) * math.cos(3 * x) * math.sin(2 * y)
    parts[column + 1] = string.pack("<f", height + 0.07 * (math.random() - 0.5))
  end
  file:write(table.concat(parts))
end
