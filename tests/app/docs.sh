#!/bin/sh
# docs/exercises.md and its Chinese twin, done line by line: their files are made, their commands run.
#   sh tests/app/docs.sh BINARY FOLDER     prints TAP; FOLDER is made and used for everything
set -u
# shellcheck source=tests/app/tap.sh
. "$(dirname "$0")/tap.sh"

unset LC_ALL LC_MESSAGES
TMPDIR=$out XDG_CACHE_HOME=$out/cache
export TMPDIR XDG_CACHE_HOME
rm -rf "$out"/*

# block PAGE N KIND: the text of the N-th block of that kind
block() {
  awk -v n="$2" -v kind="$3" '
    /^```/ && inside { inside = 0; next }
    $0 == "```" kind { inside = ++seen == n; next }
    inside' "$root/docs/$1"
}

# follow PAGE NOT_YET WHY MESSAGE: in a folder of its own
follow() {
  page=$1
  mkdir -p "$out/$page/mine/coin" "$out/$page/bin"
  cd "$out/$page" || exit 1
  block "$page" 1 lua >mine/coin/exercise.lua
  block "$page" 2 lua >mine/coin/starter.lua
  block "$page" 3 lua >mine/coin/solution.lua
  [ "$(grep -c '^```lua$' "$root/docs/$page")" -eq 3 ] && [ -s mine/coin/solution.lua ]
  result $? "$page: has the three files of an exercise"
  ln -s "$bin" bin/dunwu
  block "$page" 1 sh >commands
  DUNWU_HOME=$root PATH=$PWD/bin:$PATH sh -e commands >said 2>&1
  result $? "$page: its commands run" "$(tail -n 5 said)"
  grep -q "$2" said && grep -q "$3" said
  result $? "$page: the starter is told why it does not pass" "$(cat said)"
  grep -q "^amy.lua,0,2,no,\"\{0,1\}$4" points.csv && grep -qx 'bob.lua,2,2,yes,' points.csv &&
    grep -q "<html lang=\"$5\">" points.html
  result $? "$page: both are graded" "$(cat points.csv)"
  seed=0 passed=0
  while [ "$seed" -lt 20 ]; do
    seed=$((seed + 1))
    "$bin" exercise check mine/coin/solution.lua --exercise coin --from mine --seed "$seed" \
      >said 2>&1 && passed=$((passed + 1))
  done
  [ "$passed" -eq 20 ]
  result $? "$page: its solution passes under twenty seeds" "$passed"
  for call in run item need number array func text boolean; do
    grep -q "t:$call" "$root/docs/$page" && "$bin" doc "check:$call" >/dev/null
    result $? "$page and the reference know t:$call"
  done
}
LANG=C.UTF-8
export LANG
follow exercises.md 'not yet, as it should be' 'showed [0-9]* heads' \
  'heads come up as often as the parameter says: with chance = 0.7, 2000 throws showed' en
LANG=zh_TW.UTF-8
follow exercises.zh-TW.md '還沒通過，本來就該這樣' '丟 2000 次出現 [0-9]* 次正面' \
  '正面出現的頻率符合參數：chance = 0.7 時，丟 2000 次出現' zh-TW

# The pages say the same: the blocks but for comments and texts, and the commands between them.
sayings() {
  for n in 1 2 3; do block "$1" "$n" lua; done | sed 's/ *--.*//; s/doc = "[^"]*"//'
  block "$1" 1 sh | sed 's/"[^"]*"//'
  grep '^    dunwu' "$root/docs/$1" | sed 's/ *#.*//'
  grep -o '^| `[^`]*`' "$root/docs/$1"
}
sayings exercises.md >"$out/english"
sayings exercises.zh-TW.md >"$out/chinese"
[ -s "$out/english" ] && cmp -s "$out/english" "$out/chinese"
result $? 'both pages have the same commands' "$(diff "$out/english" "$out/chinese")"
"$bin" exercise list | sed -n 's/^  [^ ]* *\([a-z_]*\)  .*/\1/p' >"$out/known"
sed -n 's/^| `\([a-z_]*\)` | .* | .*/\1/p' "$root/docs/exercises.md" | cmp -s - "$out/known"
result $? 'the pages name every exercise, in order' "$(cat "$out/known")"
printf '1..%d\n' "$count"
[ "$failed" -eq 0 ]
