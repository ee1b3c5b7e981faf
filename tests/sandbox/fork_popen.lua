-- expect: the script has no 'io'
io.popen("touch outside"):close()
