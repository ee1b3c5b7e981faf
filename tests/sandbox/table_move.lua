-- expect: stopped (the time limit)
table.move({}, 1, 1 << 60, 2)
