#!/bin/sh
# dunwu repl: chunks from standard input, and a conversation on a terminal.
#   sh tests/app/repl.sh BINARY FOLDER     prints TAP; FOLDER is made and used for everything
set -u
# shellcheck source=tests/app/tap.sh
. "$(dirname "$0")/tap.sh"

rm -rf "$out"/*
LANG=C.UTF-8 HOME=$out/home XDG_STATE_HOME=
export LANG HOME XDG_STATE_HOME

# said NAME STATUS OUT ERR INPUT [OPTION...]: what goes in, all that comes out, and how it complains
said() {
  name=$1 wanted=$2 says=$3 complains=$4
  printf '%s\n' "$5" >input
  shift 5
  timeout 30 "$bin" repl --out plots "$@" <input >stdout 2>stderr
  got=$?
  why=
  if [ "$got" -ne "$wanted" ]; then why="status $got, wanted $wanted"; fi
  if [ "$(cat stdout)" != "$says" ]; then why="$why; it says"; fi
  case "$(cat stderr)" in
  "$complains") ;;
  "${complains:-nothing}"*) ;; # hints follow
  *) why="$why; it complains" ;;
  esac
  if [ -z "$why" ]; then result 0 "$name"; else result 1 "$name" "$why
$(cat stdout stderr)"; fi
}

# value WHAT_IT_SHOWS EXPRESSION
value() { said "value of $2" 0 "$1" '' "$2"; }
# fails MESSAGE CODE: the message, and the session goes on
fails() { said "fails: $2" 1 'goes on' "dunwu: $1" "$2
print 'goes on'"; }

# ---- values ----
value 2 '1 + 1'
value '2.5' '5 / 2'
value nil 'nil'
value '"a 中文 \"b\"\n\x1b"' '"a 中文 \"b\"\n\27"'
value '1	nil	2' 'return 1, nil, 2'
value '' '-- only words'
value '' 'local function f() end f()'
value '{}' '{}'
value '{ 1, 2, { 3 }, a = "b", ["c d"] = true, ["end"] = 1 }' \
  '{ 1, 2, { 3 }, ["c d"] = true, a = "b", ["end"] = 1 }'
value '{ [-1] = "x", [1.5] = "y", a = 1 }' '{ a = 1, [1.5] = "y", [-1] = "x" }'
value '{ { { { { ... } } } } }' '{ { { { { 1 } } } } }'
value '{ me = { itself } }' 'local t = {} t.me = t return t'
value 'array(3): 0 0.5 1' 'array.linspace(0, 1, 3)'
value 'function sim.cot' 'sim.cot'
value 'function axes:line' 'plot.figure{ title = "x" }:axes().line'
value 'function at stdin:1' 'function() end'
value 'coroutine' 'coroutine.create(print)'
value 'figure' 'plot.figure{ title = "x" }'
value 'I am' 'setmetatable({}, { __tostring = function() return "I am" end })'
value '4' '#"four"'
value '4' '   4   -- four'
value 'goes?[2J' 'setmetatable({}, { __tostring = function() return "goes\27[2J" end })'
printf 'local t = {} for i = 1, 1e5 do t[i] = i; t["k" .. i] = i end\nt\n("x"):rep(1e7)\n' |
  "$bin" repl >stdout 2>stderr
[ "$(wc -c <stdout)" -lt 10000 ] && [ ! -s stderr ] && grep -q 'more' stdout && grep -q '(10000000 bytes)' stdout
result $? 'large values are cut' "$(head -c 500 stdout)"

# ---- what stays ----
said 'locals stay' 0 '6
10' '' 'local x, y = 3, 4
x * 2
y = x + 7
y'
said 'a local without a value' 0 'nil
1' '' 'local x
x
x = 1
x'
said 'constants stay' 0 '8' '' 'local n <const>, m <const> = 5, 3
n + m'
fails "stdin:1: attempt to assign to const variable 'n'" 'local n <const> = 5 n = 6'
said 'what is closed does not stay' 1 'closed' "dunwu: stdin:2: the script has no 'f'" \
  'local f <close> = setmetatable({}, { __close = function() print "closed" end })
f'
said 'functions stay, call themselves and share variables' 0 '120
2
2' '' 'local function f(n) return n < 2 and 1 or n * f(n - 1) end
f(5)
local n = 0
local function up() n = n + 1 end
up() up()
n
do local n = 7 end
n'
said 'declared anew it is another variable' 0 '2
4' '' 'local k = 2
local function f() return k end
local k = 2 * k
f()
k'
said 'a variable that is new without local' 0 '3
4	5' '' 'x = 3
x
function g() return 4, 5 end
g()'
said 'the last value' 0 '3
4' '' '1 + 2
local nothing
_ + 1'
said 'chunks of many lines' 0 '1
3
{ 1, 2 }' '' 'for i = 1, 3 do
  if i == 2 then goto continue end
  print(i)
  ::continue::
end

{ 1,

2 }'
said 'a block has variables of its own' 1 '' "dunwu: stdin:1: the script has no 'inner'" \
  'do local inner = 1 end return inner'
said 'what a chunk had before it failed' 1 '1' 'dunwu: stdin:2: mine' 'local a = 1
local b = 2 error "mine"
a'
said 'trials know the variables' 0 '0.3' '' 'local chance = 0.3
local function draw(rng) return rng:chance(chance) end
local run = sim.montecarlo { x = { 1 }, trials = 20000, trial = function(rng) return draw(rng) end }
print(("%.1f"):format(run.mean[1]))'
said 'parameters' 0 '{ steps = 9 }
{ steps = 9 }' '' 'param { steps = { 8, min = 1, integer = true } }
local p = param { steps = { 8, min = 1, integer = true } }
p' --set steps=9
said 'the seed' 0 'true' '' 'sim.cot { seed = 4, trials = 50, size = { 1e9 } }.mean[1] == sim.cot { trials = 50, size = { 1e9 } }.mean[1]' --seed 4

# ---- what fails ----
fails "stdin:1: the script has no 'statss' (did you mean 'stats'?)" 'statss'
fails "stdin:1: syntax error near '+' (write n = n + 1)" 'x++'
fails "stdin:1: unexpected symbol near '='" 'local x = = 3'
fails "stdin:1: unexpected symbol near '+'" '1 + + 2'
fails "stdin:2: attempt to perform arithmetic on a nil value" 'local x = 1
return nil + x'
fails 'the script raised an error that is no text but a table' 'error { code = 3 }'
fails 'stdin:1: attempt to yield from outside a coroutine' 'coroutine.yield(1)'
fails 'mine' 'setmetatable({}, { __tostring = function() error("mine", 0) end })'
said 'memory' 1 '1' 'dunwu: not enough memory; a script may use 64 MiB (--memory)' '("x"):rep(1e9)
1' --memory 64
said 'the end is missing' 1 '' "dunwu: stdin:3: 'end' expected (to close 'if' at line 2) near <eof>" 'local x
if true then'
fails "stdin:1: assignment to undeclared global 'q'; write 'local q'" '(function() q = 1 end)()'
fails "stdin:1: require: cannot read 'none.lua': No such file or directory" 'require "none"'
fails "stdin:1: attempt to call a nil value (field 'x')" 'local t = {} t.x()'
said 'time' 1 'then' 'dunwu: stdin:1: stopped (the time limit)' 'while true do end
print "then"' --time 0.2

# ---- on a terminal ----
typist=$(dirname "$bin")/typist
"$typist" true </dev/null >came 2>&1
if [ $? = 97 ]; then
  skip 'terminal' 'this system gives no pseudo-terminals'
  printf '1..%d\n' "$count"
  exit "$failed"
fi
# converse NAME STATUS LINES [OPTION...]: each line as tests/tools/typist.c says; a prompt: 2004h
converse() {
  name=$1 wanted=$2
  printf '%s\n' "$3" >lines
  shift 3
  TERM=xterm timeout 60 "$typist" "$bin" repl --out plots "$@" <lines >came
  got=$?
  [ "$got" -eq "$wanted" ]
  result $? "terminal: $name" "status $got, wanted $wanted: $(tail -n 30 came | cat -v)"
}
# offers TYPED SEEN: what Tab makes of it
offers() {
  converse "Tab after $1" 0 "see 2004h
type $1\\t
see $2
type \\x03
see 2004h
type \\x04"
}
converse 'a greeting, a value, exit' 0 'see Type help
see 2004h> 
type 1 + 2\n
see 3
see 2004h> 
type exit\n'
converse 'Chinese' 0 'see 輸入 help
see 2004h> 
type "變數x\x7f\x7f"\n
see "變"
see 2004h> 
type help\n
see 函式庫
see 2004h> 
type quit\n' --lang zh-TW
converse 'Ctrl-C drops the line, the chunk, and what runs' 0 'see 2004h> 
type nonsense(\x03
see 2004h> 
type if true then\n
see 2004h>> 
type \x03
see 2004h> 
type 6 * 7\n
see 42
see 2004h> 
type print(("ru"):rep(2)) while true do end\n
see ruru
type \x03
within 5000 stopped (Ctrl-C)
see 2004h> 
type sim.multistep { size = { 1e9 }, trials = 1e12, steps = 3 }\n
see left
type \x03
within 5000 (Ctrl-C)
see 2004h> 
type 5 * 5\n
see 25
see 2004h> 
type \x04'
converse 'a window that changes its size' 0 'see 2004h> 
type 1 +
size 20 30
type  1\n
see 2
see 2004h> 
type \x04'
for word in 'plot.fi:figure' 'whi:while' 'sim.cot { st:steps' 'sim.cot({ vot:votes = ' 'math.flo:floor' \
  'plot.figure { theme = "da:dark"' "plot.figure { theme = 'da:dark'" \
  'ax\:line(x, y, { wid:width_px = ' 'help "sim.mult:multistep"' 'data.published "mod:models"' 'data.csv "rem:rember.csv"' \
  'sim.multistep { steps = 3, ability = sim.ability.log:logistic'; do
  : >rember.csv
  typed=$(printf '%s' "$word" | sed 's/\([^\\]\):[^:]*$/\1/; s/\\:/:/g')
  offers "$typed" "${word##*:}"
done
converse 'Tab runs nothing' 0 'see 2004h> 
type local t = setmetatable({ near = 1, nearer = 2 }, { __index = function() error "ran" end, __pairs = error })\n
see 2004h> 
type t.ne\t
see nearer
type \x03
see 2004h> 
type t.none.x\t\x03
see 2004h> 
type t:ne\t\x03
see 2004h> 
type print(#"done")\n
see 4
unseen ran
see 2004h> 
type \x04'
converse 'objects' 0 'see 2004h> 
type local fig = plot.figure { title = "x" } local ax = fig:axes {}\n
see 2004h> 
type ax:relia\t
see reliability
type \x03
see 2004h> 
type local run = sim.cot { trials = 10, size = { 1e9 } }\n
see 2004h> 
type run.cot.me\t
see mean
type \x03
see 2004h> 
type run:cross\t
see crossings
type \x03
see 2004h> 
type \x04'
converse 'a scenario that is pasted' 0 "see 2004h> 
type \\e[200~$(sed 's/\\/\\\\/g; s/$/\\n/' "$root/scripts/multistep.lua" | tr -d '\n')\\e[201~
type \\n
see plots/multistep.png
see 2004h> 
type p.trials\\n
see 500
see 2004h> 
type \\x04" --set trials=500
"$bin" inspect plots/multistep.png --only script | grep -q 'sim.multistep'
result $? 'the figure remembers what was typed'
history=$out/home/.local/state/dunwu/history
[ "$(stat -c %a "$history")" = 600 ] && grep -qx '1 + 2' "$history" && grep -qx '6 \* 7' "$history" &&
  ! grep -q nonsense "$history"
result $? 'the history is kept, for the owner alone' "$(cat "$history")"
seq 2000 >>"$history"
converse 'the history of earlier sessions' 0 'see 2004h> 
type \e[A\n
see 2000
see 2004h> 
type "new"\n
see 2004h> 
type \x04'
[ "$(wc -l <"$history")" -eq 1000 ] && [ "$(tail -n 1 "$history")" = '"new"' ]
result $? 'it has a thousand lines at most' "$(wc -l "$history")"
unset HOME XDG_STATE_HOME
converse 'no home' 0 'see 2004h> 
type 7 * 7\n
see 49
see 2004h> 
type \x04'
! grep -q dunwu: came
result $? 'is no error' "$(cat came)"

printf '1..%d\n' "$count"
[ "$failed" -eq 0 ]
