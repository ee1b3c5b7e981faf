-- expect: it is a folder
data.csv "folder"
