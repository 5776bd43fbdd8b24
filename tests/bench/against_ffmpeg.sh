#!/bin/sh
# CPU time of throng count on a video, beside ffmpeg decoding the same file, in the same run.
# SPDX-License-Identifier: Apache-2.0
#
#   sh tests/bench/against_ffmpeg.sh [VIDEO]      (build the preset release first)
#
# Runs both five times in turn and prints the median of user plus system time of each, with children.
set -eu

root=$(cd "$(dirname "$0")/../.." && pwd)
video=${1:-${XDG_CACHE_HOME:-$HOME/.cache}/throng/vtest.avi}
throng=$root/build/release/bin/throng
for needed in "$video" "$throng"; do
  [ -e "$needed" ] || { echo "missing: $needed (sh counter/demo.sh makes both)" >&2; exit 1; }
done

# Seconds of CPU that a command takes.
cpu_of() {
  bash -c 'TIMEFORMAT="%U %S"; time "$@" >/dev/null 2>&1' - "$@" 2>&1 | awk '{ print $1 + $2 }'
}
median() { sort -n | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; }

ours= theirs=
for _ in 1 2 3 4 5; do
  ours="$ours $(cpu_of "$throng" count --site "$root/counter/demo.toml" --source "$video" --tick 1)"
  theirs="$theirs $(cpu_of ffmpeg -threads 1 -i "$video" -f null -)"
done
ours=$(printf '%s\n' $ours | median)
theirs=$(printf '%s\n' $theirs | median)
echo "throng count, 1 analysis per second of video: $ours s of CPU (median of 5)"
echo "ffmpeg -threads 1 -f null:                    $theirs s of CPU (median of 5)"
echo "ratio: $(echo "$ours $theirs" | awk '{ printf "%.1f", $1 / $2 }')"
