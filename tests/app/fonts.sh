#!/bin/sh
# Fonts that are not there: one warning that names the package, and a figure all the same.
#   sh tests/app/fonts.sh BINARY FOLDER     prints TAP; FOLDER is made and used for all that is written
set -u
# shellcheck source=tests/app/tap.sh
. "$(dirname "$0")/tap.sh"

# fonts NAME [FOLDER]: a configuration with the fonts of that folder alone, or with none
fonts() {
  {
    printf '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">\n<fontconfig>\n'
    if [ -n "${2-}" ]; then printf '<dir>%s</dir>\n' "$2"; fi
    printf '<cachedir>%s/cache</cachedir>\n</fontconfig>\n' "$out"
  } >"$1.conf"
}

# draws NAME CONF WARNING CODE: two figures in three formats; the warning is the only line, or none
draws() {
  printf '%s\n' "$4" >script.lua
  FONTCONFIG_FILE=$out/$2.conf timeout 60 "$bin" run script.lua --out "plots-$2" \
    --format png,svg,pdf >stdout 2>stderr
  status=$?
  why=
  if [ "$status" -ne 0 ]; then why="status $status"; fi
  if [ "$(wc -l <stdout)" -ne 6 ]; then why="$why; not six files"; fi
  lines=1
  if [ -z "$3" ]; then lines=0; fi
  if [ "$(wc -l <stderr)" -ne $lines ]; then why="$why; not $lines lines"; fi
  if ! grep -qF -- "$3" stderr && [ -n "$3" ]; then why="$why; no '$3'"; fi
  result "$([ -z "$why" ]; echo $?)" "$1" "$why
$(head -n 5 stderr)"
}

figure='for _, name in ipairs { "a", "b" } do
  local fig = plot.figure { title = TITLE, theme = plot.theme { family = FAMILY } }
  fig:axes {}:line({ 1, 2 }, { 1, 10 }, { label = "10^9" })
  fig:save(name)
end'
latin=$(printf '%s' "$figure" | sed 's/TITLE/"Latin"/; s/FAMILY/nil/')
chinese=$(printf '%s' "$figure" | sed 's/TITLE/"頓悟 and Latin"/; s/FAMILY/nil/')
own=$(printf '%s' "$figure" | sed 's/TITLE/"Latin"/; s/FAMILY/"Font of Nobody"/')

fonts none
draws 'no fonts at all' none 'apt install fonts-noto-core fonts-noto-cjk' "$chinese"
draws 'no fonts at all, Latin' none 'some letters are boxes (on Debian: apt install fonts-noto-core)' "$latin"

dejavu=/usr/share/fonts/truetype/dejavu
if [ -d "$dejavu" ]; then
  fonts dejavu "$dejavu"
  draws 'another font, Latin' dejavu 'not installed: Noto Sans, so texts look different (' "$latin"
  draws 'another font, Chinese' dejavu 'Noto Sans CJK TC, so texts look different and some letters are boxes' \
    "$chinese"
else
  skip 'another font' "no fonts in $dejavu"
fi

noto=/usr/share/fonts/truetype/noto
if [ -e "$noto/NotoSans-Regular.ttf" ]; then
  fonts noto "$noto"
  draws 'Noto Sans without Chinese' noto \
    'not installed: Noto Sans CJK TC, so texts look different and some letters are boxes (on Debian: apt install fonts-noto-cjk)' \
    "$chinese"
  draws 'Noto Sans alone is enough for Latin' noto '' "$latin"
  draws "a theme's font that is not there" noto 'not installed: Font of Nobody' "$own"
else
  skip 'Noto Sans without Chinese' "no Noto Sans in $noto"
fi

printf '1..%d\n' "$count"
[ "$failed" -eq 0 ]
