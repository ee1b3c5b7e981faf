-- expect: the script has no 'debug'
debug.sethook()
while true do end
