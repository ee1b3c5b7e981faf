#!/bin/sh
# The bootstrap of a calibration error against NumPy in its two forms, in turns: processor time of
# one thread, and time by the clock with all cores (NumPy uses one). By the clock dunwu's is the
# difference of runs of 1,000 and of 10 resamples.
# usage: sh tests/bench/calibration.sh [ROUNDS [PYTHON]]
set -eu
cd "$(dirname "$0")/../.."
rounds=${1-5}
python=${2-python3}
"$python" -c 'import numpy' 2>/dev/null || { echo "NumPy is not installed: skipped"; exit 0; }
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT

run() { build/release/dunwu run tests/bench/scripts/calibration.lua --trust --out "$out" "$@"; }

# nanoseconds RESAMPLES: of a whole run on all cores
nanoseconds() {
  start=$(date +%s%N)
  run --set resamples="$1" >/dev/null
  echo $(($(date +%s%N) - start))
}

i=0
while [ "$i" -lt "$rounds" ]; do
  run --threads 1 >>"$out/dunwu"
  long=$(nanoseconds 1000)
  echo $((long - $(nanoseconds 10))) >>"$out/clock"
  for form in counts gather; do
    "$python" tests/bench/peers/calibration.py $form >>"$out/$form"
  done
  i=$((i + 1))
done
middle() { sort -n "$1" | awk '{ x[NR] = $0 } END { print x[int((NR + 1) / 2)] }'; }
mine="$(middle "$out/dunwu") $(middle "$out/clock")"
echo "dunwu: $mine" | awk '{ printf "dunwu: %.3f s, error %s, %s..%s; all cores %.3f s\n",
  $2, $3, $4, $5, $6 / 1e9 }'
for form in counts gather; do
  echo "$mine $(middle "$out/$form")" | awk -v form="$form" -v n="$rounds" '{
    printf "NumPy, %s: %.3f s, error %s, %s..%s; ", form, $6, $8, $9, $10
    printf "ratio %.1f of one thread, %.1f by the clock (at least 10), %d rounds\n",
      $6 / $1, $7 * 1e9 / $5, n }'
done
