#!/bin/sh
# The command line from outside: exit codes, messages, sandbox, interruption, disks that are full.
#   sh tests/app/cli.sh BINARY FOLDER     prints TAP; FOLDER is made and used for everything written
set -u
# shellcheck source=tests/app/tap.sh
. "$(dirname "$0")/tap.sh"

run="run $root/scripts/multistep.lua"
small="--set trials=100"

# what a figure remembers
# shellcheck disable=SC2086
"$bin" $run $small --set steps=5 --seed 9 --out remembered >/dev/null 2>&1
check 'inspect shows a parameter' 0 'steps = 5' "$bin" inspect remembered/multistep.png
check 'inspect shows the seed alone' 0 '9' "$bin" inspect remembered/multistep.png --only seed
"$bin" inspect remembered/multistep.png --only script >kept.lua
cmp -s kept.lua "$root/scripts/multistep.lua"
result $? 'inspect gives the script back byte for byte'
check 'inspect of another file' 1 'is no PNG' "$bin" inspect kept.lua
check 'inspect of nothing' 2 'takes one PNG file' "$bin" inspect
check 'inspect of a missing file' 1 "cannot read 'gone.png'" "$bin" inspect gone.png
head -c 4000 remembered/multistep.png >cut.png
check 'inspect of a cut file' 1 "'cut.png' is damaged" "$bin" inspect cut.png

# ---- words ----
check 'no words' 0 'dunwu run FILE.lua' "$bin"
check '--help' 0 'dunwu run FILE.lua' "$bin" --help
check '-h' 0 'dunwu run FILE.lua' "$bin" -h
check '--version' 0 'Lua 5.4' "$bin" --version
check '--version tells what holds scripts' 0 'sandbox here: limits on time' "$bin" --version
check 'a wrong verb' 2 "did you mean 'run'?" "$bin" rnu
check 'a verb like nothing' 2 "no verb 'zzzzzzzz'" "$bin" zzzzzzzz
check 'a script for a verb' 2 'a script is run with: dunwu run a.lua' "$bin" a.lua
check 'a parameter for an option' 2 "no option '--steps'; a script's parameter is --set steps=VALUE" \
  "$bin" run a.lua --steps 3
check 'an unknown option of another verb' 2 "no option '--steps'; see 'dunwu new --help'" "$bin" new a.lua --steps 3
check 'an empty verb' 2 "no verb ''" "$bin" ''
for verb in run repl watch gallery list doc inspect redraw exercise grade; do
  check "$verb --help" 0 "usage: dunwu $verb" "$bin" "$verb" --help
  check "$verb with a wrong option" 2 "$verb has no option '--zzz'" "$bin" "$verb" --zzz
done
check 'run without a file' 2 'takes one file, got 0' "$bin" run
check 'run with two files' 2 'takes one file, got 2' "$bin" run a.lua b.lua
check 'a hundred words' 2 'too many words' "$bin" run a a a a a a a a a a a a a a a a a a a a
check 'list with a word' 2 'takes no words' "$bin" list x
check 'gallery with two folders' 2 'takes one folder' "$bin" gallery a b
check 'doc with two names' 2 'takes one name' "$bin" doc a b
# shellcheck disable=SC2086
{
  check 'an unknown option' 2 "did you mean '--out'?" "$bin" $run --oot x
  check 'an option without a value' 2 "'--seed' needs a value" "$bin" $run --seed
  check '--seed -1' 2 "'--seed' must be a whole number" "$bin" $run --seed -1
  check '--seed 1.5' 2 "got '1.5'" "$bin" $run --seed 1.5
  check '--seed abc' 2 "got 'abc'" "$bin" $run --seed=abc
  check '--seed nan' 2 "got 'nan'" "$bin" $run --seed nan
  check '--seed 1e300' 2 "got '1e300'" "$bin" $run --seed 1e300
  check '--threads -1' 2 "'--threads' must be" "$bin" $run --threads -1
  check '--memory 0' 2 "'--memory' must be" "$bin" $run --memory 0
  check '--time -1' 2 "'--time' must be" "$bin" $run --time -1
  check '--format gif' 2 'png, svg, pdf' "$bin" $run --format gif
  check '--format of nothing' 2 'png, svg, pdf' "$bin" $run --format=
  check '--format png,,svg' 2 "got 'png,,svg'" "$bin" $run --format png,,svg
  check '--lang xx' 2 "'en', 'zh-TW'" "$bin" $run --lang xx
  check '--theme pink' 2 "'light', 'dark', 'print'" "$bin" $run --theme pink
  check '--csv=3' 2 "'--csv'" "$bin" $run --csv=3
  check '--set of an unknown name' 2 "no parameter 'stepz'; did you mean 'steps'?" \
    "$bin" $run --set stepz=3
  check '--set of a name like none' 2 "no parameter 'qqqqqq'" "$bin" $run --set qqqqqq=3
  check '--set out of range' 2 "'steps' must be a whole number in 1..128, got 0" \
    "$bin" $run --set steps=0
  check '--set of a word' 2 "'steps' must be a whole number" "$bin" $run --set steps=abc
  check '--set of half a number' 2 'got 1.5' "$bin" $run --set steps=1.5
  check '--set of nothing' 2 "'steps' must be" "$bin" $run --set steps=
  check '--set of nan' 2 "'spread' must be" "$bin" $run --set spread=nan
  check '--set without =' 2 'NAME=VALUE' "$bin" $run --set steps
  check '--set without a name' 2 'NAME=VALUE' "$bin" $run --set =3
  check "a script's own help" 0 'reasoning steps a problem needs' "$bin" $run --help
  check 'help shows ranges and defaults' 0 '1..128' "$bin" $run --help
}
script '--set without param' 2 "declares none" 'print(1)' --set a=1

# ---- files ----
check 'a missing file' 1 "cannot read 'nothing.lua'" "$bin" run nothing.lua
check 'a folder as file' 1 'is a folder' "$bin" run "$out"
check 'a file without end' 1 'larger than' "$bin" run /dev/zero
script 'a syntax error' 1 'script.lua:2: ' 'local x = 1
local y = = 2'
script 'a runtime error' 1 'script.lua:2: attempt to' '
local x = nil + 1'
script 'an error in a library' 1 "script.lua:3: stats.mean: 'x' is missing" '

stats.mean()'
: >empty.lua
timeout 10 "$bin" run empty.lua >stdout 2>&1 && [ ! -s stdout ]
result $? 'an empty script'
script 'a line for the shell' 0 'fine' '#!/usr/bin/env dunwu
print "fine"'
printf '\033Lua' >binary.lua
check 'bytecode' 1 'binary' "$bin" run binary.lua
head -c 3000 "$bin" >binary.lua
timeout 10 "$bin" run binary.lua >/dev/null 2>&1
result "$(($? != 1))" 'a program as script'
printf 'print(1)\n\000\nprint(2)\n' >binary.lua
check 'a NUL byte' 1 'binary.lua:2' "$bin" run binary.lua
printf '\357\273\277print "marked"\r\nprint "lines"\r\n' >marked.lua
check 'a byte order mark, Windows line ends' 0 'marked' "$bin" run marked.lua

# ---- the reference ----
check 'list' 0 'multistep' "$bin" list
check 'list shows tables' 0 'chain_of_thought' "$bin" list
check 'doc' 0 'multistep' "$bin" doc
check 'doc of a simulator' 0 'run.size' "$bin" doc sim.multistep
check 'doc of a function' 0 'Wilson 1927' "$bin" doc stats.wilson
check 'doc of a method of an object of the script' 0 'axes:line' "$bin" doc ax:line
check 'doc of nothing' 2 "nothing named 'nonsense'" "$bin" doc nonsense
check 'doc of something near' 2 "did you mean 'multistep'?" "$bin" doc sim.multistpe
bad=
for name in $("$bin" doc | sed -n 's/^  \([a-z_0-9]\{1,\}\) .*/\1/p' | sort -u); do
  "$bin" doc "$name" >stdout 2>stderr && [ -s stdout ] || bad="$bad $name"
done
result "$([ -z "$bad" ]; echo $?)" 'doc of everything that doc lists' "no doc of$bad"

# ---- running ----
cd "$out" || exit 1
mkdir -p elsewhere
# shellcheck disable=SC2086
{
  check 'a figure' 0 'plots/multistep.png' "$bin" $run $small --out plots
  check 'beside it, its numbers' 0 'csv_out/multistep.csv' "$bin" $run $small --out csv_out --csv
  check 'three formats' 0 'formats/multistep.pdf' "$bin" $run $small --out formats \
    --format png,svg,pdf
  check 'a caption' 0 '7' "$bin" $run $small --out plots --caption --seed 7
  check 'a folder in folders' 0 'a/b/c/multistep.png' "$bin" $run $small --out a/b/c
}
for file in csv_out/multistep.png formats/multistep.png formats/multistep.svg; do
  result "$([ -s $file ]; echo $?)" "$file is there"
done
cd elsewhere || exit 1
check "from another folder, dunwu's own script" 0 'multistep.png' \
  "$bin" run scripts/multistep.lua --set trials=100 --out "$out/plots"
cd "$out" || exit 1
ln -sf "$bin" linked
check 'through a link' 0 'multistep.png' ./linked run scripts/multistep.lua --set trials=100 \
  --out plots
for threads in 1 2 7; do
  "$bin" run "$root/scripts/multistep.lua" --set trials=70000 --out "threads_$threads" --csv \
    --threads "$threads" >/dev/null
done
cmp -s threads_1/multistep.png threads_2/multistep.png &&
  cmp -s threads_1/multistep.png threads_7/multistep.png
result $? 'the same figure from 1, 2 and 7 threads'
cmp -s threads_1/multistep.csv threads_7/multistep.csv
result $? 'the same numbers from 1 and 7 threads'
"$bin" run "$root/scripts/multistep.lua" --set trials=100 --out seed --csv --seed 2 >/dev/null
cmp -s csv_out/multistep.csv seed/multistep.csv
result "$(($? != 1))" 'other numbers from another seed'
mkdir -p gallery empty
printf 'local f = plot.figure {} f:axes {}:line({1, 2}, {1, 2}) f:save "one"\n' >gallery/one.lua
printf 'error "two is broken"\n' >gallery/two.lua
printf 'plot.figure {}:save "three"\n' >gallery/three.lua
check 'gallery goes on after a failure' 1 'two is broken' "$bin" gallery gallery --out plots
result "$(grep -q '^one.lua .*plots/one.png$' stdout && grep -q '^three.lua ' stdout &&
  grep -q '^two.lua .*failed' stdout; echo $?)" 'gallery tells of each script' "$(cat stdout)"
check 'gallery of nothing' 1 'no scripts' "$bin" gallery empty
check 'gallery of no folder' 1 'cannot read the folder' "$bin" gallery nowhere

# ---- disks ----
: >file
check 'a path below a plain file' 1 'cannot make the folder' "$bin" run gallery/one.lua --out file/x
check 'the output folder is a file' 1 'cannot make the folder' "$bin" run gallery/one.lua --out file
mkdir -p taken/one.png
check 'a folder where the figure goes' 1 'not a plain file' "$bin" run gallery/one.lua --out taken
if [ -w /dev/full ]; then
  for verb in list doc --version; do
    "$bin" "$verb" >/dev/full 2>stderr
    result "$(($? != 1))" "$verb to a full disk" "$(cat stderr)"
  done
else
  skip 'output to a full disk' 'no /dev/full'
fi
mkdir -p limited
"$bin" run "$root/scripts/multistep.lua" --set trials=100 --out limited >/dev/null
cp limited/multistep.png before.png
(
  ulimit -f 1
  exec timeout 30 "$bin" run "$root/scripts/multistep.lua" --set trials=200 --out limited
) >/dev/null 2>limited.err
status=$?
result "$([ "$status" = 1 ] && [ "$(wc -l <limited.err)" = 1 ] && grep -q 'cannot write' limited.err
  echo $?)" 'a limit on file size is an error of one line' "status $status: $(cat limited.err)"
cmp -s limited/multistep.png before.png
result $? 'the figure from before is untouched'
result "$([ "$(ls -A limited)" = multistep.png ]; echo $?)" 'nothing else is left' \
  "$(ls -A limited)"
mkdir -p disk
if [ "$(id -u)" = 0 ] && mount -t tmpfs -o size=64k none disk 2>/dev/null; then
  mounted=$out/disk
  check 'a full disk' 1 'cannot write' "$bin" run "$root/scripts/multistep.lua" --set trials=100 \
    --out disk
  result "$([ -z "$(ls -A disk)" ]; echo $?)" 'a full disk: nothing is left' "$(ls -A disk)"
else
  skip 'a full disk' 'cannot mount'
fi

# ---- stopping ----
mkdir -p stopped
cp before.png stopped/multistep.png
# interrupt NAME CODE-OR-FILE OPTION...: Ctrl-C after 0.4 s; must end within a second
interrupt() {
  name=$1
  shift
  # to the process alone: without --foreground its group would get a second one
  begin=$(date +%s%N)
  timeout --foreground -s INT 0.4 "$bin" run "$@" >stdout 2>stderr
  status=$? took=$((($(date +%s%N) - begin) / 1000000))
  [ "$took" -lt 1400 ] && [ "$status" = 124 ] && grep -q "$wanted" stderr
  result $? "$name" "status $status after $took ms: $(cat stderr)"
}
wanted='stopped after [0-9]* % of the trials (Ctrl-C)'
printf 'sim.multistep { size = { 1e9, 1e10 }, trials = 1e12, steps = 128 } print "on"' >long.lua
interrupt 'Ctrl-C in a long simulation' long.lua
wanted='stopped (Ctrl-C)'
printf 'while true do pcall(function() while true do end end) end' >long.lua
interrupt 'Ctrl-C in a long script' long.lua
interrupt 'the same, trusted' long.lua --trust
printf 'while true do pcall(coroutine.wrap(function() while true do end end)) end' >coroutines.lua
interrupt 'Ctrl-C in coroutines' coroutines.lua
interrupt 'Ctrl-C in coroutines, trusted' coroutines.lua --trust
printf 'print "before" local s = (("a"):rep(100)):find(("a*"):rep(30) .. "b")' >deep.lua
interrupt 'Ctrl-C deep in C, trusted' deep.lua --trust
result "$([ "$(cat stdout)" = before ]; echo $?)" 'what it printed is there' "$(cat stdout)"
timeout --foreground -s INT --preserve-status 0.4 "$bin" run long.lua 2>/dev/null
result "$(($? != 1))" 'Ctrl-C ends with status 1'
sed '/trials/s/max = [0-9e]*/max = 1e9/' "$root/scripts/multistep.lua" >stopped.lua
wanted='stopped after'
interrupt 'Ctrl-C before a figure is drawn' stopped.lua --out stopped --set trials=1000000000 \
  --set steps=128
cmp -s stopped/multistep.png before.png
result $? 'Ctrl-C: the figure from before is untouched'
result "$([ "$(ls -A stopped)" = multistep.png ]; echo $?)" 'Ctrl-C: nothing else is left'
script '--time in a simulation' 1 'the time limit' \
  'sim.multistep { size = { 1e9 }, trials = 1e12 }' --time 0.3
script '--time in a loop' 1 'the time limit' 'while true do end' --time 0.3
script '--time: pcall cannot swallow it' 1 'the time limit' \
  'while true do pcall(function() while true do end end) end' --time 0.3
script '--time: __close cannot' 1 'the time limit' \
  'local function f() while true do end end
   local t <close> = setmetatable({}, { __close = f }) f()' --time 0.3
script '--time: coroutines cannot' 1 'the time limit' \
  'while true do pcall(coroutine.wrap(function() while true do end end)) end' --time 0.3
script '--time: nested coroutines cannot' 1 'the time limit' \
  'local function f() while true do pcall(coroutine.wrap(f)) end end f()' --time 0.3
script '--time: a search cannot' 1 'the time limit' \
  'local s = ("a"):rep(100) s:find(("a*"):rep(30) .. "b")' --time 0.3
script 'table.move has an end' 1 'too many for a table' 'table.move({}, 1, 1 << 40, 2)' --time 5
script 'a finaliser of a script is refused' 1 '__gc' \
  'setmetatable({}, { __gc = function() while true do end end })' --time 5
script '"" as often as one likes' 0 'still here' \
  'assert(("").rep("", 1 << 60) == "") print "still here"' --time 5

# ---- the sandbox ----
for name in os io load loadstring dofile loadfile debug package collectgarbage xpcall warn; do
  script "no $name" 1 "the script has no '$name'" "$name()"
done
script 'no string.dump' 0 'nil' 'print(string.dump)'
script 'globals are local' 1 "write 'local x'" 'x = 1'
script 'a misspelt global' 1 "did you mean 'print'?" 'pritn(1)'
script 'the globals are closed' 0 'false' 'print(getmetatable(_G), getmetatable(""))'
script 'libraries are closed' 1 'cannot be changed' 'sim.mine = 1'
script 'pairs is sorted' 0 '1 2 3 a b c d' 'local s = {}
for k in pairs { c = 1, a = 1, [3] = 1, d = 1, [1] = 1, b = 1, [2] = 1 } do s[#s + 1] = k end
print(table.concat(s, " "))'
script 'pairs while the table shrinks' 0 'a c' 'local t, s = { a = 1, b = 2, c = 3 }, {}
for k in pairs(t) do s[#s + 1] = k t.b = nil end
print(table.concat(s, " "))'
printf 'print(math.random(), math.random(1e9))' >random.lua
a=$("$bin" run random.lua) b=$("$bin" run random.lua) c=$("$bin" run random.lua --seed 2)
result "$([ "$a" = "$b" ]; echo $?)" 'math.random repeats' "$a, $b"
result "$([ "$a" != "$c" ]; echo $?)" 'math.random follows --seed' "$a, $c"
script 'error(nil)' 1 'no text but a nil' 'error(nil)'
script 'error {}' 1 'no text but a table' 'error {}'
script 'an error that raises' 1 'no text but a table' \
  'error(setmetatable({}, { __tostring = error }))'
script 'an error in a coroutine' 1 'script.lua:1: x' 'coroutine.wrap(function() error "x" end)()'
for flood in 'local s = ("x"):rep(1 << 30)' 'local t = {} for i = 1, 1e10 do t[i] = i end' \
  'local a = array.zeros(1e8)' 'local t = {} for i = 1, 1e6 do t[i] = array.zeros(1e4) end' \
  'local s = "x" while true do s = s .. s end' \
  'local t = {} while true do t[#t + 1] = coroutine.create(print) end'; do
  script "--memory: $flood" 1 'memory' "$flood" --memory 64
done
script 'deep recursion' 1 'stack overflow' 'local function f() return 1 + f() end f()'
script 'recursion through a metamethod' 1 'overflow' \
  'local t = setmetatable({}, { __index = function(t, k) return t[k] end }) return t.x'
script 'a table outside' 1 "outside the script's folder" 'data.csv "../secret.csv"'
script 'a table by its full path' 1 "outside the script's folder" 'data.csv "/etc/passwd"'
script 'a table outside, hidden' 1 "outside the script's folder" 'data.csv "a/../../secret.csv"'
script 'a figure outside' 1 'must be plain' 'plot.figure {}:save "x/../../outside"'
result "$([ ! -e outside.png ]; echo $?)" 'no figure outside'
printf 'x\n1\n' >near.csv
script 'a table beside the script' 0 '1.0' 'print(data.csv("near.csv").x[1])'
script 'the help of a script without parameters' 0 'no parameters' \
  'plot.figure {}:save "helpless"' --help
result "$([ ! -e plots/helpless.png ]; echo $?)" 'asking for help draws nothing'
script 'an error cannot steer the terminal' 1 'script.lua:1: ' 'error "\27[31mred\7"'
result "$(! grep -q "$(printf '\033')" stderr; echo $?)" 'no escape sequence in a complaint'

result "$([ -z "$(find "$out" -name '.dunwu-*')" ]; echo $?)" 'no temporary file is left' \
  "$(find "$out" -name '.dunwu-*')"
printf '1..%d\n' "$count"
[ "$failed" -eq 0 ]
