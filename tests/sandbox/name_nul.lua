-- expect: holds a NUL byte
plot.figure {}:save "outside.lua\0"
