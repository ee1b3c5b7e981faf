-- expect: stopped (the time limit)
local function forever() while true do end end
local thing = setmetatable({}, { __index = forever, __concat = forever, __lt = forever })
while true do
  pcall(function() return thing.x end)
  pcall(function() return thing .. "x" end)
  pcall(function() return thing < thing end)
end
