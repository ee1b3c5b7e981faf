#!/bin/sh
# dunwu grade: some sixty submissions of which many are hostile or broken; the same table again, also
# after a run that was killed; nothing left behind.
#   sh tests/app/grade.sh BINARY FOLDER     prints TAP; FOLDER is made and used for everything
set -u
# shellcheck source=tests/app/tap.sh
. "$(dirname "$0")/tap.sh"

unset LC_ALL LC_MESSAGES
LANG=C.UTF-8 TMPDIR=$out/tmp XDG_CACHE_HOME=$out/cache
export LANG TMPDIR XDG_CACHE_HOME
chmod -R u+rwx "$out" 2>/dev/null
rm -rf "$out"/*
mkdir -p tmp in cache
from=$root/tests/app/exercises
grade() {
  timeout 120 "$bin" grade in --exercise figure --from "$from" --time 0.4 --memory 64 "$@" \
    >stdout 2>stderr </dev/null
}

# ---- what is handed in ----
right=$(cat "$from/figure/solution.lua")
for i in $(seq 10 28); do printf '%s\n-- %d\n' "$right" "$i" >"in/right$i.lua"; done
for i in $(seq 10 24); do sed "s/-1/-$i/" "$from/figure/starter.lua" >"in/wrong$i.lua"; done
hostile() { printf '%s\n' "$2" >"in/$1"; }
hostile loop.lua 'while true do pcall(function() while true do end end) end'
hostile search.lua 'local s = ("a"):rep(100); return { slope = s:find(("a*"):rep(30) .. "b") }'
hostile memory.lua 'local t = {}; while true do t[#t + 1] = ("x"):rep(1 << 20) .. #t end'
hostile print.lua 'for i = 1, 1e6 do print(("x"):rep(100)) end; return { slope = 1 }'
hostile markup.lua 'error("</td><script>alert(1)</script>\27[31m\n=1+1")'
hostile '＝wide.lua' 'error("=1+1")'
hostile '=cmd.lua' 'error("=1+1")'
hostile '<img src=x>.lua' 'print("</pre><script>x</script>") error("<b>")'
hostile 'two
lines.lua' 'return { slope = -1 }'
hostile "$(printf 'bad\377\033[31m.lua')" 'return 1'
hostile ' space, comma".lua' 'return { slope = 0/0 }'
hostile "$(printf 'turned\342\200\256gpj.lua')" 'return { slope = "\u{202E}" }'
hostile address.lua 'error("got " .. tostring({}))'
hostile write.lua 'local f = plot.figure {}; f:axes {}; f:save "../../escape"; return { slope = 1 }'
hostile read.lua 'return { slope = data.csv "right10.lua" }'
hostile files.lua 'for i = 1, 50 do plot.figure {}:save("f" .. i) end; return { slope = 1 }'
printf 'return 1' >in/-dash.lua
printf '\033Lua' >in/bytes.lua
printf 'return 1\0' >in/nul.lua
: >in/empty.lua
head -c 10000000 /dev/zero | tr '\0' ' ' >in/large.lua
mkfifo in/pipe.lua
ln -s /etc/passwd in/link.lua
ln -s "$from" in/linked
mkdir in/amy in/bob in/carl in/folder.lua
printf '%s\n' "$right" >in/amy/solution.lua
printf '%s\n' "$right" >in/amy/notes.txt
printf '%s\n' "$right" >in/bob/one.lua
printf '%s\n' "$right" >in/bob/two.lua
echo notes >in/notes.txt
echo hidden >in/.hidden.lua
find in -ls | awk '{ print $3, $7, $11 }' | sort >before

# ---- the first run ----
grade --csv first.csv --html first.html
result $? 'all submissions are graded' "$(head -n 20 stderr)"
rows=$(($(wc -l <first.csv) - 1))
[ "$rows" -eq 61 ]
result $? 'a row for each' "$rows rows"
has() { # NAME LINE
  grep -qxF -- "$2" first.csv
  result $? "$1" "$(grep -F -- "${2%%,*}" first.csv)"
}
[ "$(grep -c '^right..\.lua,3,3,yes,$' first.csv)" -eq 19 ]
result $? 'the right ones have all points'
[ "$(grep -c '^wrong..\.lua,2,3,no,the line rises: ' first.csv)" -eq 15 ]
result $? 'the wrong ones are told why'
has 'an endless loop' 'loop.lua,0,3,no,stopped after 0.4 s (the time limit)'
has 'a search without end' 'search.lua,0,3,no,stopped after 0.4 s (the time limit)'
has 'one in a folder' 'amy/solution.lua,3,3,yes,'
has 'two in a folder' 'bob,0,3,no,the folder holds more than one .lua file'
has 'none in a folder' 'carl,0,3,no,the folder holds no .lua file'
has 'a folder named like a script' 'folder.lua,0,3,no,the folder holds no .lua file'
has 'an empty file' 'empty.lua,0,3,no,the file is empty'
has 'a large file' 'large.lua,0,3,no,the file is larger than 1 MiB'
has 'a file with a NUL' 'nul.lua,0,3,no,not a text file'
has 'a pipe' 'pipe.lua,0,3,no,not a regular file'
has 'a link' 'link.lua,0,3,no,"a symbolic link, which is not followed"'
grep -qF "two\\x0alines.lua,1,3,no," first.csv
result $? 'a name of two lines is one row'
grep -qF 'bad\xff\x1b[31m.lua' first.csv
result $? 'bytes that are no text'
grep -qF 'turned\xe2\x80\xaegpj.lua,0,3,no,' first.csv &&
  ! grep -q "$(printf '\342\200\256')" first.csv first.html
result $? 'nothing turns the direction of writing'
grep -qF "'=cmd.lua,0,3,no," first.csv
result $? 'a name is no formula'
grep -qF "'＝wide.lua,0,3,no," first.csv
result $? 'nor is one in full width'
grep -qF "'-dash.lua,0,3,no," first.csv
result $? 'nor is one with a dash'
grep -qF 'got table: 0x...' first.csv
result $? 'no addresses in messages'
grep -q "skipped 'linked'" stderr && grep -q "skipped 'notes.txt'" stderr
result $? 'what is no script is named'
! grep -q hidden first.csv stderr
result $? 'hidden files are passed over'

! grep -qE '<script|<img src=x|<b>' first.html
result $? 'the page runs nothing of theirs'
[ "$(grep -c '^<tr><th scope="row".* class="wide"' first.html)" -eq 61 ]
result $? 'the page has a row for each'
[ "$(grep -c 'data:image/png;base64,iVBOR' first.html)" -ge 35 ]
result $? 'the page shows their figures'
grep -q '^<html lang="en">$' first.html && grep -q '<title>figure: .*</title>' first.html &&
  [ "$(grep -c '<thead><tr>\(<th scope="col" class="[a-z]*">[^<]*</th>\)*</tr></thead>' first.html)" -eq 2 ]
result $? 'the page has a language, a title, and headings of columns'
marks() { grep -o "aria-label=\"$1\">$2" first.html | wc -l; }
[ "$(marks right ✓)" -gt 20 ] && [ "$(marks 'not right' ✗)" -gt 40 ] &&
  [ "$(grep -o '[✓✗]</span>' first.html | wc -l)" -eq "$(($(marks right ✓) + $(marks 'not right' ✗)))" ]
result $? 'marks are told in words, too'
grep -qF "the line rises</bdi></th><td class=\"n\">$(grep -c ',3,3,yes,' first.csv) / 61</td>" first.html
result $? 'the page says how many have each item' "$(grep '/ 61<' first.html)"
! grep -o '<img [^>]*>' first.html | grep -qv 'alt="[^"]'
result $? 'each figure of the page has a text'

# ---- again ----
grade --csv second.csv --html second.html
cmp -s first.csv second.csv
result $? 'the same table from kept results' "$(diff first.csv second.csv)"
before=$(sed -n 's/.*; \([0-9]*\) were checked before.*/\1/p' stdout)
[ "$before" -ge 40 ] && [ "$(grep -c '>kept<' second.html)" -eq "$before" ]
result $? 'kept results are not checked again'
grade --csv third.csv --fresh --threads 5
cmp -s first.csv third.csv
result $? 'the same table from a fresh run with five at a time' "$(diff first.csv third.csv)"

# ---- killed in the middle ----
rm -rf cache/*
"$bin" grade in --exercise figure --from "$from" --time 0.4 --memory 64 --threads 1 --csv killed.csv \
  >/dev/null 2>&1 &
running=$!
for _ in $(seq 200); do
  if [ "$(find cache -type f -name '[0-9a-f]*' | wc -l)" -ge 5 ]; then break; fi
  sleep 0.02
done
kill -KILL "$running"
wait "$running" 2>/dev/null
kept=$(find cache -type f -name '[0-9a-f]*' | wc -l)
[ "$kept" -ge 5 ] && [ "$kept" -lt 50 ] && [ ! -e killed.csv ]
result $? 'a killed run leaves results, no table' "$kept results"
grade --csv killed.csv
cmp -s first.csv killed.csv
result $? 'the same table after that' "$(diff first.csv killed.csv)"
grep -q "; $kept were checked before" stdout
result $? 'it went on from there' "$kept kept; $(tail -n 1 stdout)"

# ---- a kept result is only used for the same ----
touch -d '2 minutes ago' tmp/* 2>/dev/null
sed -i '$d' in/right10.lua
echo '-- changed' >>in/right10.lua
grade --csv last.csv
grep -q "; $((before - 1)) were checked before" stdout
result $? 'a changed submission is checked again'
[ -z "$(ls -A tmp)" ]
result $? 'what the killed run left is removed' "$(find tmp | head)"

# ---- interrupted ----
rm -rf cache/*
"$bin" grade in --exercise figure --from "$from" --time 9 --csv stopped.csv >stdout 2>stderr &
running=$!
for _ in $(seq 500); do
  if [ "$(find cache -type f -name '[0-9a-f]*' | wc -l)" -ge 1 ]; then break; fi
  sleep 0.02
done
kill -INT "$running"
wait "$running"
[ $? -eq 1 ]
result $? 'Ctrl-C ends with status 1'
grep -q 'goes on from there' stderr && [ ! -e stopped.csv ] && [ -z "$(ls -A tmp)" ]
result $? 'Ctrl-C says how to go on, and leaves nothing' "$(cat stderr)"

find in -ls | awk '{ print $3, $7, $11 }' | sort >after
sed -i /right10/d before after
cmp -s before after
result $? 'the submissions are as they were' "$(diff before after)"
[ -z "$(find . -name 'escape*' -o -name plots)" ]
result $? 'nothing was written elsewhere'

# ---- words ----
check 'no folder' 2 'takes one folder' "$bin" grade --exercise figure
check 'no exercise' 2 'needs --exercise NAME' "$bin" grade in
check 'an unknown exercise' 2 "did you mean 'figure'" "$bin" grade in --exercise figur --from "$from"
check 'a missing folder' 1 "cannot read the folder 'gone'" \
  "$bin" grade gone --exercise figure --from "$from"
mkdir -p own/bad none one
cp in/right11.lua one
printf '%s\n' 'return { title = { en = "T" }, statement = { en = "S" }, check = function(t) t:need {
  key = "a", ok = false, says = { en = "a" }, why = { en = "b" } } end }' >own/bad/exercise.lua
check 'an exercise without a solution' 1 "cannot read 'own/bad/solution.lua'" \
  "$bin" grade one --exercise bad --from own
echo 'return {}' >own/bad/solution.lua
check 'a solution that does not pass' 1 'own solution does not pass: a: b' \
  "$bin" grade one --exercise bad --from own
check 'a folder without scripts' 1 "no .lua file in 'none'" \
  "$bin" grade none --exercise figure --from "$from"
check 'a table that cannot be written' 1 'gone/x.csv' \
  "$bin" grade one --exercise figure --from "$from" --csv gone/x.csv
printf '1..%d\n' "$count"
[ "$failed" -eq 0 ]
