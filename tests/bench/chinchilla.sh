#!/bin/sh
# The Chinchilla fit from 4,500 starts against SciPy's L-BFGS-B (one start in 9, scaled), in turns;
# processor time of one thread each.
# usage: sh tests/bench/chinchilla.sh [ROUNDS [PYTHON]]
set -eu
cd "$(dirname "$0")/../.."
rounds=${1-3}
python=${2-python3}
"$python" -c 'import scipy' 2>/dev/null || { echo "SciPy is not installed: skipped"; exit 0; }
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
export OMP_NUM_THREADS=1
i=0
while [ "$i" -lt "$rounds" ]; do
  build/release/dunwu run tests/bench/scripts/chinchilla.lua --threads 1 --trust --out "$out" >>"$out/dunwu"
  "$python" tests/bench/peers/chinchilla.py 9 >>"$out/scipy"
  i=$((i + 1))
done
median() { sort -n "$1" | awk '{ x[NR] = $1; o = $2 } END { print x[int((NR + 1) / 2)], o }'; }
echo "$(median "$out/dunwu") $(median "$out/scipy")" | awk -v n="$rounds" '{
  printf "dunwu %.3f s, objective %.10g; SciPy %.1f s, objective %.10g; ratio %.0f (at least 50), %d rounds\n",
    $1, $2, $3, $4, $3 / $1, n }'
