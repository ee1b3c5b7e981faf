-- expect: the script has no 'os'
local name = ("o") .. "s"
_G[name].execute("touch outside")
