#!/bin/sh
# race.sh [panels|points|heatmap] [ROUNDS]: dunwu and the programs one would use otherwise draw the
# same figure in turns, each from cold start to a PNG of 1600 x 900. What is not installed is named
# and left out. Without a name: all three races.
set -eu
cd "$(dirname "$0")/../.."
bench=$PWD/tests/bench
peers=$bench/peers
dunwu=${DUNWU:-$PWD/build/release/dunwu}
python=${PYTHON:-/usr/bin/python3}
data=${RACE_DATA:-$PWD/build/race}
rounds=${2:-15}

[ -x "$dunwu" ] || { echo "race.sh: no $dunwu; run sh setup.sh build" >&2; exit 2; }
mkdir -p "$data"
${CC:-cc} -O2 -D_GNU_SOURCE -o "$data/race" "$bench/race.c"

# The numbers of a race, made once.
need() {
  [ -s "$data/$1" ] && return
  echo "making $1" >&2
  cp "$bench/scripts/make_$2.lua" "$data/"
  "$dunwu" run "$data/make_$2.lua" --trust --out "$data" >&2
}

line() { # name, picture, command
  printf '%s\t%s\t%s\n' "$1" "$data/$2" "$3"
}

if_there() { # program that must be there, name, picture, command
  if command -v "$1" > /dev/null; then shift; line "$@"; else echo "$2: $1 is not installed" >&2; fi
}

panels() {
  line dunwu eight_panels.png "$dunwu run $bench/scripts/eight_panels.lua --out $data"
  if_there "$python" matplotlib panels_mpl.png "$python $peers/panels.py $data/panels_mpl.png"
  if_there gnuplot "gnuplot pngcairo" panels_gp.png "gnuplot -c $peers/panels.gp $data/panels_gp.png"
  if_there Rscript "R ggplot2" panels_gg.png "Rscript $peers/panels.R $data/panels_gg.png"
}

points() {
  need points.f64 points
  cp "$bench/scripts/million_points.lua" "$data/"
  line dunwu million_points.png "$dunwu run $data/million_points.lua --out $data"
  if_there "$python" matplotlib points_mpl.png \
    "$python $peers/points.py $data/points.f64 $data/points_mpl.png"
}

heatmap() {
  need heat.f32 heat
  cp "$bench/scripts/large_heatmap.lua" "$data/"
  line dunwu large_heatmap.png "$dunwu run $data/large_heatmap.lua --out $data"
  if_there "$python" matplotlib heatmap_mpl.png \
    "$python $peers/heatmap.py $data/heat.f32 $data/heatmap_mpl.png"
  if_there gnuplot "gnuplot pngcairo" heatmap_gp.png \
    "gnuplot -c $peers/heatmap.gp $data/heat.f32 $data/heatmap_gp.png"
}

race() {
  echo "## $1"
  "$1" > "$data/$1.commands"
  "$data/race" "$rounds" 1600 900 < "$data/$1.commands"
  echo
}

case ${1:-all} in
all) race panels; race points; race heatmap ;;
panels | points | heatmap) race "$1" ;;
*) echo "usage: race.sh [panels|points|heatmap] [ROUNDS]" >&2; exit 2 ;;
esac
