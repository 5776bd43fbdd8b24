#!/bin/sh
# From nothing to the shipped weights: draws people, trains on them, writes weights, card and curve.
# SPDX-License-Identifier: Apache-2.0
#
# Runs for hours on two cores. Can be stopped at any time: run it again and it goes on.
#   sh counter/train/train.sh [FOLDER]     FOLDER for pictures and checkpoints: build/train
# PICTURES and STEPS (environment) make it shorter, for a try.
set -eu

root=$(cd "$(dirname "$0")/../.." && pwd)
work=${1:-$root/build/train}
log=$work/train.log
pictures=${PICTURES:-28000}
textures=2  # folders of pictures of no place and nobody
steps=${STEPS:-28000}
each=2000  # pictures in a folder
cores=$(nproc)
. "$root/counter/setup.sh"

# Draws the folder $1 with seed $2 and $3 pictures of $4, unless it is whole already.
draw() {
  [ -f "$1/whole" ] && return 0
  rm -rf "$1"
  "$draw_program" records --seed "$2" --count "$3" --of "$4" --out "$1"
  : >"$1/whole"
  say "  $1"
}

mkdir -p "$work"
start_log
install_packages build run train
build_preset release
draw_program=$root/build/release/bin/throng-draw

say "Draw: $pictures pictures (about 20 a second on a core) into $work"
draw "$work/held-out" 1000 400 places
folders=
for seed in $(seq 1001 $((1000 + textures))); do
  draw "$work/texture-$seed" "$seed" "$each" textures
  folders="$folders $work/texture-$seed"
done
waiting=
seed=1
while [ $((seed * each - each)) -lt "$pictures" ]; do
  draw "$work/drawn-$seed" "$seed" "$each" places &
  waiting="$waiting $!"
  folders="$folders $work/drawn-$seed"
  if [ $((seed % cores)) -eq 0 ] || [ $((seed * each)) -ge "$pictures" ]; then
    for process in $waiting; do wait "$process"; done  # stops here if one could not be drawn
    waiting=
  fi
  seed=$((seed + 1))
done

say "Train: $steps steps; a line for each 500, and the curve in $work/curve.svg"
# shellcheck disable=SC2086  # one word per folder
/usr/bin/python3 "$root/counter/train/train.py" --data $folders --held-out "$work/held-out" \
  --out "$work" --steps "$steps"
/usr/bin/python3 "$root/counter/train/export.py" --checkpoint "$work/checkpoint.pt" \
  --drawn "$work/held-out" --out "$root/counter/eye/weights/default.thnw" \
  --card "$root/counter/eye/weights/default.md"
