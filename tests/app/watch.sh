#!/bin/sh
# dunwu watch, beside an editor.
#   sh tests/app/watch.sh BINARY FOLDER     prints TAP; FOLDER is made and used for everything
set -u
# shellcheck source=tests/app/tap.sh
. "$(dirname "$0")/tap.sh"

rm -rf "$out"/*
LANG=C.UTF-8
export LANG

draw() { # NAME: a script that draws NAME.png
  printf 'local fig = plot.figure { title = "%s" }\n' "$1"
  printf 'fig:axes():line({ 1, 2 }, { 1, 2 })\nfig:save "%s"\n' "$1"
}

draw one >a.lua
: >watched
"$bin" watch a.lua --out plots >watched 2>&1 &
watcher=$!
shown 'plots/one.png'
shown 'save a.lua to draw again'
draw two >a.lua
shown 'plots/two.png'
echo 'error "mine"' >a.lua
shown 'a.lua:1: mine'
shown 'save a.lua to run it again'
draw three >b.lua && mv b.lua a.lua # as many editors save
shown 'plots/three.png'
echo 'while true do end' >a.lua
sleep 0.5
draw four >a.lua # the loop is given up
shown 'plots/four.png'
printf 'return { word = "first" }\n' >part.lua
printf 'print(require("part").word)\n' >a.lua
shown 'first'
printf 'return { word = "second" }\n' >part.lua
shown 'second'
before=$(wc -l <watched)
echo 'not a script' >notes.txt
sleep 0.5
[ "$(wc -l <watched)" = "$before" ]
result $? 'other files are left alone' "$(tail -n 3 watched)"
rm a.lua
draw five >part.lua
shown "cannot read 'a.lua'"
draw six >a.lua
shown 'plots/six.png'
kill -INT "$watcher"
wait "$watcher"
result $? 'Ctrl-C ends with status 0'
grep -q 'Stopped watching' watched
result $? 'and says so'
[ "$(find plots -name '*.png' | wc -l)" = 5 ] && [ -z "$(find plots -type f ! -name '*.png')" ]
result $? 'all figures are there, and nothing else' "$(ls -A plots)"

echo 'while true do end' >a.lua
: >watched
"$bin" watch a.lua >watched 2>&1 &
watcher=$!
sleep 0.5
kill -INT "$watcher"
wait "$watcher"
result $? 'Ctrl-C within a run ends it, and watching'

echo 'print "here"' >a.lua
check 'a file that is not there' 1 "cannot read 'nope.lua'" "$bin" watch nope.lua
check 'a folder that is not there' 1 "cannot watch the folder" "$bin" watch no/nope.lua
check 'no file' 2 'watch takes one file, got 0' "$bin" watch
check 'two files' 2 'watch takes one file, got 2' "$bin" watch a.lua b.lua
check 'an unknown option' 2 "did you mean '--out'" "$bin" watch a.lua --outt x
check 'an unknown format' 2 'png, svg, pdf' "$bin" watch a.lua --format gif
check 'a parameter that is not declared' 2 "no parameter 'x'" "$bin" watch a.lua --set x=1
check 'help' 0 'usage: dunwu watch FILE.lua' "$bin" watch --help

printf '1..%d\n' "$count"
[ "$failed" -eq 0 ]
