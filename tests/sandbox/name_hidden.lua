-- expect: starts with a dot
plot.figure {}:save ".bashrc"
