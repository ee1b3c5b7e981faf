#!/bin/sh
# sh setup.sh        installs what is missing, builds dunwu, draws the lecture into plots/
# sh setup.sh build  the same without drawing
# sh setup.sh test   the same set-up, then every test; ends with "N passed, N failed"
# sh setup.sh test-all  the same, then the long simulations of tests/long
set -eu
cd "$(dirname "$0")"

build_packages="gcc make pkg-config premake4 liblua5.4-dev libgsl-dev r-mathlib librandom123-dev
libcairo2-dev libpango1.0-dev libpng-dev zlib1g-dev libcsv-dev libcjson-dev libseccomp-dev libreadline-dev
fonts-noto-core fonts-noto-cjk"
test_packages="libcmocka-dev clang libomp-dev lua5.4 librsvg2-bin poppler-utils"

say() { printf '%s\n' "$*"; }
fail() { say "setup: $*" >&2; exit 1; }

name_packages_and_stop() {
  say "This system has no apt. Please install by its own means, then run me again:"
  say "  Fedora:   gcc make pkgconf-pkg-config premake lua-devel gsl-devel libRmath-devel Random123-devel cairo-devel"
  say "            pango-devel libpng-devel zlib-devel libcsv-devel cjson-devel libseccomp-devel readline-devel"
  say "            libcmocka-devel google-noto-sans-fonts google-noto-sans-cjk-fonts"
  say "  Arch:     base-devel premake lua54 gsl r random123 cairo pango libpng zlib libcsv cjson libseccomp readline cmocka"
  say "            noto-fonts noto-fonts-cjk"
  say "  Homebrew: pkg-config premake lua@5.4 gsl r random123 cairo pango libpng zlib libcsv cjson readline cmocka"
  say "            font-noto-sans font-noto-sans-cjk"
  exit 1
}

is_installed() {
  dpkg-query -W -f '${Status}' "$1" 2>/dev/null | grep -q 'ok installed'
}

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"
  elif command -v sudo >/dev/null 2>&1; then sudo "$@"
  else fail "packages are missing and there is no sudo; as root: $*"
  fi
}

install_packages() {
  missing=
  command -v dpkg-query >/dev/null 2>&1 || return 0
  for package in "$@"; do is_installed "$package" || missing="$missing $package"; done
  [ -n "$missing" ] || return 0
  say "installing:$missing"
  as_root apt-get update -qq
  # shellcheck disable=SC2086  # a list of words
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
    $missing >/dev/null
}

# Without apt: go on when the tools and libraries are there, name them when they are not.
check_tools() {
  command -v apt-get >/dev/null 2>&1 && return 0
  for tool in cc make pkg-config; do
    command -v "$tool" >/dev/null 2>&1 || name_packages_and_stop
  done
  command -v premake5 >/dev/null 2>&1 || command -v premake4 >/dev/null 2>&1 ||
    name_packages_and_stop
  pkg-config --exists lua5.4 gsl libRmath pangocairo libpng libcjson || name_packages_and_stop
}

# The makefiles are made again each time: a new source file is then seen.
generate() {
  if command -v premake5 >/dev/null 2>&1; then premake5 gmake >/dev/null
  else premake4 --file=premake5.lua gmake >/dev/null
  fi
}

build() {
  generate
  make -s -C build -j"$(getconf _NPROCESSORS_ONLN)" "$@"
}

draw() {
  build/release/dunwu gallery --out plots --album lecture
  say "the figures are in $(pwd)/plots"
}

check_tools
case "${1-}" in
'' | build)
  # shellcheck disable=SC2086
  command -v apt-get >/dev/null 2>&1 && install_packages $build_packages
  build config=release dunwu painter editor
  if [ "${1-}" != build ]; then draw; fi
  ;;
test)
  # shellcheck disable=SC2086
  command -v apt-get >/dev/null 2>&1 && install_packages $build_packages $test_packages
  build config=release
  exec sh tests/run.sh
  ;;
test-all)
  sh ./setup.sh test
  for file in tests/long/*.sh; do sh "$file"; done
  ;;
*) fail "usage: sh setup.sh [build | test | test-all]" ;;
esac
