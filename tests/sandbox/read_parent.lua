-- expect: outside the script's folder
data.csv "../secret.csv"
