#!/bin/sh
# A user's own model in array expressions against NumPy's, in turns: processor time of one thread.
# usage: sh tests/bench/vector.sh [ROUNDS [PYTHON]]
set -eu
cd "$(dirname "$0")/../.."
rounds=${1-5}
python=${2-python3}
"$python" -c 'import numpy' 2>/dev/null || { echo "NumPy is not installed: skipped"; exit 0; }
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
i=0
while [ "$i" -lt "$rounds" ]; do
  build/release/dunwu run tests/bench/scripts/vector.lua --threads 1 --trust --out "$out" >>"$out/dunwu"
  "$python" tests/bench/peers/vector.py 1000000 >>"$out/numpy"
  i=$((i + 1))
done
middle() { sort -n "$1" | awk '{ x[NR] = $1 } END { print x[int((NR + 1) / 2)] }'; }
echo "$(middle "$out/dunwu") $(middle "$out/numpy") $(cut -f2- "$out/dunwu" | tail -n 1)" | awk -v n="$rounds" '{
  printf "dunwu %.3f s, NumPy %.3f s: ratio %.2f (at least 1), %d rounds; %s steps right, %s all right\n",
    $1, $2, $2 / $1, n, $3, $4 }'
tail -n 1 "$out/numpy"
