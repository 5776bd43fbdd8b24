#!/bin/sh
# From nothing to the shipped weights: draws people, trains on them, writes weights, card and curve.
# SPDX-License-Identifier: Apache-2.0
#
# Runs for hours on two cores. Can be stopped at any time: run it again and it goes on.
#   sh counter/train/train.sh [FOLDER]     FOLDER for pictures and checkpoints: build/train
# SHARE (per cent of the pictures) and STEPS (environment) make it shorter, for a try.
set -eu

root=$(cd "$(dirname "$0")/../.." && pwd)
work=${1:-$root/build/train}
log=$work/train.log
share=${SHARE:-100}
steps=${STEPS:-36000}
each=1500  # pictures in a folder
person_px=56
cores=$(nproc)
. "$root/counter/setup.sh"

# Draws the folder $1 with seed $2: pictures of $3, of which $4 (a share) hold photographs.
draw() {

  [ -f "$1/whole" ] && return 0
  rm -rf "$1"
  "$draw_program" records --person "$person_px" --seed "$2" --count $((each * share / 100)) --of "$3" \
    --photographs "$photographs" --photographed "$4" --out "$1"
  : >"$1/whole"
  say "  $1"
}

# Draws folders $2 to $3 of the kind $1, some at a time, of $4 with a share $5 of photographs.
draw_all() {
  waiting=
  number=$2
  while [ "$number" -le "$3" ]; do
    draw "$work/$1-$number" "$number" "$4" "$5" &
    folders="$folders $work/$1-$number"
    waiting="$waiting $!"
    if [ $((number % cores)) -eq 0 ] || [ "$number" -eq "$3" ]; then
      for process in $waiting; do wait "$process"; done  # stops here if one could not be drawn
      waiting=
    fi
    number=$((number + 1))
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
say "Draw: about 27000 pictures (10 to 20 a second on a core) into $work"
draw "$work/held-out" 1000 places 0
folders=  # to learn from
draw_all painted 1 5 places 0
draw_all photographed 101 108 places 1
draw_all textures 201 203 textures 1
draw_all empty 301 301 empty-places 0.6

say "Train: $steps steps; a line for each 500, and the curve in $work/curve.svg"
# shellcheck disable=SC2086  # one word per folder
/usr/bin/python3 "$root/counter/train/train.py" --data $folders --held-out "$work/held-out" \
  --out "$work" --person-px "$person_px" --steps "$steps"
/usr/bin/python3 "$root/counter/train/export.py" --checkpoint "$work/checkpoint.pt" \
  --drawn "$work/held-out" --out "$root/counter/eye/weights/default.thnw" \
  --card "$root/counter/eye/weights/default.md"
