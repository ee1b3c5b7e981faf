#!/bin/sh
# docs/exercises.md, done line by line: its files are made, its commands run.
#   sh tests/app/docs.sh BINARY FOLDER     prints TAP; FOLDER is made and used for everything
set -u
# shellcheck source=tests/app/tap.sh
. "$(dirname "$0")/tap.sh"

unset LC_ALL LC_MESSAGES
LANG=C.UTF-8 TMPDIR=$out XDG_CACHE_HOME=$out/cache
export LANG TMPDIR XDG_CACHE_HOME
rm -rf "$out"/*
page=$root/docs/exercises.md

# block N KIND: the text of the N-th block of that kind
block() {
  awk -v n="$1" -v kind="$2" '
    /^```/ && inside { inside = 0; next }
    $0 == "```" kind { inside = ++seen == n; next }
    inside' "$page"
}
mkdir -p mine/coin bin
block 1 lua >mine/coin/exercise.lua
block 2 lua >mine/coin/starter.lua
block 3 lua >mine/coin/solution.lua
[ "$(grep -c '^```lua$' "$page")" -eq 3 ] && [ -s mine/coin/solution.lua ]
result $? 'the page has the three files of an exercise'
ln -s "$bin" bin/dunwu
block 1 sh >commands
DUNWU_HOME=$root PATH=$out/bin:$PATH sh -e commands >said 2>&1
result $? 'its commands run' "$(tail -n 5 said)"
grep -q 'not yet, as it should be' said && grep -q "showed [0-9]* heads" said
result $? 'the starter is told why it does not pass' "$(cat said)"
printf 'file,points,of,passed,message\namy.lua,0,2,no,"heads come up as often as the parameter says: with chance = 0.7, 2000 throws showed' >wanted
head -c "$(wc -c <wanted)" points.csv | cmp -s - wanted && grep -qx 'bob.lua,2,2,yes,' points.csv
result $? 'both are graded' "$(cat points.csv)"
seed=0 passed=0
while [ "$seed" -lt 20 ]; do
  seed=$((seed + 1))
  "$bin" exercise check mine/coin/solution.lua --exercise coin --from mine --seed "$seed" \
    >said 2>&1 && passed=$((passed + 1))
done
[ "$passed" -eq 20 ]
result $? 'its solution passes under twenty seeds' "$passed"
for call in run item need number array func text boolean; do
  grep -q "t:$call" "$page" && "$bin" doc "check:$call" >/dev/null
  result $? "the page and the reference know t:$call"
done
printf '1..%d\n' "$count"
[ "$failed" -eq 0 ]
