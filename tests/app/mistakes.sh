#!/bin/sh
# What beginners write, and the hint that they get: habits of other languages, full-width signs.
#   sh tests/app/mistakes.sh BINARY FOLDER     prints TAP; FOLDER is made and used for everything
set -u
# shellcheck source=tests/app/tap.sh
. "$(dirname "$0")/tap.sh"

unset LC_ALL LC_MESSAGES
LANG=C.UTF-8
export LANG

# hint CODE TEXT [OPTION...]: what is said about line 2 ends with the text; no text: with Lua's own
hint() {
  code=$1 text=$2
  shift 2
  printf -- '-- “first”, line\n%s\n' "$code" >script.lua
  "$bin" run script.lua --out plots "$@" >stdout 2>stderr
  status=$?
  case $(cat stderr) in
  "dunwu: script.lua:2: "*"$text") result $((status != 1)) "$code" "$(cat stderr)" ;;
  *) result 1 "$code" "$(cat stderr)" ;;
  esac
}
hint 'print（"a"）' "near '<\\239>' (for '（' write ( )"
hint 'print("a，\"b", 1，2)' "(for '，' write , )"
hint 'print(“a”)' "(for '“' write \" )"
hint 'local a = 1；' "(for '；' write ; )"
hint 'local　a = 1' "(for '　' write a plain space )"
hint 'local 步驟 = 1' '(outside quotes only plain letters, digits and signs)'
hint 'print（"a"）' '（「（」請改成半形的 ( ）' --lang zh-TW
hint 'local 步驟 = 1' '（引號之外只能用英文字母、數字和半形符號）' --lang zh-TW
hint 'local a = 1 if a = 1 then end' '(to compare, write == or >= or <=)'
hint 'local a = 1 while a => 1 do end' '(to compare, write == or >= or <=)'
hint 'local a = 1 if a = 1 then end' '（比較要寫 ==、>= 或 <=）' --lang zh-TW
hint 'local a = 1 if a != 1 then end' "('not equal' is ~= and 'not' is not)"
hint 'local a if a && a then end' "('and' is and)"
hint 'local a if a || a then end' "('or' is or)"
hint 'local n = 1 n += 1' '(write n = n + 1)'
hint 'local n = 1 n++' '(write n = n + 1)'
hint 'local n = 1 n -= 1' '(write n = n - 1)'
hint 'if true { print(1) }' '(if ... then ... end, without braces)'
hint 'do return 1 end return 2 print(3)' '(nothing may follow the last return)'
hint 'local n = = 1' "unexpected symbol near '='"

# Windows line ends, a mark at the start, names with spaces: the line is found all the same.
mkdir -p '我的 程式'
printf '\357\273\277-- “a”\r\n-- b\r\nlocal a = 1 if a = 1 then end\r\n' >'我的 程式/a: 7: b.lua'
"$bin" run '我的 程式/a: 7: b.lua' >stdout 2>stderr
grep -qF "a: 7: b.lua:3: 'then' expected near '=' (to compare" stderr
result $? 'Windows line ends, a mark at the start, a name with numbers' "$(cat stderr)"
printf 'print(1)\nprint(“a”)\n' >tool.lua
script 'a file that is required' 1 "tool.lua:2: unexpected symbol near '<\\226>' (for '“' write \" )" \
  'require "tool"'

# Points that have no place on their axes do not vanish without a word.
# undrawn NAME SENTENCE AXES POINTS: the warning, or none where the sentence is empty
undrawn() {
  printf 'local f = plot.figure {}\nlocal a = f:axes %s\na:line(%s, { label = "score" })\nf:save "u"\n' \
    "$3" "$4" >script.lua
  "$bin" run script.lua --out plots >stdout 2>stderr
  [ $? -eq 0 ] && [ "$(cat stderr)" = "${2:+dunwu: warning: $2}" ]
  result $? "$1" "$(cat stderr)"
}
undrawn 'zeros on a log axis' \
  "2 of 4 points (line 'score') are not drawn: 0 and below have no place on a log axis (y)" \
  '{ y = { scale = "log" } }' '{ 1, 2, 3, 4 }, { 0, 0.1, 0/0, -1 }'
undrawn 'certainty on a logit axis' \
  "1 of 2 points (line 'score') are not drawn: only what lies between 0 and 1 has a place on a logit axis (x)" \
  '{ x = { scale = "logit" } }' '{ 0.5, 1 }, { 1, 2 }'
undrawn 'gaps are meant' '' '{ y = { scale = "log" } }' '{ 1, 2, 3 }, { 1, 0/0, 3 }'
printf '1..%d\n' "$count"
[ "$failed" -eq 0 ]
