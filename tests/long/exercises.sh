#!/bin/sh
# Every exercise's solution under 200 seeds.
cd "$(dirname "$0")/../.." || exit 1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
sh tests/exercises.sh build/release/dunwu "$work" 200
