-- expect: must be plain
plot.figure {}:save "/tmp/outside"
