-- expect: is not valid UTF-8
plot.figure {}:save "a\x9b2J"
