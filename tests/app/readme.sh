#!/bin/sh
# README.md and README.zh-TW.md, line by line: their links lead somewhere, their commands run, what they
# name is there.
#   sh tests/app/readme.sh BINARY FOLDER     prints TAP; FOLDER is made and used for everything written
set -u
# shellcheck source=tests/app/tap.sh
. "$(dirname "$0")/tap.sh"

unset LC_ALL LC_MESSAGES
LANG=C.UTF-8 DUNWU_HOME=$root
export LANG DUNWU_HOME
rm -rf "$out"/*
mkdir -p build/release
ln -s "$bin" build/release/dunwu
ln -s "$root/scripts" scripts

for page in README.md README.zh-TW.md docs/exercises.md docs/exercises.zh-TW.md; do
  lost=
  for link in $(grep -o '](\([^)]*\))' "$root/$page" | sed 's/^](//; s/)$//'); do
    [ -e "$root/$(dirname "$page")/$link" ] || lost="$lost $link"
  done
  [ -z "$lost" ]
  result $? "$page: each link leads to a file" "$lost"
done

# Indented lines are commands, but for the two that install and test; a gallery takes long.
commands() {
  sed -n 's/^    \(build\/release\/dunwu .*\)/\1/p' "$root/$1" | sed 's/  *#.*//' | grep -v ' gallery '
}

# figure_links PAGE: the first column of the lecture's table
figure_links() { grep -o '(plots/[^)]*/\{0,1\}[a-z_]*\.png) *[|、,]' "$root/$1" | grep -o '[a-z_]*\.png'; }

follow() { # PAGE FOLDER_OF_FIGURES
  awk '/^```lua/ { inside = 1; next } /^```/ { inside = 0 } inside' "$root/$1" >first.lua
  [ "$(wc -l <first.lua)" -eq 10 ] && [ "$(commands "$1" | wc -l)" -ge 5 ]
  result $? "$1 has ten lines of a script, and commands"
  commands "$1" >commands
  while read -r line; do
    timeout 60 sh -c "$line" >stdout 2>stderr </dev/null
    result $? "$1: $line" "$(cat stderr)"
  done <commands
  [ -s plots/first.png ] && [ -s slides/first.png ] && [ -s slides/first.pdf ] && [ -s plots/multistep.png ]
  result $? "$1: the commands draw what they say"
  mistake=$(sed -n 's/^    \$ //p' "$root/$1")
  sh -c "$mistake" >stdout 2>stderr
  [ $? -eq 2 ] && [ -n "$mistake" ] && grep -qxF -- "    $(cat stderr)" "$root/$1"
  result $? "$1 shows the message of a mistyped name" "$(cat stderr)"
  rm -r plots slides
  find "$root/$2" -maxdepth 1 -name '*.png' ! -name lecture.png -exec basename {} \; | sort >there
  figure_links "$1" | sort | cmp -s - there
  result $? "$1: the table has every figure of the lecture" "$(figure_links "$1" | sort | diff - there)"
  layers=$(sed -n 's/^| [^|]* | `\(line points [a-z ]*\)` |$/\1/p' "$root/$1")
  lost=
  for layer in ${layers:-none}; do
    "$bin" doc "axes:$layer" >/dev/null 2>&1 || lost="$lost $layer"
  done
  [ -z "$lost" ]
  result $? "$1: the reference knows each layer" "$lost"
  for verb in $(grep -o '^| `dunwu [a-z]*' "$root/$1" | sed 's/.* //' | sort -u); do
    "$bin" "$verb" --help >stdout 2>&1 && grep -q "^usage: dunwu $verb" stdout
    result $? "$1: there is a verb $verb"
  done
}
follow README.md plots
follow README.zh-TW.md plots/zh-TW
printf '1..%d\n' "$count"
[ "$failed" -eq 0 ]
