-- expect: is not a plain file
data.csv "pipe" -- nobody writes into it
