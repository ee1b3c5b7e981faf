-- expect: the script has no 'loadfile'
loadfile("secret.csv", "b")
