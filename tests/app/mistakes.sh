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
hint 'local n = 2 ** 3' '(a power is x ^ y)'
hint 'local t = [1, 2]' '(a list is { 1, 2, 3 })'
hint 'if 1 == 1: print(1)' '(if ... then ... end, without a colon)'
hint 'function f(x) { return x }' '(function f(x) ... end, without braces)'
hint 'def f(x) return x end' '(write function f(x) ... end)'
hint 'print 1' '(write print(...))'
hint 'local point = 1 print 1' '(write print(...))'
hint 'int x = 5' '(write local x = 5)'
hint 'local t = { a = 1 b = 2 }' '(commas stand between the elements of a table)'
hint 'print("a)' '(its quote is not closed on this line)'
hint 'if 1 == 1 then print(1) end else print(2) end' "(no 'if' is open here: an 'end' too many before it?)"
hint 'local x = 1 ? 2' '(a choice is: condition and a or b)'
hint 'else print(1) end' '（這裡沒有還開著的 if：前面是不是多了一個 end？）' --lang zh-TW
hint 'print("a)' '（引號沒有在同一行關上）' --lang zh-TW
hint 'local t = { 1 2 }' '（少了 }，或兩項之間少了逗號）' --lang zh-TW

# What is wrong only when it runs
hint 'local t = {} print(t.a.b)' \
  '(what stands before the . or [ is nil: is its name misspelled, or has it no value yet?)'
hint 'print(math.sqt(2))' "attempt to call a nil value (field 'sqt') (did you mean math.sqrt?)"
hint 'local t = {} t:append(1)' '(to add to a list: t[#t + 1] = x)'
hint 'for i in { 1 } do end' "(after 'in' write ipairs(list) or pairs(table))"
hint 'local t = table.sort { 3, "a" }' '(a number compares with numbers, a text with texts)'
hint 'for i in ipairs(nil) do end' "bad argument #1 to 'ipairs' (table expected, got nil)"
hint 'print(None)' "the script has no 'None' (write nil)"
hint 'prnt(1)' "the script has no 'prnt' (did you mean 'print'?)"
hint 'error "my own"' 'my own'
hint 'prnt(1)' '（沒有這個名字；你是不是想寫 print？）' --lang zh-TW
hint 'print(xyzzy)' '（沒有這個名字：打錯了、忘了寫 local，還是文字忘了加引號？）' --lang zh-TW
hint 'total = 0' '（新的變數前面要寫 local，函式寫成 local function；若是已有的變數，名字打錯了）' \
  --lang zh-TW
hint 'local t = { 1 } print(t[2] + 1)' '（算式裡有 nil：名字打錯、超出清單的範圍，或函式忘了寫 return）' \
  --lang zh-TW
hint 'local t = {} t.add(1)' '（沒有這個函式：名字打錯了，還是寫在更後面？）' --lang zh-TW
hint 'local t = {} print(t.a.b)' '（點或 [ 前面的是 nil：名字打錯了，還是還沒有值？）' --lang zh-TW
hint 'print("n = " .. {})' '（先用 tostring(x) 變成文字，再用 .. 接起來）' --lang zh-TW
hint 'print(1 < nil)' '（有一邊是 nil：名字打錯了，還是還沒有值？）' --lang zh-TW
hint 'table.insert(1, 2)' '（insert 的第 1 個參數應該是表格，這裡卻是數字）' --lang zh-TW
hint 'math.floor()' '（floor 的第 1 個參數應該是數字，這裡沒有給）' --lang zh-TW
hint 'math.random(1.5)' '（這裡要整數：用 math.floor(x)，或把 / 改成 //）' --lang zh-TW
hint 'local function f() return f() + 1 end f()' '（函式不停地呼叫自己，停不下來）' --lang zh-TW
hint 'sim.multistep { sizes = 1 }' '（沒有這個名字；你是不是想寫 size？）' --lang zh-TW
hint 'array.linspace(1, 2)' '（少了這一項）' --lang zh-TW
hint 'plot.figure {}.save "a"' '（要用冒號呼叫，像 fig:save(...)）' --lang zh-TW
hint 'error "my own"' 'my own' --lang zh-TW

# What is noticed in another line
elsewhere() { # CODE TEXT
  printf '%s\n' "$1" >script.lua
  "$bin" run script.lua --lang zh-TW >stdout 2>stderr
  case $(cat stderr) in *"$2") result 0 "$1" ;; *) result 1 "$1" "$(cat stderr)" ;; esac
}
elsewhere 'if 1 == 1 then
  print(1)
' '（第 1 行的 if 沒有對應的 end）'
elsewhere 'if 1 == 1 then
  print(1)
else if 1 == 2 then
  print(2)
end' '（else if 請寫成 elseif，連在一起）'
elsewhere 'break' '（break 只能寫在迴圈裡）'
elsewhere 'local x =
' '（程式還沒寫完就結束了）'
elsewhere 'for i in range(10): print(i)
' '（寫成 for i = 1, 10 do ... end）'
elsewhere 'print((1 + 2) * (3
' '（第 1 行的 ( 沒有對應的 )）'

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
undrawn 'huge numbers' \
  "1 of 2 points (line 'score') are not drawn: numbers beyond 1e307 have no place on a linear axis (y)" \
  '{}' '{ 1, 2 }, { 1, 1e308 }'
undrawn 'huge numbers on a log axis' \
  "1 of 2 points (line 'score') are not drawn: numbers beyond 1e307 have no place on a log axis (y)" \
  '{ y = { scale = "log" } }' '{ 1, 2 }, { 1, 1e308 }'
undrawn 'gaps are meant' '' '{ y = { scale = "log" } }' '{ 1, 2, 3 }, { 1, 0/0, 3 }'
printf '1..%d\n' "$count"
[ "$failed" -eq 0 ]
