#!/bin/sh
# sampling = "aggregate" against the same chain of binomial counts written by hand in C with GSL, in
# turns: processor time of one pass over 320 cells. dunwu makes intervals and closed forms, too.
# usage: sh tests/bench/aggregate.sh [ROUNDS]
set -eu
cd "$(dirname "$0")/../.."
rounds=${1-9}
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
cc -O3 -march=native -o "$out/peer" tests/bench/peers/aggregate.c -lgsl -lgslcblas -lm
i=0
while [ "$i" -lt "$rounds" ]; do
  build/release/dunwu run tests/bench/scripts/aggregate.lua --trust --out "$out" >>"$out/dunwu"
  "$out/peer" 20 >>"$out/hand"
  i=$((i + 1))
done
median() { sort -n "$1" | awk '{ x[NR] = $1 } END { print x[int((NR + 1) / 2)] }'; }
echo "$(median "$out/dunwu") $(median "$out/hand")" | awk -v n="$rounds" '{
  printf "dunwu %.3f ms, by hand %.3f ms: %.2f times as long (at most 2), %d rounds\n",
    1e3 * $1, 1e3 * $2, $1 / $2, n }'
