# Sourced by the tests of the command line: SCRIPT BINARY FOLDER prints TAP; FOLDER is made and used
# for everything written.
# shellcheck shell=sh disable=SC2034
bin=$(CDPATH='' cd -- "$(dirname -- "$1")" && pwd)/$(basename -- "$1")
root=$(CDPATH='' cd -- "$(dirname -- "$0")/../.." && pwd)
mkdir -p "$2"
cd "$2" || exit 1
out=$(pwd)
count=0
failed=0
mounted=
# shellcheck disable=SC2329  # called by trap
clean() {
  if [ -n "$mounted" ]; then umount "$mounted"; fi
}
trap clean EXIT

result() { # STATUS NAME [why]
  count=$((count + 1))
  if [ "$1" = 0 ]; then
    printf 'ok %d - %s\n' "$count" "$2"
  else
    failed=$((failed + 1))
    printf 'not ok %d - %s\n' "$count" "$2"
    if [ -n "${3-}" ]; then printf '%s\n' "$3" | sed 's/^/# /'; fi
  fi
}

skip() {
  count=$((count + 1))
  printf 'ok %d - %s # skip %s\n' "$count" "$1" "$2"
}

# check NAME STATUS TEXT COMMAND...: it ends with that status, and what it says holds the text; a
# complaint is one line on standard error.
check() {
  name=$1 wanted=$2 text=$3
  shift 3
  timeout 30 "$@" >stdout 2>stderr </dev/null
  got=$?
  why=
  if [ "$got" -ne "$wanted" ]; then why="status $got, wanted $wanted"; fi
  if ! cat stdout stderr | grep -qF -- "$text"; then why="$why; no '$text'"; fi
  if [ "$wanted" -ne 0 ] && [ "$(wc -l <stderr)" -ne 1 ]; then why="$why; not one line"; fi
  if [ "$wanted" -eq 0 ] && [ -s stderr ]; then why="$why; not silent"; fi
  if [ -z "$why" ]; then result 0 "$name"; else result 1 "$name" "$why
$(head -n 5 stderr)"; fi
}

# script NAME STATUS TEXT CODE [OPTION...]: runs the code as a script, in the sandbox
script() {
  what=$1 status=$2 message=$3
  printf '%s\n' "$4" >script.lua
  shift 4
  check "$what" "$status" "$message" "$bin" run script.lua --out plots "$@"
}

# shown TEXT: waits until the one who watches has said it, in the file `watched`
shown() {
  for _ in $(seq 100); do
    if grep -qF -- "$1" watched; then break; fi
    sleep 0.1
  done
  grep -qF -- "$1" watched
  result $? "watch: $1" "$(cat watched)"
}
