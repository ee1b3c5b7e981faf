-- expect: the script has no 'loadstring'
loadstring("return 1")()
