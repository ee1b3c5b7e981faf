-- expect: a script may use 64 MiB
local text = "x"
while true do text = text .. text end
