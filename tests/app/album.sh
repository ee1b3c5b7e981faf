#!/bin/sh
# All figures of a gallery together, the order of its scripts, and what `list` says of them.
#   sh tests/app/album.sh BINARY FOLDER     prints TAP; FOLDER is made and used for everything written
set -u
# shellcheck source=tests/app/tap.sh
. "$(dirname "$0")/tap.sh"

mkdir -p folder
for name in alpha beta gamma; do
  printf 'local f = plot.figure { title = "%s" }\nf:axes {}:line({1, 2}, {1, 2})\nf:save "%s"\n' \
    "$name" "$name" >"folder/$name.lua"
done

# ---- the order ----
printf 'gamma\r\n\nnobody\nalpha\n' >folder/order.txt
"$bin" gallery folder --out ordered >stdout 2>stderr
result $? 'a gallery with an order'
[ "$(cut -d. -f1 stdout | tr '\n' ' ')" = 'gamma alpha beta ' ]
result $? 'scripts that the order names come first' "$(cat stdout)"
rm folder/order.txt
"$bin" gallery folder --out ordered >stdout 2>stderr
[ "$(cut -d. -f1 stdout | tr '\n' ' ')" = 'alpha beta gamma ' ]
result $? 'without an order they go by their names' "$(cat stdout)"

# ---- the album ----
check 'an album' 0 'plots/all.png' "$bin" gallery folder --album all --out plots
[ "$(pdfinfo plots/all.pdf | sed -n 's/^Pages: *//p')" = 3 ]
result $? 'the deck has a page for each figure'
pdftotext plots/all.pdf - | grep -q gamma
result $? 'its titles are texts'
size=$(od -An -tx1 -j16 -N8 plots/all.png | tr -d ' \n')
[ "$size" = "$(printf '%08x%08x' $((3 * 500 + 20)) $((270 + 40)))" ]
result $? 'the contact sheet has three pictures beside each other' "$size"
check 'it is called by its name' 0 'all' "$bin" inspect plots/all.png
cp plots/all.png before.png
check 'the same figures make the same album' 0 'all.pdf' "$bin" gallery folder --album all --out plots
cmp -s plots/all.png before.png
result $? 'byte for byte'

printf 'local f = plot.figure { remember = false }\nf:axes {}:line({1, 2}, {1, 2})\nf:save "secret"\n' \
  >folder/secret.lua
"$bin" gallery folder --album all --out plots >stdout 2>stderr
result $? 'a figure that remembers nothing is no failure'
grep -q "'plots/secret.png' does not remember itself; the album lacks it" stderr
result $? 'and is left out, which is said' "$(cat stderr)"
[ "$(pdfinfo plots/all.pdf | sed -n 's/^Pages: *//p')" = 3 ]
result $? 'the others are there'
rm folder/secret.lua
printf 'error "broken"\n' >folder/broken.lua
check 'an album of what could be drawn' 1 'plots/all.pdf' "$bin" gallery folder --album all --out plots

rm folder/broken.lua
for name in '' . .. a/b /a .hidden; do
  check "no album is called '$name'" 2 "takes a name without folder" \
    "$bin" gallery folder --album "$name" --out none
done
[ ! -e none ]
result $? 'and nothing is drawn before that is said'
check 'only vectors' 1 'nothing for an album' "$bin" gallery folder --album all --format svg --out svg
check 'run has no album' 2 "no option '--album'" "$bin" run folder/alpha.lua --album all
check 'a mistyped album' 2 "did you mean '--album'?" "$bin" gallery folder --albun all
check 'the options of run are those of gallery' 2 "did you mean '--theme'?" "$bin" gallery --them dark

# ---- the list ----
check 'list in Chinese' 0 '能力慢慢變強，分數突然跳起來' "$bin" list --lang zh-TW
check 'list in English' 0 'The skill grows smoothly; the score jumps' "$bin" list --lang en
check 'list in no language' 2 "'--lang' must be one of 'en', 'zh-TW'" "$bin" list --lang xx
mkdir -p home/scripts home/core/data/published
cp "$root/core/data/published/index.csv" home/core/data/published/
printf -- '--[[ Only English\nSHOWS   this ]]\n' >home/scripts/english.lua
printf -- '--[[ Two lines\r\n     兩行\r\nSHOWS   this ]]\r\n' >home/scripts/both.lua
printf 'print(1)\n' >home/scripts/plain.lua
printf -- '--[[' >home/scripts/cut.lua
DUNWU_HOME=home "$bin" list --lang zh-TW >stdout 2>stderr
result $? 'a list of odd scripts' "$(cat stderr)"
grep -q '^  english  *Only English$' stdout && grep -q '^  both  *兩行$' stdout &&
  grep -q '^  plain *$' stdout && grep -q '^  cut *$' stdout
result $? 'English where there is no other' "$(cat stdout)"
DUNWU_HOME=home "$bin" list >stdout 2>stderr
grep -q '^  both  *Two lines$' stdout
result $? 'the line of the language' "$(cat stdout)"
