-- expect: holds a control character
plot.figure {}:save "two\nlines"
