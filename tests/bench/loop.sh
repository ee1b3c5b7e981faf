#!/bin/sh
# Plain Lua in a script's main state against stock Lua, in turns: processor time; and the
# instructions, which differ less from run to run, where valgrind is installed.
# usage: sh tests/bench/loop.sh [ROUNDS]
set -eu
cd "$(dirname "$0")/../.."
rounds=${1-7}
dunwu=${DUNWU:-build/release/dunwu}
peer=tests/bench/peers/loop.lua
command -v lua5.4 >/dev/null || { echo "lua5.4 is not installed: skipped"; exit 0; }
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT

# seconds NAME COMMAND...: appends the user time of the command and its children
seconds() {
  name=$1
  shift
  (
    "$@" >"$out/$name.said"
    times >"$out/times"
    awk 'NR == 2 { split($1, t, /[ms]/); print 60 * t[1] + t[2] }' "$out/times" >>"$out/$name"
  )
}

long=$out/long.lua
sed 's/^local size = 1$/local size = 20/' "$peer" >"$long"
i=0
while [ "$i" -lt "$rounds" ]; do
  seconds lua lua5.4 "$long"
  seconds confined "$dunwu" run "$long"
  seconds trusted "$dunwu" run "$long" --trust
  i=$((i + 1))
done
cmp "$out/lua.said" "$out/confined.said"
cmp "$out/lua.said" "$out/trusted.said"
middle() { sort -n "$out/$1" | awk '{ x[NR] = $1 } END { print x[int((NR + 1) / 2)] }'; }
echo "$(middle lua) $(middle confined) $(middle trusted)" | awk -v n="$rounds" '{
  printf "Lua %.3f s; dunwu %.3f s, ratio %.2f; trusted %.3f s, ratio %.2f (at most 1.1), %d rounds\n",
    $1, $2, $2 / $1, $3, $3 / $1, n }'

command -v valgrind >/dev/null || { echo "valgrind is not installed: no instructions"; exit 0; }
count() {
  valgrind --tool=callgrind --callgrind-out-file="$out/calls" "$@" >/dev/null 2>"$out/log"
  awk '/^summary:|^totals:/ { print $2; exit }' "$out/calls"
}
echo "$(count lua5.4 "$peer") $(count "$dunwu" run "$peer" --trust)" | awk '{
  printf "instructions: Lua %.0f million, dunwu %.0f million, ratio %.2f\n", $1 / 1e6, $2 / 1e6, $2 / $1 }'
