#!/bin/sh
# The layers of the house: each room includes only itself and rooms below it, the core has no Lua.
set -u
cd "$(dirname "$0")/.." || exit 1
count=0
bad=0

check() { # STATUS NAME
  count=$((count + 1))
  if [ "$1" -eq 0 ]; then echo "ok $count - $2"; else bad=1; echo "not ok $count - $2"; fi
}

# wrong_includes ROOM ALLOWED...: every #include "OTHER/..." below core/ROOM of a room not allowed
wrong_includes() {
  folder=core/$1
  allowed=$(printf '%s|' "$@")
  grep -rnE '^[[:space:]]*#[[:space:]]*include[[:space:]]*"' "$folder" |
    grep -vE "\"(${allowed%|})/[^\"]*\""
}

room() {
  wrong=$(wrong_includes "$@")
  [ -z "$wrong" ]
  check $? "core/$1 includes only: $*"
  if [ -n "$wrong" ]; then echo "$wrong" >&2; fi
}

room base
room random base
room array base
room stats base random array
room sim base random array stats
room plot base array
room data base array
room lua base random array stats sim plot data
room app base random array stats sim plot data lua

wrong=$(grep -rlE 'lua\.h|lauxlib\.h|lualib\.h' core --include='*.[ch]' | grep -vE '^core/(lua|app)/')
[ -z "$wrong" ]
check $? "only core/lua and core/app include Lua"

# The check itself: a wrong include in a copy is found.
copy=$(mktemp -d)
mkdir -p "$copy/core/random"
echo '#include "sim/sim.h"' >"$copy/core/random/bad.c"
wrong=$(cd "$copy" && wrong_includes random base)
[ -n "$wrong" ]
check $? "a broken layer is found"
rm -rf "$copy"

long=$(find core tests -name '*.[ch]' -exec awk 'END { if (NR > 500) print FILENAME, NR }' {} \;)
[ -z "$long" ]
check $? "no C file is longer than 500 lines"
if [ -n "$long" ]; then echo "$long" >&2; fi
exit "$bad"
