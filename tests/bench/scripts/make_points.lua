--[[ A million points for the races: points.f64, pairs of float64. Run with --trust. ]]
local path = debug.getinfo(1, "S").source:match("^@(.*/)") .. "points.f64"
local file <close> = assert(io.open(path, "wb"))
for _ = 1, 1000 do
  local parts = {}
  for i = 1, 1000 do
    local along = 7 + 4.8 * math.random()
    local spread = math.sqrt(-2 * math.log(1 - math.random())) * math.cos(2 * math.pi * math.random())
    parts[i] = string.pack("<dd", 10 ^ along, 10 ^ (1.5 - 0.1 * along + 0.25 * spread))
  end
  file:write(table.concat(parts))
end
