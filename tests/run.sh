#!/bin/sh
# Every test, on the build that is there; ends with "N passed, N failed". A test program prints TAP
# ("ok 1 - name"); one that dies counts as a failed test of its own.
set -u
cd "$(dirname "$0")/.." || exit 1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
DUNWU_HOME=$(pwd)
export DUNWU_HOME
export CMOCKA_MESSAGE_OUTPUT=TAP
# fontconfig and glib keep memory until the process ends
export ASAN_OPTIONS=detect_leaks=0
passed=0
failed=0
jobs=$(getconf _NPROCESSORS_ONLN)

# suite NAME COMMAND...: runs it, counts its lines, shows what failed
suite() {
  name=$1
  shift
  "$@" >"$work/out" 2>"$work/err"
  status=$?
  good=$(grep -c '^ok ' "$work/out")
  bad=$(grep -c '^not ok ' "$work/out")
  if [ "$status" -ne 0 ] && [ "$bad" -eq 0 ]; then bad=1; fi
  if [ "$good" -eq 0 ] && [ "$bad" -eq 0 ]; then bad=1; fi
  passed=$((passed + good))
  failed=$((failed + bad))
  printf '%-28s %4d passed, %d failed\n' "$name" "$good" "$bad"
  if [ "$bad" -gt 0 ]; then
    grep '^not ok ' "$work/out"
    tail -n 30 "$work/err"
    [ "$good" -gt 0 ] || tail -n 20 "$work/out"
    printf '%s: exit status %d\n' "$name" "$status"
  fi
}

scripts() {
  for file in tests/script/*.lua; do
    [ "$file" = tests/script/harness.lua ] && continue
    suite "$1 $(basename "$file" .lua)" "build/$1/dunwu" run "$file" --trust --out "$work/$1"
  done
}

suite layers sh tests/layers.sh
suite "stored fields" sh tests/stored.sh
suite "release core" build/release/core_tests
scripts release
suite "release command line" sh tests/app/cli.sh build/release/dunwu "$work/cli"
suite "release fonts" sh tests/app/fonts.sh build/release/dunwu "$work/fonts"
suite "release exercise" sh tests/app/exercise.sh build/release/dunwu "$work/exercise"
suite exercises sh tests/exercises.sh build/release/dunwu "$work/exercises"
suite "exercises page" sh tests/app/docs.sh build/release/dunwu "$work/page"
suite "release grade" sh tests/app/grade.sh build/release/dunwu "$work/grade"
suite "release child" build/release/child_test "$work/child"
suite "release sandbox" sh tests/sandbox.sh build/release/dunwu "$work/sandbox"
suite "release redraw" sh tests/app/redraw.sh build/release/dunwu "$work/redraw"
suite "release album" sh tests/app/album.sh build/release/dunwu "$work/album"
suite gallery sh tests/gallery.sh build/release "$work/gallery"
suite parameters sh tests/params.sh build/release "$work/params"
suite golden sh tests/golden.sh
suite vector sh tests/vector.sh build/release "$work/vector"

make -s -C build -j"$jobs" config=sanitize || failed=$((failed + 1))
suite "sanitize core" build/sanitize/core_tests
scripts sanitize

suite bits sh tests/bits.sh "$work/bits"

printf '%d passed, %d failed\n' "$passed" "$failed"
[ "$failed" -eq 0 ]
