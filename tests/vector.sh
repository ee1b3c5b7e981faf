#!/bin/sh
# SVG and PDF, drawn by librsvg and poppler, look as the PNG does; their texts are texts; a deck has
# its pages and bookmarks. Differences are kept in build/golden.
#   sh tests/vector.sh PROGRAMS OUT     prints TAP
set -u
cd "$(dirname "$0")/.." || exit 1
programs=$1
out=$2
kept=build/golden
DUNWU_HOME=$(pwd)
export DUNWU_HOME
count=0
bad=0
mkdir -p "$out" "$kept"

check() { # STATUS NAME
  count=$((count + 1))
  if [ "$1" -eq 0 ]; then echo "ok $count - $2"; else bad=1; echo "not ok $count - $2"; fi
}

# Both renderers place and smooth letters in their own way: more is forgiven than between two PNGs.
alike() { # GOT WANTED NAME
  "$programs/compare_png" --mean "$mean" --block "$block" --difference "$kept/$3.png" "$1" "$2" \
    >"$out/said" 2>&1
}
mean=0.15
block=5

for script in tests/golden/*.lua; do
  name=$(basename "$script" .lua)
  "$programs/dunwu" run "$script" --out "$out" --format png,svg,pdf >"$out/log" 2>&1
  check $? "$name is saved in three formats"
  "$programs/compare_png" --shrink 2 "$out/$name.png" "$out/$name.half.png"
  rsvg-convert -z 2 "$out/$name.svg" -o "$out/$name.svg.png" 2>"$out/log"
  alike "$out/$name.svg.png" "$out/$name.half.png" "$name-svg"
  check $? "$name.svg looks as the PNG does: $(cat "$out/said")"
  pdftoppm -png -singlefile -r 288 "$out/$name.pdf" "$out/$name.pdf" 2>"$out/log"
  alike "$out/$name.pdf.png" "$out/$name.half.png" "$name-pdf"
  check $? "$name.pdf looks as the PNG does: $(cat "$out/said")"
done

grep -qF '>here it jumps</text>' "$out/lines.svg"
check $? 'texts of an SVG are texts'
pdftotext "$out/lines.pdf" - | grep -qF 'here it jumps'
check $? 'texts of a PDF are texts'
pdftotext "$out/panels.pdf" - | grep -qF '共用一個圖例'
check $? 'Chinese texts of a PDF are texts'

# What is compared would be seen: an SVG without one of its texts, or without a curve.
sed '/>second<\/text>/d' "$out/lines.svg" >"$out/less.svg"
rsvg-convert -z 2 "$out/less.svg" -o "$out/less.png"
"$programs/compare_png" --mean "$mean" --block "$block" "$out/less.png" "$out/lines.half.png" >"$out/said"
check $(($? != 1)) "a lost name is found: $(cat "$out/said")"
"$programs/dunwu" run tests/golden/lines.lua --out "$out/wrong" --set defect=missing >"$out/log" 2>&1
"$programs/compare_png" --shrink 2 "$out/wrong/lines.png" "$out/wrong.png"
"$programs/compare_png" --mean "$mean" --block "$block" "$out/lines.svg.png" "$out/wrong.png" \
  >"$out/said"
check $(($? != 1)) "a lost rule is found: $(cat "$out/said")"

cat >"$out/deck.lua" <<'LUA'
local function figure(title, size)
  local fig = plot.figure { title = title, size = size }
  fig:axes {}:line({ 1, 2 }, { 2, 1 }, { label = "line" })
  return fig
end
plot.deck { name = "deck", figures = { figure("first page"), figure("第二頁", "paper"), figure("last page", "square") } }
figure("build-up"):frames { name = "series", formats = { "pdf" }, axes_first = true }
figure("clear"):save { name = "clear", transparent = true, formats = { "svg", "pdf" } }
LUA
"$programs/dunwu" run "$out/deck.lua" --out "$out" >"$out/log" 2>&1
check $? 'a deck is drawn'
pages() { pdfinfo -f 1 -l 9 "$1" | tr -s ' ' | grep -F "$2"; }
pages "$out/deck.pdf" 'Pages: 3' >/dev/null
check $? 'a deck has a page for each figure'
[ "$(pages "$out/deck.pdf" 'pts' | grep '^Page [0-9]' | sed "s|.*size: ||; s| pts.*||" | tr '\n' ';')" = \
  '800 x 450;481.92 x 283.44;800 x 800;' ]
check $? 'every page has the size of its figure'
pages "$out/deck.pdf" 'Title: first page' >/dev/null
check $? 'a deck carries a title'
pdftotext "$out/deck.pdf" - | grep -qF '第二頁'
check $? 'texts of a deck are texts'
pdftohtml -xml -stdout -i "$out/deck.pdf" 2>/dev/null | sed 's/<[^>]*>//g' >"$out/outline"
[ "$(grep -cxE 'first page|第二頁|last page' "$out/outline")" -ge 3 ]
check $? 'the titles are bookmarks'
pages "$out/series.pdf" 'Pages: 2' >/dev/null
check $? 'a series as PDF has a page for each picture'
rsvg-convert "$out/clear.svg" -b '#ff0000' -o "$out/red.png"
rsvg-convert "$out/clear.svg" -b '#ffffff' -o "$out/white.png"
"$programs/compare_png" --mean 20 --block 100 "$out/red.png" "$out/white.png" >/dev/null
check $(($? != 1)) 'a clear SVG shows what is behind it'
exit "$bad"
