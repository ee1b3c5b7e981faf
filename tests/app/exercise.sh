#!/bin/sh
# dunwu exercise, as a student and a teacher use it.
#   sh tests/app/exercise.sh BINARY FOLDER     prints TAP; FOLDER is made and used for everything
set -u
# shellcheck source=tests/app/tap.sh
. "$(dirname "$0")/tap.sh"

unset LC_ALL LC_MESSAGES XDG_CACHE_HOME
LANG=C.UTF-8 TMPDIR=$out/tmp NO_COLOR=1
export LANG TMPDIR NO_COLOR
rm -rf "$out"/* "$out"/.dunwu-progress
mkdir -p tmp
from="--from $root/tests/app/exercises"

# says NAME STATUS TEXT COMMAND...: like check, but it may say more than a line when it fails
says() {
  name=$1 wanted=$2 text=$3
  shift 3
  timeout 60 "$@" >stdout 2>stderr </dev/null
  got=$?
  why=
  if [ "$got" -ne "$wanted" ]; then why="status $got, wanted $wanted"; fi
  if ! cat stdout stderr | grep -qF -- "$text"; then why="$why; no '$text'"; fi
  result "${#why}" "$name" "$why
$(head -n 12 stdout stderr)"
}

# code NAME TEXT CODE: a submission to the exercise double that fails with the text
code() {
  printf '%s\n' "$3" >code.lua
  # shellcheck disable=SC2086
  says "$1" 1 "$2" "$bin" exercise check code.lua --exercise double $from --time 1 --memory 64
}

# shellcheck disable=SC2086
{
  # ---- the way of a student ----
  says 'the list' 0 'Exercises: 0 of 2 passed' "$bin" exercise $from
  says 'the list tells what is next' 0 'dunwu exercise start double' "$bin" exercise list $from
  says 'a solution before passing' 1 'is shown when your own has passed' \
    "$bin" exercise solution double $from
  says 'start' 0 'double.lua is made' "$bin" exercise start double $from
  [ "$(head -n 1 double.lua)" = '-- exercise: double' ]
  result $? 'the file names its exercise'
  echo '-- mine' >>double.lua
  says 'start again' 1 'stays as it is' "$bin" exercise start double $from
  [ "$(tail -n 1 double.lua)" = '-- mine' ]
  result $? 'start keeps what is there'
  says 'the list shows what was started' 0 '… double' "$bin" exercise $from
  sed -i '$d' double.lua
  says 'check of the starter' 1 'double(2) gives 2' "$bin" exercise check double.lua $from
  says 'a check says what holds' 1 "✓ 'double' is a function" "$bin" exercise check double $from
  says 'the first hint' 0 'Hint 1 of 2: Add?' "$bin" exercise hint double $from
  says 'the second hint' 0 'Hint 2 of 2: Add it' "$bin" exercise hint double $from
  says 'no more hints' 0 'no more hints' "$bin" exercise hint double $from
  sed -i 's/return x$/return 2 * x/' double.lua
  says 'check of a right one' 0 'Passed.' "$bin" exercise check double.lua $from
  says 'the list counts' 0 'Exercises: 1 of 2 passed' "$bin" exercise $from
  says 'the solution after passing' 0 'return x + x' "$bin" exercise solution double $from
  says 'Chinese' 0 '通過' "$bin" exercise check double.lua $from --lang zh-TW
  LANG=zh_TW.UTF-8 says 'Chinese by itself' 0 '練習題：已通過 1 題' "$bin" exercise $from
  says 'start of the next' 0 'figure.lua is made' "$bin" exercise start $from
  says 'a figure is looked at' 1 'it ends at -3' "$bin" exercise check $from
  sed -i 's/-1/2/' figure.lua
  says 'a right figure' 0 'Passed.' "$bin" exercise check figure.lua $from
  says 'all are passed' 0 'Well done' "$bin" exercise $from
  [ ! -e plots ]
  result $? 'a check draws nothing'
  cp .dunwu-progress kept
  echo '{ "double": ' >.dunwu-progress
  says 'a damaged state' 1 "is damaged" "$bin" exercise hint double $from
  cp kept .dunwu-progress

  # ---- words ----
  check 'an unknown action' 2 "did you mean 'start'?" "$bin" exercise strat $from
  check 'an unknown exercise' 2 "did you mean 'double'?" "$bin" exercise start doubel $from
  check 'a file without a name' 2 "is not '-- exercise: NAME'" "$bin" exercise check kept $from
  check 'a missing file' 1 "cannot read 'gone.lua'" "$bin" exercise check gone.lua $from
  check 'no such folder' 1 "cannot read the folder 'gone'" "$bin" exercise --from gone
  check 'a folder without exercises' 1 'there is no exercise' "$bin" exercise --from tmp
}

# ---- scripts that go wrong ----
code 'an error with its line' 'code.lua:2: attempt to index a nil value' '
local x = nil; return x.y'
code 'an error in a function' 'code.lua:1: oh' 'return { double = function() error "oh" end }'
code 'nothing returned' 'the script returns nothing' 'local x = 1'
# shellcheck disable=SC2086
says 'nothing returned, in Chinese' 1 '程式沒有回傳任何東西' \
  "$bin" exercise check code.lua --exercise double $from --lang zh-TW
code 'a number returned' 'the script returns a number' 'return 1'
code 'a missing field' "returns no 'double'; it should end with: return { double = ... }" 'return { k = 1 }'
code 'a misspelled field' "returns no 'double'; is 'dobule' misspelled?" 'return { dobule = 1 }'
code 'a table for a number, in words' 'double(2) gives a table.' 'return { double = function() return {} end }'
code 'a function for a number, in words' 'double(2) gives a function.' \
  'return { double = function() return print end }'
code 'an error with a hint' 'attempt to compare nil with number (one of the two is nil: is its name misspelled?)' \
  'return { double = function(x) return ({}).y < x end }'
# shellcheck disable=SC2086
says 'a hint in Chinese' 1 '（有一邊是 nil：名字打錯了，還是還沒有值？）' \
  "$bin" exercise check code.lua --exercise double $from --lang zh-TW
code 'the wrong type' "is the text \"x\", not a function" 'return { double = "x" }'
code 'a simulator result' 'as in run.exact.mean' 'return { r = sim.multistep { size = { 1e9 } } }'
code 'a table that holds itself' 'holds itself' 'local t = {}; t.t = t; return t'
code 'a coroutine' 'is a coroutine' 'return { coroutine.create(print) }'
code 'a metatable that raises' 'another object' 'return setmetatable({}, { __index = error })'
code 'an error that is no text' 'no text but a table' 'error({})'
code 'an endless script' 'the time limit' 'while true do end'
code 'an endless function' 'the time limit' \
  'return { double = function() while true do pcall(function() while true do end end) end end }'
code 'coroutines without end' 'code.lua:1: stopped' \
  'return { double = function() while true do pcall(coroutine.wrap(function() while true do end end)) end end }'
code 'a search without end' 'the time limit' \
  'local s = ("a"):rep(100); return { s:find(("a*"):rep(30) .. "b") }'
code 'the verdict stays in sight below a million lines' 'and more' 'for i = 1, 1e6 do print(i) end'
code 'endless memory' 'not enough memory' \
  'local t = {}; while true do t[#t + 1] = ("x"):rep(1 << 24) .. #t end'
code 'bytecode' 'binary chunk' "$(printf '\033Lua')"
code 'no parameter' "no parameter 'k'" 'return { double = function(x) return x + x end }'
code 'no files' 'is not read' 'return { data.csv "double.lua" }'
code 'no globals of the checker' "the script has no 'check'" 'check.seed = 1'
code 'a function that changes its libraries changes its own only' 'double(2) gives 0' '
math = nil; string = nil; array = nil
tostring = nil; return { double = function(x) return 0 end }'
printf 'print("a\\27[31mb")\nfor i = 1, 1e5 do print(i) end\nreturn { double = 1 }\n' >code.lua
# shellcheck disable=SC2086
says 'what it prints is shown, without control characters' 1 '  | a?[31mb' \
  "$bin" exercise check code.lua --exercise double $from
[ "$(wc -c <stdout)" -lt 40000 ]
result $? 'endless printing is cut'

# ---- values between script and checker ----
cp "$root/tests/app/values/echo/solution.lua" echo.lua
says 'values pass in both directions, runs are apart and freed' 0 'Passed.' \
  "$bin" exercise check echo.lua --exercise echo --from "$root/tests/app/values" --memory 64
sed -i 's/echo = .*/echo = function(x) return x end,/' echo.lua
says 'a value that does not come back is seen' 1 '1 came back' \
  "$bin" exercise check echo.lua --exercise echo --from "$root/tests/app/values" --memory 64

# ---- a teacher's exercise ----
mkdir -p own/mine
exercise() { # NAME TEXT CODE
  printf '%s\n' "$3" >own/mine/exercise.lua
  echo 'return {}' >own/mine/any.lua
  check "$1" 1 "$2" "$bin" exercise check own/mine/any.lua --exercise mine --from own
}
words='title = { en = "T" }, statement = { en = "S" }'
exercise 'no table' 'an exercise must end with' 'local x = 1'
exercise 'no title' "own/mine/exercise.lua: 'title' is missing" 'return { check = print }'
exercise 'a title of the wrong type' "'title' must be a table" 'return { title = 1 }'
exercise 'a language of the wrong type' "title: 'en' must be a text, got 1" \
  'return { title = { en = 1 }, statement = { en = "" }, check = print }'
exercise 'an unknown language' "unknown option 'de'" \
  'return { title = { de = "x" }, statement = { en = "" }, check = print }'
exercise 'no language' "'title' needs a text" \
  'return { title = { }, statement = { en = "" }, check = print }'
exercise 'no check' "'check' is missing" "return { $words }"
exercise 'an unknown field' "did you mean 'hints'" "return { $words, hint = {}, check = print }"
exercise 'hints of the wrong type' "hints[2] must be" \
  "return { $words, hints = { { en = 'a' }, 'b' }, check = print }"
exercise 'an unknown level' "'level' must be one of" \
  "return { $words, level = 'simple', check = print }"
exercise 'an error in the check' 'exercise.lua:1: oh' \
  "return { $words, check = function(t) error 'oh' end }"
exercise 'a check that asks for nothing' 'asks for nothing' \
  "return { $words, check = function() end }"
exercise 'an item without why' "'why' is missing" \
  "return { $words, check = function(t) t:item { key = 'a', ok = true, says = { en = 'a' } } end }"
exercise 'an item twice' "an item 'a' already" \
  "return { $words, check = function(t) for i = 1, 2 do t:item { key = 'a', ok = true, says =
  { en = 'a' }, why = { en = 'a' } } end end }"
exercise 'an endless search' 'own/mine/exercise.lua: stopped after' \
  'local s = ("a"):rep(100); return s:find(("a*"):rep(30) .. "b")'
exercise 'a syntax error' 'exercise.lua:2:' 'return {'
check 'the list shows a broken one' 0 'exercise.lua:2:' "$bin" exercise --from own
check 'one exercise as a folder' 0 'Twice as much' \
  "$bin" exercise --from "$root/tests/app/exercises/double"

# ---- watch ----
rm -f .dunwu-progress double.lua figure.lua
# shellcheck disable=SC2086
: >watched
timeout 60 "$bin" exercise watch $from >watched 2>&1 &
watcher=$!
shown 'save double.lua to have it checked'
sed 's/return x$/return -x/' double.lua >other && cat other >double.lua
shown 'double(2) gives -2'
sed 's/return -x$/return x + x/' double.lua >other && mv other double.lua
shown 'save figure.lua to have it checked'
sed 's/-1/1/' figure.lua >other && mv other figure.lua
shown 'Well done'
wait "$watcher"
result $? 'watch ends when all are passed'
rm -f .dunwu-progress double.lua figure.lua
: >watched
# shellcheck disable=SC2086
"$bin" exercise watch $from >watched 2>&1 &
watcher=$!
shown 'save double.lua to have it checked'
kill -INT "$watcher"
wait "$watcher"
result $? 'watch ends at Ctrl-C with status 0'
grep -q 'Stopped watching' watched
result $? 'and says so'

[ -z "$(ls -A tmp)" ]
result $? 'nothing is left behind'
printf '1..%d\n' "$count"
[ "$failed" -eq 0 ]
