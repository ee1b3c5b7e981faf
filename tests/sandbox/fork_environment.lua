-- expect: attempt to index a nil value (field 'os')
local everything = rawget(_G, "package") and package.loaded or { os = rawget(_G, "os") }
everything.os.execute("touch outside")
