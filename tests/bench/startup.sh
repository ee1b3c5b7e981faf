#!/bin/sh
# How long the program takes to start, as a ratio to plain Lua in the same run.
# usage: sh tests/bench/startup.sh [ROUNDS]
set -eu
cd "$(dirname "$0")/../.."
rounds=${1-300}
command -v lua5.4 >/dev/null 2>&1 || { echo "lua5.4 is not installed: skipped"; exit 0; }

# nanoseconds COMMAND...: of as many starts as there are rounds, in one block
nanoseconds() {
  start=$(date +%s%N)
  i=0
  while [ "$i" -lt 20 ]; do
    "$@" >/dev/null
    i=$((i + 1))
  done
  echo $(($(date +%s%N) - start))
}

# Blocks take turns, so that whatever else the machine does falls on both.
dunwu=0
lua=0
done=0
while [ "$done" -lt "$rounds" ]; do
  lua=$((lua + $(nanoseconds lua5.4 -v)))
  dunwu=$((dunwu + $(nanoseconds build/release/dunwu --version)))
  done=$((done + 20))
done
awk -v d="$dunwu" -v l="$lua" -v n="$done" 'BEGIN {
  printf "dunwu --version %.2f ms, lua5.4 -v %.2f ms, ratio %.2f (at most 3), %d starts each\n",
    d / n / 1e6, l / n / 1e6, d / l, n }'
