#!/bin/sh
# Every exercise: the reference solution passes under many seeds, the starter does not, and each
# typical wrong solution fails in the item that its first line names ("-- expect: KEY"); other right
# ones ("-- expect: passed") pass.
#   sh tests/exercises.sh BINARY FOLDER [SEEDS]     prints TAP; FOLDER is made and used for everything
set -u
bin=$(CDPATH='' cd -- "$(dirname -- "$1")" && pwd)/$(basename -- "$1")
root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
seeds=${3:-2}
mkdir -p "$2"
cd "$2" || exit 1
export XDG_CACHE_HOME="$PWD/cache"
count=0
failed=0

result() { # STATUS NAME [why]
  count=$((count + 1))
  if [ "$1" = 0 ]; then
    printf 'ok %d - %s\n' "$count" "$2"
  else
    failed=$((failed + 1))
    printf 'not ok %d - %s\n' "$count" "$2"
    printf '%s\n' "${3-}" | sed 's/^/# /'
  fi
}

# failed_items PAGE: a line "FILE KEY" for every item that does not hold
failed_items() {
  awk '/<th scope="row">/ { file = $0; gsub(/<bdi>|<\/bdi>/, "", file)
         sub(/.*<th scope="row">/, "", file); sub(/<.*/, "", file) }
       /<li title="[^"]*"><span class="bad"/ { key = $0; sub(/.*<li title="/, "", key)
         sub(/".*/, "", key); print file, key }' "$1"
}

# verdict FILE: its line in the table of grades
verdict() {
  grep "^$1," "$name/grades.csv"
}

for folder in "$root"/scripts/exercises/*/; do
  name=$(basename "$folder")
  rm -rf "$name"
  mkdir -p "$name/in"
  cp "$folder/starter.lua" "$folder/solution.lua" "$root/tests/exercises/$name/"*.lua "$name/in"
  "$bin" grade "$name/in" --exercise "$name" --lang en --csv "$name/grades.csv" \
    --html "$name/grades.html" >"$name/out" 2>&1 </dev/null
  result $? "$name: everything was graded" "$(tail -n 5 "$name/out")"
  failed_items "$name/grades.html" >"$name/failed"
  verdict solution.lua | grep -q ',yes,'
  result $? "$name: the solution passes" "$(verdict solution.lua)"
  grep -q '^starter.lua' "$name/failed" && ! grep -q '^starter.lua runs$' "$name/failed"
  result $? "$name: the starter runs and fails" "$(verdict starter.lua)"
  wrong=0
  for file in "$root/tests/exercises/$name/"*.lua; do
    base=$(basename "$file")
    key=$(sed -n '1s/^-- expect: //p' "$file")
    if [ "$key" = passed ]; then
      verdict "$base" | grep -q ',yes,'
      result $? "$name: $base is right, too" "$(verdict "$base")"
      continue
    fi
    wrong=$((wrong + 1))
    grep -qx "$base ${key:-none}" "$name/failed"
    result $? "$name: $base fails in '$key'" "$(grep "^$base" "$name/failed"; verdict "$base")"
  done
  [ "$wrong" -ge 5 ]
  result $? "$name: at least five wrong solutions" "$wrong"
  [ "$(grep -c 'plot\.figure' "$folder/solution.lua")" -eq "$(grep -c 'remember = false' "$folder/solution.lua")" ]
  result $? "$name: the solution's figure does not remember its script"
  cp "$folder/solution.lua" "$name/solution.lua"
  seed=1 bad=
  while [ "$seed" -lt "$seeds" ]; do
    seed=$((seed + 1))
    "$bin" exercise check "$name/solution.lua" --exercise "$name" --seed $((seed * 7919)) \
      >"$name/out" 2>&1 </dev/null || bad="$bad $((seed * 7919))"
  done
  [ -z "$bad" ]
  result $? "$name: the solution passes under $seeds seeds" "not under$bad"
done

printf '1..%d\n' "$count"
[ "$failed" -eq 0 ]
