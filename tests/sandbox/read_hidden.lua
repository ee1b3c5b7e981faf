-- expect: outside the script's folder
data.csv "folder/../../secret.csv"
