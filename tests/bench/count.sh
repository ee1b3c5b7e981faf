#!/bin/sh
# count.sh: instructions of the figure of eight panels, whole and of its parts, as callgrind counts
# them. Times differ from run to run; these hardly do, so a change for the worse shows.
set -eu
cd "$(dirname "$0")/../.."
command -v valgrind > /dev/null || { echo "count.sh: valgrind is not installed" >&2; exit 2; }
dunwu=${DUNWU:-$PWD/build/release/dunwu}
[ -x "$dunwu" ] || { echo "count.sh: no $dunwu; run sh setup.sh build" >&2; exit 2; }
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
valgrind --tool=callgrind --callgrind-out-file="$out/calls" \
  "$dunwu" run tests/bench/scripts/eight_panels.lua --out "$out" > /dev/null 2> "$out/log"
callgrind_annotate --inclusive=yes "$out/calls" > "$out/table"

count_of() { # label, function in the table
  awk -v label="$1" -v name="$2" '
    index($0, name) && $0 !~ /=>/ { gsub(",", "", $1); if ($1 + 0 > most) most = $1 + 0 }
    END { printf "%-22s %7.1f million\n", label, most / 1e6 }' "$out/table"
}

count_of "whole program" "PROGRAM TOTALS"
count_of "layout" ":dw_layout_new ["
count_of "painting" ":dw_paint ["
count_of "writing the PNG" ":dw_png_write ["
count_of "setting up fonts" ":FcInit ["
