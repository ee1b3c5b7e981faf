-- expect: outside the script's folder
data.numbers("/etc/passwd", { type = "uint8" })
