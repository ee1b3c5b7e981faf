-- expect: cannot read
data.csv "near.csv\n../secret.csv"
