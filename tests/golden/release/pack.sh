#!/bin/sh
# Packs raw cases and what R made of them for the tests:
#   pack.sh CASES EXPECTED
# CASES is where `minyi export WAVE --full --raw` wrote, EXPECTED where `release.R CASES --expected EXPECTED` did.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
mkdir -p "$here/cases"
for file in "$1"/*; do
    xz -9e --stdout "$file" > "$here/cases/$(basename "$file").xz"
done
for file in "$2"/expected-*.json; do
    xz -9e --stdout "$file" > "$here/$(basename "$file").xz"
done
