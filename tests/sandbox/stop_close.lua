-- expect: stopped (the time limit)
local function forever() while true do end end
while true do
  pcall(function()
    local _ <close> = setmetatable({}, { __close = forever })
    forever()
  end)
end
