-- expect: elements are too many for a table
table.move({}, 1, 1 << 60, 2)
