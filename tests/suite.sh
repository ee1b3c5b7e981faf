#!/bin/sh
# One suite of run.sh: WORK/NUMBER.name is its name, WORK/NUMBER.command its command, an argument a
# line. Prints how many passed; leaves that in NUMBER.count and what is wrong in NUMBER.report.
set -u
here=$1/$2
xargs -d '\n' -a "$here.command" env >"$here.out" 2>"$here.err" </dev/null
status=$?
good=$(grep -c '^ok ' "$here.out")
bad=$(grep -c '^not ok ' "$here.out")
if [ "$status" -ne 0 ] && [ "$bad" -eq 0 ]; then bad=1; fi
if [ "$good" -eq 0 ] && [ "$bad" -eq 0 ]; then bad=1; fi
echo "$good $bad" >"$here.count"
printf '%-28s %4d passed, %d failed\n' "$(cat "$here.name")" "$good" "$bad"
[ "$bad" -gt 0 ] || exit 0
{
  printf '\n%s:\n' "$(cat "$here.name")"
  grep '^not ok ' "$here.out"
  tail -n 30 "$here.err"
  [ "$good" -gt 0 ] || tail -n 20 "$here.out"
  printf 'exit status %d\n' "$status"
} >"$here.report"
