-- expect: the script has no 'debug'
for k, v in pairs(debug.getregistry()) do print(k, v) end
