-- expect: holds a NUL byte
data.csv "near.csv\0/../../secret.csv"
