#!/bin/sh
# From nothing to the shipped weights: draws people, trains on them, writes weights, card and curve.
# SPDX-License-Identifier: Apache-2.0
#
# Takes half an hour to learn on an accelerator, half a day on two cores; pictures take two hours there
# and 21 GB. Can be stopped at any time: run it again and it goes on.
#   sh counter/train/train.sh [FOLDER]     FOLDER for pictures and checkpoints: build/train
# SHARE (per cent of the pictures) and STEPS (environment) make it shorter, for a try.
set -eu

root=$(cd "$(dirname "$0")/../.." && pwd)
work=${1:-$root/build/train}
log=$work/train.log
share=${SHARE:-100}
steps=${STEPS:-34000}
each=1500  # pictures in a folder
person_px=56
cores=$(nproc)
. "$root/counter/setup.sh"

# Draws the folder $1 with seed $2: $5 pictures of $3, of which $4 (a share) hold photographs.
draw() {
  [ -f "$1/whole" ] && return 0
  rm -rf "$1"
  "$draw_program" records --person "$person_px" --seed "$2" --count $(($5 * share / 100)) --of "$3" \
    --photographs "$photographs" --photographed "$4" --out "$1"
  : >"$1/whole"
  say "  $1"
}

# Draws folders with the seeds $1 to $2, some at a time, of $3 with a share $4 of photographs.
draw_all() {
  waiting=
  seed=$1
  while [ "$seed" -le "$2" ]; do
    draw "$work/drawn/$seed" "$seed" "$3" "$4" "$each" &
    waiting="$waiting $!"
    if [ $((seed % cores)) -eq 0 ] || [ "$seed" -eq "$2" ]; then
      for process in $waiting; do wait "$process"; done  # stops here if one could not be drawn
      waiting=
    fi
    seed=$((seed + 1))
  done
}

# Fetches the packages whose photographs show nobody, and takes those out that photographs.txt names.
fetch_photographs() {
  photographs=$work/photographs
  [ -f "$photographs/whole" ] && return 0
  say "Photographs without people, out of Debian packages (2 GB to fetch)"
  mkdir -p "$work/packages"
  names=$(sed '/^[ #]/d; s#/.*##' "$root/counter/train/photographs.txt" | sort -u)
  # shellcheck disable=SC2086  # one word per package
  (cd "$work/packages" && logged apt-get download $names)
  rm -rf "$photographs"
  logged /usr/bin/python3 "$root/counter/train/photographs.py" --packages "$work/packages" \
    --out "$photographs"
  : >"$photographs/whole"
}

mkdir -p "$work"
start_log
install_packages build run train
build_preset release
draw_program=$root/build/release/bin/throng-draw

fetch_photographs
mkdir -p "$work/drawn" "$work/held-out"
say "Draw: 106,500 pictures (10 to 20 a second on a core) into $work"
draw "$work/held-out/places" 1000 places 0 400
draw "$work/held-out/crowds" 3901 crowds 0.5 200
draw "$work/held-out/empty" 3902 empty-places 0.5 200
draw "$work/held-out/close-ups" 4900 close-ups 0.5 300
draw_all 1 11 places 0
draw_all 101 119 places 1
draw_all 201 208 textures 1
draw_all 301 311 empty-places 0.7
draw_all 401 411 crowds 0.6
draw_all 501 511 close-ups 0.6

say "Train: $steps steps; a line for each 500, and the curve in $work/curve.svg"
/usr/bin/python3 "$root/counter/train/train.py" --data "$work/drawn" --held-out "$work/held-out" \
  --out "$work" --person-px "$person_px" --steps "$steps"
/usr/bin/python3 "$root/counter/train/export.py" --checkpoint "$work/checkpoint.pt" \
  --drawn "$work/held-out" --out "$root/counter/eye/weights/default.thnw" \
  --card "$root/counter/eye/weights/default.md"
