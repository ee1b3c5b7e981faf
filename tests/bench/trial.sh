#!/bin/sh
# A trial function written in Lua, run by sim.montecarlo on two threads, against the same loop in
# stock Lua, in turns. By the clock, and in processor time: where the machine gives two free cores
# the first is twice the second.
# usage: sh tests/bench/trial.sh [ROUNDS [TRIALS]]
set -eu
cd "$(dirname "$0")/../.."
rounds=${1-5}
trials=${2-300000}
command -v lua5.4 >/dev/null || { echo "lua5.4 is not installed: skipped"; exit 0; }
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT

# seconds NAME COMMAND...: appends "clock processor score score"
seconds() {
  name=$1
  shift
  start=$(date +%s%N)
  line=$("$@")
  echo "$(($(date +%s%N) - start)) $line" >>"$out/$name"
}

i=0
while [ "$i" -lt "$rounds" ]; do
  seconds dunwu build/release/dunwu run tests/bench/scripts/trial.lua --trust --threads 2 \
    --set trials="$trials"
  seconds lua lua5.4 tests/bench/peers/trial.lua "$trials"
  i=$((i + 1))
done
middle() { sort -n -k"$2" "$out/$1" | awk -v k="$2" '{ x[NR] = $k } END { print x[int((NR + 1) / 2)] }'; }
echo "$(middle dunwu 1) $(middle dunwu 2) $(middle lua 1) $(middle lua 2)" |
  awk -v n="$rounds" '{
    printf "dunwu: %.3f s by the clock, %.3f s of processor; Lua: %.3f s, %.3f s\n",
      $1 / 1e9, $2, $3 / 1e9, $4
    printf "ratio %.2f by the clock (at least 1.8 on two free cores), ", $3 / $1
    printf "%.2f = twice the ratio of processor time, %d rounds\n", 2 * $4 / $2, n }'
