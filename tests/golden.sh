#!/bin/sh
# Golden images: figures are drawn and compared with the pictures in tests/golden, as an eye does;
# and defects that were put in on purpose must be found.
#   sh tests/golden.sh             prints TAP; differences are kept in build/golden
#   sh tests/golden.sh --update    makes the pictures again: look at them before they are committed
set -u
cd "$(dirname "$0")/.." || exit 1
programs=build/release
golden=tests/golden
kept=build/golden
factor=2
DUNWU_HOME=$(pwd)
export DUNWU_HOME
count=0
bad=0
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

check() { # STATUS NAME
  count=$((count + 1))
  if [ "$1" -eq 0 ]; then echo "ok $count - $2"; else bad=1; echo "not ok $count - $2"; fi
}

draw() { # NAME FOLDER [OPTION...]
  script=$golden/$1.lua folder=$2
  shift 2
  "$programs/dunwu" run "$script" --out "$folder" "$@" >"$work/log" 2>&1 || cat "$work/log" >&2
}

if [ "${1-}" = --update ]; then
  for script in "$golden"/*.lua; do
    name=$(basename "$script" .lua)
    draw "$name" "$work" || exit 1
    "$programs/compare_png" --shrink "$factor" "$work/$name.png" "$golden/$name.png" || exit 1
    echo "$golden/$name.png"
  done
  exit 0
fi

rm -rf "$kept"
mkdir -p "$kept"
for script in "$golden"/*.lua; do
  name=$(basename "$script" .lua)
  draw "$name" "$work"
  if "$programs/compare_png" --difference "$kept/$name.png" "$work/$name.png" \
    "$golden/$name.png" >"$work/said" 2>&1; then
    check 0 "$name looks as it did"
  else
    check 1 "$name looks as it did"
    {
      cat "$work/said"
      echo "wanted, got and the difference: $kept/$name.png"
      echo "if the new look is meant: sh tests/golden.sh --update"
    } >&2
  fi
done

# The tolerance finds what one would call a defect, and forgives what one cannot see.
for defect in missing moved recolored; do
  draw lines "$work/$defect" --set "defect=$defect"
  "$programs/compare_png" "$work/$defect/lines.png" "$golden/lines.png" >"$work/said" 2>&1
  check $(($? != 1)) "a defect is found: $defect"
done
sed 's/fig:save "lines"/fig:save { name = "lines", scale = 2 }/' "$golden/lines.lua" >"$work/lines.lua"
"$programs/dunwu" run "$work/lines.lua" --out "$work/twice" >/dev/null 2>&1
"$programs/compare_png" "$work/twice/lines.png" "$golden/lines.png" >"$work/said" 2>&1
check $? "other anti-aliasing is forgiven: $(cat "$work/said")"
exit "$bad"
