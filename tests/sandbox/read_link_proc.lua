-- expect: 'process' is a symbolic link
data.numbers("process/self/mem", { type = "uint8" })
