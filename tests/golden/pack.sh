#!/bin/sh
# Packs the output of the R scripts beside this file for the tests:
#   pack.sh FIXTURES CLOSEDFORM DOOR
# FIXTURES is where `Rscript generate.R` ran, CLOSEDFORM where `Rscript closedform.R` and then
# `verify_mp.py` ran, DOOR where `Rscript door.R` found its documents (Debian 12: R 4.2.2, survey 4.1-1, jsonlite; python3-mpmath).
set -eu
data=$(cd "$(dirname "$0")" && pwd)/data
mkdir -p "$data"
for file in "$1"/*.csv "$1"/*.json "$2"/quantiles_checked.csv "$2"/cdf.csv "$2"/binomial_ci.csv \
    "$2"/korn_graubard.csv "$2"/logit_ci.csv "$2"/wilson_deff.csv "$2"/hand_cases.json "$3"/door_*; do
    xz -9e --stdout "$file" > "$data/$(basename "$file").xz"
done
