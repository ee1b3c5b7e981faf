#!/bin/sh
# Every gallery script, in both languages: the PNG is read back by check_png, and looks as the one
# that is committed in plots/ (English) or plots/zh-TW/.
# usage: gallery.sh FOLDER_OF_PROGRAMS OUT
set -u
programs=$1
out=$2
count=0
bad=0

check() { # STATUS NAME
  count=$((count + 1))
  if [ "$1" -eq 0 ]; then echo "ok $count - $2"; else bad=1; echo "not ok $count - $2"; fi
}

# The PNGs that the gallery drew, in its order
drawn() {
  sed -n 's/^[^ ]*\.lua  *[0-9.]* s  //p' "$out.log" | tr ',' '\n' | sed 's/^ *//; s/.*\///' |
    grep '\.png$'
}

title_of() { "$programs/dunwu" inspect "$1" | sed -n '/^== Title$/{n;p;q;}'; }

# The deck holds the figures as vectors, a page for each in their order: coarsely drawn by another
# program they look alike, and the titles are texts.
compare_deck() { # LANGUAGE FOLDER
  deck=$out/$1/lecture.pdf
  drawn >"$out.pages"
  pages=$(wc -l <"$out.pages")
  pdfinfo -f 1 -l 999 "$deck" >"$out.said"
  [ "$pages" -gt 20 ] && [ "$(sed -n 's/^Pages: *//p' "$out.said")" -eq "$pages" ] &&
    [ "$(grep -c '^Page .* size: *800 x 450 pts' "$out.said")" -eq "$pages" ]
  check $? "the deck has a page of 16:9 for each of $pages figures ($1)"
  page=0
  while read -r name; do
    page=$((page + 1))
    pdftoppm -r 36 -png -singlefile -f "$page" -l "$page" "$deck" "$out.page"
    "$programs/compare_png" --mean 1.5 --block 9 "$out/$1/$name" "$out.page.png" >"$out.said" 2>&1
    check $? "page $page of the deck is $name ($1): $(cat "$out.said")"
    title=$(title_of "$out/$1/$name" | tr -d ' ')
    pdftotext -f "$page" -l "$page" "$deck" - | tr -d ' \n' | grep -qF -- "${title:-no title}"
    check $? "its title is a text ($1): $title"
  done <"$out.pages"
  pdftotext "$deck" "$out.drawn.txt"
  pdftotext "$2/lecture.pdf" - | cmp -s - "$out.drawn.txt"
  check $? "the deck says what the committed one says ($1)"
}

# Each figure that the gallery drew is there, and nothing else is.
compare_committed() { # LANGUAGE FOLDER
  drawn | sort >"$out.drawn"
  find "$2" -maxdepth 1 -name '*.png' ! -name lecture.png -exec basename {} \; | sort >"$out.kept"
  cmp -s "$out.drawn" "$out.kept"
  check $? "$2 holds the figures of scripts/ and no others"
  mkdir -p build/golden
  while read -r name; do
    "$programs/compare_png" --difference "build/golden/$1-$name" "$out/$1/$name" "$2/$name" \
      >"$out.said" 2>&1
    status=$?
    check "$status" "$name is drawn as it is committed ($1)"
    if [ "$status" -ne 0 ]; then cat "$out.said"; fi >&2
  done <"$out.kept"
  "$programs/compare_png" --difference "build/golden/$1-lecture.png" "$out/$1/lecture.png" \
    "$2/lecture.png" >"$out.said" 2>&1
  check $? "the contact sheet is drawn as it is committed ($1): $(cat "$out.said")"
  mkdir -p "$out/album"
  mv "$out/$1/lecture.png" "$out/$1/lecture.pdf" "$out/album"
}

# `dunwu list` says of a scenario what its figure says.
compare_findings() { # LANGUAGE
  "$programs/dunwu" list --lang "$1" >"$out.list"
  for script in scripts/*.lua; do
    name=$(basename "$script" .lua)
    said=$(sed -nE "s/^  $name +//p" "$out.list" | head -n 1)
    title=$(title_of "$out/$1/$name.png")
    [ -n "$said" ] && [ "$said" = "$title" ]
    check $? "$name.lua begins with the title of its figure ($1): '$title'"
  done
}

for script in scripts/*.lua; do basename "$script" .lua; done | sort >"$out.scripts"
sort scripts/order.txt | cmp -s - "$out.scripts"
check $? 'scripts/order.txt names every scenario of the lecture'

for language in en zh-TW; do
  "$programs/dunwu" gallery --lang "$language" --album lecture --out "$out/$language" >"$out.log" 2>&1
  check $? "the gallery is drawn ($language)"
  if [ "$language" = en ]; then committed=plots; else committed=plots/zh-TW; fi
  compare_deck "$language" "$committed"
  compare_committed "$language" "$committed"
  compare_findings "$language"
  "$programs/dunwu" gallery scripts/specimens --lang "$language" --theme dark \
    --out "$out/$language" >"$out.log" 2>&1
  check $? "the specimens of layers are drawn ($language)"
  for script in scripts/specimens/*.lua; do
    name=$(basename "$script" .lua)
    "$programs/dunwu" inspect "$out/$language/$name.png" --only script | cmp -s - "$script"
    check $? "$name.png is whole and carries its script ($language)"
  done
  for script in scripts/*.lua; do
    name=$(basename "$script" .lua)
    "$programs/check_png" "$out/$language/$name.png" 1600 900 5669 "$script"
    check $? "$name.png has its size, resolution and texts ($language)"
  done
  for figure in "$out/$language"/*.png; do
    name=$(basename "$figure")
    "$programs/check_layout" "$figure"
    check $? "$name: no text lies on another, leaves the page, is cut or too small ($language)"
    "$programs/dunwu" redraw "$figure" --out "$out/again" >>"$out.log" 2>&1
    cmp -s "$figure" "$out/again/$name"
    check $? "$name is the same, byte for byte, when redrawn ($language)"
  done
done
exit "$bad"
