-- expect: is a symbolic link
data.csv "linked.csv" -- to ../secret.csv
