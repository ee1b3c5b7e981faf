#!/bin/sh
# Every scenario with each of its parameters at its least and at its most, in both languages: it runs
# in bounded time, and no text of its figures lies on another, leaves the page or is too small.
#   sh tests/params.sh PROGRAMS OUT [SCRIPT...]     prints TAP
set -u
cd "$(dirname "$0")/.." || exit 1
programs=$1
out=$2
shift 2
[ $# -gt 0 ] || set -- scripts/*.lua
jobs=$(getconf _NPROCESSORS_ONLN)
seconds=20
mkdir -p "$out"

# The values of a parameter that are tried, as --help tells its rule: a range, or a choice.
values() { # SCRIPT: a line "NAME VALUE" for each; "NAME ?" where the rule has no two ends
  "$programs/dunwu" run "$1" --help | sed -nE '
    s/^  ([A-Za-z_][A-Za-z_0-9]*) .*; (a|a whole) number in ([^ ;]+)\.\.([^ ;,]+)[;,].*/\1 \3\n\1 \4/p; t
    s/^  ([A-Za-z_][A-Za-z_0-9]*) .*; true or false[;,].*/\1 true\n\1 false/p; t
    /; one of /{
      s/^  ([A-Za-z_][A-Za-z_0-9]*) .*; one of (.*); default .*/\1 \2/
      :next
      s/^([^ ]+) (.*\n)?'"'([^']*)'"',? ?/\1 \2\n\1 \3\n/
      t next
      s/^[^\n]*\n//; s/\n\n/\n/g; s/\n$//; p; b
    }
    s/^  ([A-Za-z_][A-Za-z_0-9]*) .*/\1 ?/p'
}

for script in "$@"; do
  if ! "$programs/dunwu" run "$script" --help >/dev/null 2>"$out/err"; then
    echo "not ok - $script tells its parameters"
    cat "$out/err" >&2
  fi
  values "$script" | while read -r name value; do
    [ -n "$name" ] && printf '%s en %s %s\n%s zh-TW %s %s\n' "$script" "$name" "$value" \
      "$script" "$name" "$value"
  done
done >"$out/jobs"

# shellcheck disable=SC2016  # expanded by the inner shell
xargs -P "$jobs" -L 1 sh -c '
  programs=$0 out=$1 seconds=$2 script=$3 language=$4 name=$5 value=$6
  what="$(basename "$script" .lua) $name=$value ($language)"
  here=$out/$(printf "%s" "$what" | tr -c "A-Za-z0-9.=\n" _)
  mkdir -p "$here"
  if [ "$value" = "?" ]; then
    echo "not ok - $what: a parameter of a scenario has a least and a most"
    exit 0
  fi
  if ! "$programs/dunwu" run "$script" --set "$name=$value" --lang "$language" --threads 1 \
      --time "$seconds" --out "$here" >"$here/said" 2>&1; then
    echo "not ok - $what"
    cat "$here/said" >&2
    exit 0
  fi
  for figure in "$here"/*.png; do
    "$programs/check_layout" "$figure" >"$here/said" 2>&1 && continue
    echo "not ok - $what: $(basename "$figure")"
    cat "$here/said" >&2
    exit 0
  done
  echo "ok - $what"
  rm -rf "$here"
' "$programs" "$out" "$seconds" <"$out/jobs" >"$out/tap"
cat "$out/tap"
! grep -q "^not ok" "$out/tap" && grep -q "^ok" "$out/tap"
