-- expect: the script has no 'os'
os.execute("touch outside")
