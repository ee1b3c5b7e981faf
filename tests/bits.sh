#!/bin/sh
# Same seed, same bits: the numbers of a run do not depend on threads, compiler or OpenMP.
# usage: bits.sh OUT
set -u
cd "$(dirname "$0")/.." || exit 1
out=$1
mkdir -p "$out"
count=0
bad=0

check() { # STATUS NAME
  count=$((count + 1))
  if [ "$1" -eq 0 ]; then echo "ok $count - $2"; else bad=1; echo "not ok $count - $2"; fi
}

# build NAME CC FLAGS...: the program alone, straight from its sources
build() {
  name=$1
  compiler=$2
  shift 2
  here=$(pwd)
  flags="-std=c11 -O2 -ffp-contract=off -fno-trapping-math -D_GNU_SOURCE -I$here/core
    $(pkg-config --cflags gsl lua5.4 pangocairo libpng libcjson)"
  mkdir -p "$out/$name.core" "$out/$name.glue"
  # shellcheck disable=SC2086  # flags are words
  (cd "$out/$name.core" && "$compiler" $flags "$@" -c "$here"/core/base/*.c "$here"/core/random/*.c \
    "$here"/core/array/*.c "$here"/core/stats/*.c "$here"/core/sim/*.c "$here"/core/data/*.c \
    "$here"/core/plot/*.c) &&
    (cd "$out/$name.glue" && "$compiler" $flags "$@" -c "$here"/core/lua/*.c "$here"/core/app/*.c) &&
    ar rcs "$out/$name.a" "$out/$name.core"/*.o || return 1
  # shellcheck disable=SC2046  # libraries are words
  "$compiler" "$@" -o "$out/$name" "$out/$name.glue"/*.o "$out/$name.a" \
    $(pkg-config --libs gsl lua5.4 libseccomp libcjson) -lcsv -lRmath -lm -ldl
}

numbers() { # PROGRAM NAME ARGUMENTS...
  program=$1
  name=$2
  shift 2
  "$program" run tests/bits/numbers.lua --out "$out/$name" "$@" >/dev/null &&
    cat "$out/$name"/*.csv >"$out/$name.all"
}

DUNWU_HOME=$(pwd)
export DUNWU_HOME
numbers build/release/dunwu one --threads 1
check $? "numbers are written"
for threads in 2 7; do
  numbers build/release/dunwu "threads$threads" --threads "$threads" &&
    cmp "$out/one.all" "$out/threads$threads.all"
  check $? "the same bits on $threads threads"
done
numbers build/release/dunwu other --seed 2 && ! cmp -s "$out/one.all" "$out/other.all"
check $? "other bits with another seed"

build clang clang -fopenmp && numbers "$out/clang" with_clang && cmp "$out/one.all" "$out/with_clang.all"
check $? "the same bits built by clang"
build serial gcc -w && numbers "$out/serial" without && cmp "$out/one.all" "$out/without.all"
check $? "the same bits without OpenMP"
build native gcc -fopenmp -march=native -O3 && numbers "$out/native" wide && cmp "$out/one.all" "$out/wide.all"
check $? "the same bits with the machine's own vectors"
exit "$bad"
