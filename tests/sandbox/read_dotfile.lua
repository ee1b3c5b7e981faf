-- expect: it is hidden
data.numbers("folder/.ssh/id", { type = "uint8" })
