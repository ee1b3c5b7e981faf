-- expect: holds a control character
plot.figure {}:save "\27[2J"
