#!/bin/sh
# Coverage of the 95 % intervals of fits and bootstraps, 20,000 repeats (100,000 of the straight
# line).
cd "$(dirname "$0")/../.." || exit 1
export DUNWU_LONG_TESTS=1 CMOCKA_MESSAGE_OUTPUT=TAP
exec build/release/core_tests
