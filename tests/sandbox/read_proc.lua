-- expect: outside the script's folder
data.csv "/proc/self/environ"
