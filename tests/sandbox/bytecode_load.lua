-- expect: the script has no 'load'
local made = string.dump and string.dump(function() return 1 end) or "\27Lua"
load(made)()
