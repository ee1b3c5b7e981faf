-- expect: stopped (the time limit)
while true do
  pcall(coroutine.wrap(function()
    local _ <close> = setmetatable({}, { __close = function() while true do end end })
    error "x"
  end))
end
