#!/bin/sh
# What a figure remembers, and drawing it again from that.
#   sh tests/app/redraw.sh BINARY FOLDER     prints TAP; FOLDER is made and used for everything written
set -u
# shellcheck source=tests/app/tap.sh
. "$(dirname "$0")/tap.sh"

same() { # NAME FILE FILE
  cmp -s "$2" "$3"
  result $? "$1" "$(cmp "$2" "$3" 2>&1)"
}

# ---- painting the stored figure ----
for figure in multistep chain_of_thought; do
  "$bin" run "$root/scripts/$figure.lua" --set trials=200 --seed 9 --lang zh-TW --theme dark \
    --out first >run.log 2>&1
  check "$figure is redrawn" 0 "again/$figure.png" "$bin" redraw "first/$figure.png" --out again
  same "$figure: the same bytes" "first/$figure.png" "again/$figure.png"
  check "$figure is rerun" 0 "rerun/$figure.png" "$bin" redraw "first/$figure.png" --rerun --out rerun
  same "$figure: the same bytes from its script, with its parameters, seed, language and theme" \
    "first/$figure.png" "rerun/$figure.png"
done
check 'another theme' 0 'light/multistep.png' "$bin" redraw first/multistep.png --theme light --out light
"$bin" run "$root/scripts/multistep.lua" --set trials=200 --seed 9 --lang zh-TW --out direct >run.log 2>&1
same 'it is as if it had been asked for at first' light/multistep.png direct/multistep.png
check 'a theme for the script' 0 '' "$bin" redraw first/multistep.png --theme light --rerun --out light2
same 'the same from the script' light2/multistep.png direct/multistep.png
check 'other formats' 0 'again/multistep.pdf' "$bin" redraw first/multistep.png --out again --format svg,pdf
result "$([ -s again/multistep.svg ] && [ -s again/multistep.pdf ]; echo $?)" 'both are there'

# ---- what is not written over ----
mkdir -p plots
cp first/multistep.png plots/multistep.png
check 'redraw does not write over its figure' 1 '--out plots allows that' "$bin" redraw plots/multistep.png
check 'nor does the script' 1 '--out plots allows that' "$bin" redraw plots/multistep.png --rerun
same 'it is as it was' first/multistep.png plots/multistep.png
check 'other formats beside it are no harm' 0 'plots/multistep.svg' "$bin" redraw plots/multistep.png --format svg
check 'with --out it may' 0 'plots/multistep.png' "$bin" redraw plots/multistep.png --out plots --theme light
same 'and does' light/multistep.png plots/multistep.png
(cd first && "$bin" redraw multistep.png) >run.log 2>&1
same 'the default folder is plots' first/multistep.png first/plots/multistep.png

# ---- wrong use ----
check 'redraw of nothing' 2 'takes one PNG file' "$bin" redraw
check 'redraw --help' 0 'usage: dunwu redraw' "$bin" redraw --help
check 'redraw of another format' 2 'png, svg, pdf' "$bin" redraw first/multistep.png --format gif
check 'redraw with a wrong option' 2 "redraw has no option '--zzz'" "$bin" redraw --zzz
check 'redraw with a wrong theme' 2 "'light', 'dark', 'print'" "$bin" redraw a.png --theme pink
check 'redraw of another file' 1 'is no PNG' "$bin" redraw "$root/README.md"
check 'redraw of a missing file' 1 "cannot read 'gone.png'" "$bin" redraw gone.png

# ---- what is remembered of parameters ----
printf '%s\n' 'local p = param { words = { "one" }, n = { 1e-7 }, on = { false }, kind = { "a", choices = { "a", "b" } } }
plot.figure { title = p.words:gsub("\n", "|"), subtitle = p.n .. tostring(p.on) .. p.kind }:save "parameters"' >script.lua
"$bin" run script.lua --out first --set "words=a = b
kind = \\n \\" --set n=0.1 --set on=true --set kind=b >run.log 2>&1
check 'texts of several lines, numbers and choices come back' 0 '' "$bin" redraw first/parameters.png --rerun --out rerun
same 'they are the same' first/parameters.png rerun/parameters.png
check 'inspect shows them' 0 'words = a = b\nkind = \\n \\' "$bin" inspect first/parameters.png --only parameters

# ---- much data ----
printf 'local x = array.linspace(0, 1, 200001) local f = plot.figure {} f:axes {}:line(x, x) f:save "much"' >script.lua
"$bin" run script.lua --out first >run.log 2>&1
check 'too many numbers are not kept' 0 '200001 rows, too many' "$bin" inspect first/much.png --only data
check 'redraw says so' 1 'too many numbers to carry itself; --rerun' "$bin" redraw first/much.png --out again
check 'its script can run' 0 'rerun/much.png' "$bin" redraw first/much.png --rerun --out rerun
same 'and draws the same' first/much.png rerun/much.png
printf 'local x = array.linspace(0, 1, 200000) local f = plot.figure {} f:axes {}:line(x, x * 0.1) f:save "most"' >script.lua
"$bin" run script.lua --out first >run.log 2>&1
check 'as many as are kept' 0 'again/most.png' "$bin" redraw first/most.png --out again
same 'come back' first/most.png again/most.png

# ---- remember = false ----
printf '%s\n' '-- the solution is 4711' \
  'local p = param { secret_answer = { 4711 } }
local f = plot.figure { title = "A title", alt = "An alt", caption = "A caption", remember = false }
f:axes {}:line({ 1, 2 }, { 3, p.secret_answer })
f:save "forgets"' >script.lua
"$bin" run script.lua --out first >run.log 2>&1
check 'inspect says that nothing is remembered' 0 'it remembers nothing of how it was made' "$bin" inspect first/forgets.png
result "$(! grep -qE '4711|solution|secret|local|script\.lua' stdout; echo $?)" 'nor is there anything of it' "$(cat stdout)"
check 'the title stays' 0 'A title' "$bin" inspect first/forgets.png
check 'the caption stays' 0 'A caption' "$bin" inspect first/forgets.png
result "$([ "$(LC_ALL=C grep -ao '[itz][TE][XE][Tt]' first/forgets.png | wc -l)" -le 4 ] &&
  ! LC_ALL=C grep -aq 'dunwu:' first/forgets.png; echo $?)" 'no chunk of the file holds more'
check 'a part of it' 1 'does not remember its script' "$bin" inspect first/forgets.png --only script
check 'redraw says so, too' 1 'it was saved with remember = false' "$bin" redraw first/forgets.png --out again
check 'and --rerun' 1 'does not remember its script' "$bin" redraw first/forgets.png --rerun --out again

# ---- a script of a stranger ----
# hostile NAME TEXT CODE: the code, trusted at first, is in a figure; run out of it, it gets nothing
hostile() {
  printf '%s\nplot.figure {}:save "hostile"\n' "$3" >script.lua
  rm -f stolen first/hostile.png
  : >stolen.csv
  printf 'x\n1\n' >near.csv
  "$bin" run script.lua --trust --out first >run.log 2>&1
  rm -f stolen rerun/hostile.png
  check "rerun: $1" 1 "$2" "$bin" redraw first/hostile.png --rerun --out rerun
  result "$([ -s first/hostile.png ] && [ ! -e stolen ] && [ ! -e rerun/hostile.png ]; echo $?)" \
    "$1: nothing came of it" "$(cat run.log)"
}
hostile 'io.open' "the script has no 'io'" 'io.open("stolen", "w"):close()'
hostile 'os.execute' "the script has no 'os'" 'os.execute("touch stolen")'
hostile 'require' "'io.lua' is not read: the script comes out of a figure" 'require "io"'
hostile 'load' "the script has no 'load'" 'load("x = 1")()'
hostile 'package' "the script has no 'package'" 'package.loaded.io.open("stolen", "w"):close()'
hostile 'a file beside it' "'near.csv' is not read" 'data.csv "near.csv"'
hostile 'a file anywhere' "is not read" "data.csv '$out/near.csv'"
printf 'if not pcall(function() return io.open end) then plot.figure {}:save "a/../../escaped" end plot.figure {}:save "hostile"' >script.lua
"$bin" run script.lua --trust --out first >run.log 2>&1
check 'rerun: a figure outside' 1 'must be plain' "$bin" redraw first/hostile.png --rerun --out rerun
result "$([ ! -e escaped.png ]; echo $?)" 'none is there'
printf 'if not pcall(function() return io.open end) then while true do end end plot.figure {}:save "hostile"' >script.lua
"$bin" run script.lua --trust --out first >run.log 2>&1
check 'rerun: without end' 1 'the time limit' "$bin" redraw first/hostile.png --rerun --out rerun --time 0.3
printf 'if pcall(function() return io.open end) then plot.figure {}:save "hostile" end' >script.lua
"$bin" run script.lua --trust --out first >run.log 2>&1
check 'rerun: a script that draws nothing' 1 'drew no figure' "$bin" redraw first/hostile.png --rerun --out rerun

result "$([ -z "$(find "$out" -name '.dunwu-*')" ]; echo $?)" 'no temporary file is left' \
  "$(find "$out" -name '.dunwu-*')"
printf '1..%d\n' "$count"
[ "$failed" -eq 0 ]
