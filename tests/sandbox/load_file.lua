-- expect: the script has no 'dofile'
dofile "/etc/passwd"
