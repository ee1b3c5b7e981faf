#!/bin/sh
# A trial function written in Lua, run by sim.montecarlo on two threads, against the same loop in
# stock Lua, in turns; and against two stock Luas at once with half of the trials each, which is as
# fast as this machine's two processors are at that moment. The ratios are of neighbors in time.
# usage: sh tests/bench/trial.sh [ROUNDS [TRIALS]]
set -eu
cd "$(dirname "$0")/../.."
rounds=${1-5}
trials=${2-300000}
command -v lua5.4 >/dev/null || { echo "lua5.4 is not installed: skipped"; exit 0; }
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT

now() { date +%s%N; }

both() {
  lua5.4 tests/bench/peers/trial.lua $((trials / 2)) >>"$out/halves" &
  lua5.4 tests/bench/peers/trial.lua $((trials / 2)) >>"$out/halves"
  wait
}

i=0
while [ "$i" -lt "$rounds" ]; do
  start=$(now)
  lua5.4 tests/bench/peers/trial.lua "$trials" >>"$out/lua"
  lua=$(now)
  build/release/dunwu run tests/bench/scripts/trial.lua --trust --threads 2 --set trials="$trials" \
    >>"$out/dunwu"
  dunwu=$(now)
  both
  echo "$start $lua $dunwu $(now)" >>"$out/times"
  i=$((i + 1))
done
middle() { sort -n | awk '{ x[NR] = $1 } END { printf "%.2f", x[int((NR + 1) / 2)] }'; }
ours=$(awk '{ print ($2 - $1) / ($3 - $2) }' "$out/times" | middle)
most=$(awk '{ print ($2 - $1) / ($4 - $3) }' "$out/times" | middle)
share=$(awk '{ print ($4 - $3) / ($3 - $2) }' "$out/times" | middle)
echo "dunwu on two threads $ours times as fast as stock Lua (at least 1.8 on two free cores)"
echo "two stock Luas at once $most times as fast as one; dunwu $share times as fast as those, $rounds rounds"
tail -q -n 1 "$out/dunwu" "$out/lua"
