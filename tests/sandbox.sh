#!/bin/sh
# Attacks on the sandbox: each file of tests/sandbox is a script that must end with status 1 and the
# message that its first line expects (its second line may have options of run), must leave nothing outside its output folder and must tell
# nothing of a file that it may not read.
#   sh tests/sandbox.sh BINARY FOLDER     prints TAP; FOLDER is made anew for all that is written
set -u
bin=$(CDPATH='' cd -- "$(dirname -- "$1")" && pwd)/$(basename -- "$1")
attacks=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)/sandbox
rm -rf "$2"
mkdir -p "$2"
cd "$2" || exit 1
out=$(pwd)
count=0
failed=0

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

# A world for each attack: what it may reach, and what not.
world() { # NAME
  mkdir -p "$1/script/folder"
  cp "$attacks/$1.lua" "$1/script/attack.lua"
  printf 'answer\nSECRET-4711\n' >"$1/secret.csv"
  printf 'return "SECRET-4711"\n' >"$1/secret.lua"
  printf 'x\n1\n' >"$1/script/near.csv"
  printf '\033Lua\n' >"$1/script/bytecode.lua"
  printf 'return require "circle"\n' >"$1/script/circle.lua"
  ln -s ../secret.lua "$1/script/linked.lua"
  ln -s ../secret.csv "$1/script/linked.csv"
  ln -s .. "$1/script/away"
  ln -s /proc "$1/script/process"
  mkfifo "$1/script/pipe"
}

# What is there, but for the output folder: names, sizes, kinds.
listing() { # NAME
  find "$1" -path "$1/plots" -prune -o -printf '%p %y %s %l\n' | sort
}

# In a process of its own: leaves what went wrong in NAME.why.
attack() { # NAME
  expected=$(sed -n '1s/^-- expect: //p' "$1/script/attack.lua")
  case $expected in
  *'time limit'*) seconds=0.5 ;;
  *) seconds=25 ;;
  esac
  options=$(sed -n '2s/^-- options: //p' "$1/script/attack.lua")
  listing "$1" >"$1.before"
  # shellcheck disable=SC2086  # options are words
  timeout 30 "$bin" run "$1/script/attack.lua" --time "$seconds" --memory 64 --out "$1/plots" \
    $options >"$1.out" 2>"$1.err" </dev/null
  status=$?
  listing "$1" >"$1.after"
  {
    if [ -z "$expected" ]; then echo 'no message is expected'; fi
    if [ "$status" = 124 ]; then echo 'it did not end'; fi
    if [ "$status" != 1 ]; then echo "status $status"; fi
    if ! grep -qaF -- "$expected" "$1.err"; then
      echo "no '$expected' in: $(head -c 600 "$1.err")"
    fi
    if [ "$(grep -ac '^dunwu: ' "$1.err")" != 1 ]; then echo 'not one complaint'; fi
    if grep -qa "$(printf '\033')" "$1.err"; then echo 'it steers the terminal'; fi
    if grep -qa SECRET "$1.out" "$1.err"; then echo 'it told a secret'; fi
    diff "$1.before" "$1.after"
    if [ -d "$1/plots" ]; then find "$1/plots" -name '.dunwu-*'; fi
  } >"$1.why"
  rm -f "$1.out"
}

# Two at a time.
names=$(cd "$attacks" && for file in *.lua; do echo "${file%.lua}"; done)
other=
for name in $names; do
  world "$name"
  attack "$name" &
  if [ -n "$other" ]; then wait "$other"; fi
  other=$!
done
wait
for name in $names; do
  result "$([ -e "$name.why" ] && [ ! -s "$name.why" ]; echo $?)" "$name" "$(cat "$name.why")"
done
result "$([ "$count" -ge 100 ]; echo $?)" 'a hundred attacks'

# ---- where the kernel has no Landlock and no seccomp, dunwu's own checks hold ----
older=$(dirname "$bin")/older_kernel
if [ -x "$older" ] && "$older" true; then
  result "$("$older" "$bin" --version | grep -q 'no Landlock; no seccomp'; echo $?)" \
    'an older kernel is told of'
  newer=$bin
  printf '#!/bin/sh\nexec "%s" "%s" "$@"\n' "$older" "$bin" >"$out/older_dunwu"
  chmod +x "$out/older_dunwu"
  bin=$out/older_dunwu
  mkdir older
  cd older || exit 1
  refused='bytecode_* fork_* load_* name_* read_* require_* result_* files_* metatable_* debug_*'
  # shellcheck disable=SC2086  # patterns
  for name in $(cd "$attacks" && ls -d $refused); do
    name=${name%.lua}
    world "$name"
    attack "$name"
    result "$([ -e "$name.why" ] && [ ! -s "$name.why" ]; echo $?)" "$name, on an older kernel" \
      "$(cat "$name.why")"
  done
  cd "$out" || exit 1
  bin=$newer
  printf 'print "it runs"\n' >runs.lua
  timeout 30 "$older" --refuses "$bin" run runs.lua >stdout 2>stderr
  result "$([ $? = 1 ] && [ ! -s stdout ] &&
    grep -q 'not run: the system refused to limit it (Landlock: ' stderr; echo $?)" \
    'nothing is run when the kernel refuses to confine it' "$(cat stdout stderr)"
  timeout 30 "$older" "$bin" run runs.lua >stdout 2>stderr
  result "$([ $? = 0 ] && [ "$(cat stdout)" = 'it runs' ]; echo $?)" \
    'a script runs on an older kernel' "$(cat stdout stderr)"
fi

# ---- what no script can do alone ----
printf '\033Lua\124\0\031\223' >bytecode.lua
timeout 30 "$bin" run bytecode.lua >stdout 2>stderr
result "$([ $? = 1 ] && grep -qa 'binary chunk' stderr; echo $?)" 'a script of bytecode' "$(cat stderr)"

printf 'while true do end\n' >forever.lua
"$bin" run forever.lua >stdout 2>stderr &
parent=$!
child=
tries=0
while [ -z "$child" ] && [ "$tries" -lt 100 ]; do
  sleep 0.1
  child=$(tr -d ' ' <"/proc/$parent/task/$parent/children" 2>/dev/null)
  if [ -n "$child" ] && ! grep -q '^Seccomp:.*2' "/proc/$child/status"; then child=; fi
  tries=$((tries + 1))
done
if [ -e "/proc/$parent/task/$parent/children" ]; then
  result "$([ -n "$child" ] && grep -q '^NoNewPrivs:.*1' "/proc/$child/status"; echo $?)" \
    'the child is under seccomp and gains no rights'
  result "$(grep -q '^Max core file size  *0  *0 ' "/proc/$child/limits"; echo $?)" \
    'the child writes no core file'
  result "$(! grep -q '^Max data size  *unlimited' "/proc/$child/limits"; echo $?)" \
    'the memory of the child is limited'
  kill -9 "$parent"
  wait "$parent" 2>/dev/null
  tries=0
  while [ -e "/proc/$child" ] && [ "$tries" -lt 100 ]; do
    sleep 0.1
    tries=$((tries + 1))
  done
  result "$([ ! -e "/proc/$child" ]; echo $?)" 'the child ends with its parent'
else
  kill -9 "$parent"
fi

mkdir folder
printf 'error "one"\n' >folder/a.lua
printf 'local s = ("a"):rep(100) s:find(("a*"):rep(30) .. "b")\n' >folder/b.lua
printf 'plot.figure {}:save "third"\n' >folder/c.lua
timeout 30 "$bin" gallery folder --out plots --time 0.5 >stdout 2>stderr
result "$([ $? = 1 ] && grep -q 'the time limit' stderr && grep -q '^c.lua .*plots/third.png' stdout
  echo $?)" 'a gallery goes on after a script that had to be killed' "$(cat stdout stderr)"
rm -f plots/third.png
printf 'os.exit(0)\n' >folder/bb.lua
timeout 30 "$bin" gallery folder --out plots --time 0.5 --trust >stdout 2>stderr
result "$([ $? = 1 ] && grep -q 'folder/b.lua: .*the time limit' stderr &&
  grep -q '^b.lua .*failed' stdout && grep -q '^c.lua .*plots/third.png' stdout; echo $?)" \
  'and so does one of trusted scripts' "$(cat stdout stderr)"
printf 'print "no figure"\n' >plain.lua
"$bin" run plain.lua --out made/for/nothing >stdout 2>stderr
result "$([ $? = 0 ] && [ ! -e made ]; echo $?)" 'a script that draws nothing leaves no folder'
"$bin" run folder/c.lua --out made/for/a/figure >stdout 2>stderr
result "$([ $? = 0 ] && [ -s made/for/a/figure/third.png ]; echo $?)" 'a folder in folders is made' \
  "$(cat stderr)"

# ---- what stays possible ----
mkdir -p modules/tools
printf 'return { n = 40, more = require "more" }\n' >modules/tools/count.lua
printf 'return 2\n' >modules/more.lua
printf 'x\n7\n' >modules/real.csv
ln -s real.csv modules/link.csv
printf 'local count = require "tools.count"
print(count.n + count.more, require "tools.count" == count)\n' >modules/main.lua
printf 'print(data.csv("link.csv").x[1])\n' >modules/link.lua
"$bin" run modules/main.lua >stdout 2>stderr
result "$([ "$(cat stdout)" = '42	true' ]; echo $?)" 'require, below the folder of the script' \
  "$(cat stdout stderr)"
(cd / && "$bin" run "$out/modules/main.lua" --trust) >stdout 2>stderr
result "$([ "$(cat stdout)" = '42	true' ]; echo $?)" 'the same with --trust, from another folder' \
  "$(cat stdout stderr)"
"$bin" run modules/link.lua --trust >stdout 2>stderr
result "$(grep -q '^7' stdout; echo $?)" 'with --trust a link is followed' "$(cat stdout stderr)"
printf 'for i = 1, 1000000 do print(i) end\n' >talker.lua
"$bin" run talker.lua 2>stderr | head -n 1 >stdout
result "$([ "$(cat stdout)" = 1 ] && [ ! -s stderr ]; echo $?)" 'a pipe that nobody reads any more' \
  "$(cat stderr)"
printf 'print "before" local s = (("a"):rep(100)):find(("a*"):rep(30) .. "b")\n' >deep.lua
timeout --foreground -s INT --preserve-status 1 "$bin" run deep.lua >stdout 2>stderr
result "$([ $? = 1 ] && grep -q 'stopped (Ctrl-C)' stderr && grep -q before stdout; echo $?)" \
  'Ctrl-C ends a script that is deep in C; what it printed is there' "$(cat stdout stderr)"
result "$([ -z "$(find "$out" -name '.dunwu-*')" ]; echo $?)" 'no temporary file is left'
printf '1..%d\n' "$count"
[ "$failed" -eq 0 ]
