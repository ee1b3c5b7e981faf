-- expect: holds a control character
plot.figure {}:save "a\u{9b}2J"
