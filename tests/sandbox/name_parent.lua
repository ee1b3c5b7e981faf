-- expect: must be plain
plot.figure {}:save "folder/../../outside"
