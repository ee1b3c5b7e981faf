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

# Each figure that the gallery drew is there, and nothing else is.
compare_committed() { # LANGUAGE FOLDER
  sed -n 's/^[^ ]*\.lua  *[0-9.]* s  //p' "$out.log" | tr ',' '\n' | sed 's/^ *//; s/.*\///' |
    grep '\.png$' | sort >"$out.drawn"
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
    title=$("$programs/dunwu" inspect "$out/$1/$name.png" | sed -n '/^== Title$/{n;p;q;}')
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
  if [ "$language" = en ]; then compare_committed en plots; else compare_committed zh-TW plots/zh-TW; fi
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
