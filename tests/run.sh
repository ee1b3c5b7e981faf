#!/bin/sh
# Every test, on the build that is there; ends with "N passed, N failed". A test program prints TAP
# ("ok 1 - name"); one that dies counts as a failed test of its own. As many suites run at a time as
# there are processors; the long ones first.
set -u
cd "$(dirname "$0")/.." || exit 1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM
DUNWU_HOME=$(pwd)
export DUNWU_HOME
export CMOCKA_MESSAGE_OUTPUT=TAP
# fontconfig and glib keep memory until the process ends
export ASAN_OPTIONS=detect_leaks=0
failed=0
number=0
jobs=$(getconf _NPROCESSORS_ONLN)

# suite NAME COMMAND...: puts it on the list
suite() {
  number=$((number + 1))
  printf '%s\n' "$1" >"$work/$number.name"
  shift
  printf '%s\n' "$@" >"$work/$number.command"
}

scripts() {
  for file in tests/script/*.lua; do
    name=$(basename "$file" .lua)
    [ "$name" = harness ] && continue
    suite "$1 $name" "build/$1/dunwu" run "$file" --trust --out "$work/$1/$name"
  done
}

make -s -C build -j"$jobs" config=sanitize || failed=1
suite "sanitize core" build/sanitize/core_tests
suite bits sh tests/bits.sh "$work/bits"
suite gallery sh tests/gallery.sh build/release "$work/gallery"
suite "release core" build/release/core_tests
suite exercises sh tests/exercises.sh build/release/dunwu "$work/exercises"
suite parameters sh tests/params.sh build/release "$work/params"
suite "release sandbox" sh tests/sandbox.sh build/release/dunwu "$work/sandbox"
suite "release command line" sh tests/app/cli.sh build/release/dunwu "$work/cli"
suite "release exercise" sh tests/app/exercise.sh build/release/dunwu "$work/exercise"
suite "release grade" sh tests/app/grade.sh build/release/dunwu "$work/grade"
suite "release watch" sh tests/app/watch.sh build/release/dunwu "$work/watch"
suite "release repl" sh tests/app/repl.sh build/release/dunwu "$work/repl"
suite "release redraw" sh tests/app/redraw.sh build/release/dunwu "$work/redraw"
suite "release album" sh tests/app/album.sh build/release/dunwu "$work/album"
suite "release mistakes" sh tests/app/mistakes.sh build/release/dunwu "$work/mistakes"
suite vector sh tests/vector.sh build/release "$work/vector"
scripts sanitize
scripts release
suite "readme pages" sh tests/app/readme.sh build/release/dunwu "$work/readme"
suite "exercises page" sh tests/app/docs.sh build/release/dunwu "$work/page"
suite "release fonts" sh tests/app/fonts.sh build/release/dunwu "$work/fonts"
suite "release child" build/release/child_test "$work/child"
suite golden sh tests/golden.sh
suite titles sh tests/titles.sh build/release/dunwu "$work/titles"
suite layers sh tests/layers.sh
suite "stored fields" sh tests/stored.sh

seq "$number" | xargs -P "$jobs" -n 1 sh tests/suite.sh "$work"
cat "$work"/*.report 2>/dev/null
cat "$work"/*.count | awk -v suites="$number" -v failed="$failed" '
  { passed += $1; failed += $2 }
  END {
    failed += suites - NR
    printf "%d passed, %d failed\n", passed, failed
    exit failed > 0
  }'
