#!/bin/sh
# Simulated steps against NumPy in its fastest form found, in turns: processor time of one thread
# for each problem (NumPy simulates a tenth of them).
# usage: sh tests/bench/multistep.sh [ROUNDS [PYTHON]]
set -eu
cd "$(dirname "$0")/../.."
rounds=${1-5}
python=${2-python3}
"$python" -c 'import numpy' 2>/dev/null || { echo "NumPy is not installed: skipped"; exit 0; }
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
i=0
while [ "$i" -lt "$rounds" ]; do
  build/release/dunwu run tests/bench/scripts/multistep.lua --threads 1 --trust --out "$out" \
    --set trials=200000 >>"$out/dunwu"
  "$python" tests/bench/peers/multistep.py 20000 >>"$out/numpy"
  i=$((i + 1))
done
median() { sort -n "$1" | awk '{ x[NR] = $1 } END { print x[int((NR + 1) / 2)] }'; }
echo "$(median "$out/dunwu") $(median "$out/numpy")" | awk -v n="$rounds" '{
  printf "dunwu %.3f s, NumPy %.3f s for a tenth; ratio on one thread %.1f (at least 10), %d rounds\n",
    $1, $2, 10 * $2 / $1, n }'
