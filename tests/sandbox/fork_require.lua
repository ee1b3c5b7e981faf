-- expect: cannot read 'os.lua'
require("os").execute("touch outside")
