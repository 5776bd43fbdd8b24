#!/bin/sh
# What the wall costs: CPU time per analysed picture of an eye with it and of one without, in one run.
# SPDX-License-Identifier: Apache-2.0
#
#   sh tests/bench/wall_cost.sh [VIDEO]      (build the preset dev first)
#
# Nine pairs in turn, five looks a second of video; the medians of user plus system time, with children. The eye
# without wipes nothing and locks nothing: it is seen to have fewer filters of system calls on it.
set -eu

root=$(cd "$(dirname "$0")/../.." && pwd)
build=$root/build/dev
video=${1:-${XDG_CACHE_HOME:-$HOME/.cache}/throng/vtest.avi}
for needed in "$video" "$build/bin/throng" "$build/tests/wall/without/throng-eye"; do
  [ -e "$needed" ] || { echo "missing: $needed (sh counter/demo.sh fetches the video, sh tests/run.sh builds)" >&2; exit 1; }
done
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
mkdir "$folder/with" "$folder/without"
cp "$build/bin/throng" "$build/bin/throng-eye" "$folder/with/"
cp "$build/bin/throng" "$build/tests/wall/without/throng-eye" "$folder/without/"

# How many filters of system calls are on the innermost process of an eye that runs.
filters_of() {
  "$folder/$1/throng" count --site "$root/counter/demo.toml" --source "$video" --realtime --json >/dev/null 2>&1 &
  counting=$!
  sleep 2
  eye=$counting
  while child=$(pgrep -P "$eye"); do eye=$child; done
  awk '/^Seccomp_filters:/ { print $2 }' "/proc/$eye/status"
  kill $counting && wait $counting || true
}
with=$(filters_of with) without=$(filters_of without)
if [ "$with" -le "$without" ]; then
  echo "the eyes are not what they should be: $with and $without filters" >&2
  exit 1
fi

cpu_of() {  # in seconds
  bash -c 'TIMEFORMAT="%U %S"; time "$@" >/dev/null 2>&1' - "$folder/$1/throng" count --site "$root/counter/demo.toml" \
    --source "$video" --tick 0.2 --json 2>&1 | awk '{ print $1 + $2 }'
}
median() { sort -n | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; }

pictures=$("$folder/with/throng" count --site "$root/counter/demo.toml" --source "$video" --tick 0.2 --json 2>/dev/null | awk 'END { print NR / 2 }')  # the demo has two zones
with='' without=''
for _ in 1 2 3 4 5 6 7 8 9; do
  with="$with $(cpu_of with)"
  without="$without $(cpu_of without)"
done
# shellcheck disable=SC2086  # several words
with=$(printf '%s\n' $with | median) without=$(printf '%s\n' $without | median)
echo "$with $without $pictures" | awk '{
  printf "with the wall:    %.2f ms of CPU per analysed picture (%d pictures, median of 9)\n", 1000 * $1 / $3, $3
  printf "without the wall: %.2f ms\n", 1000 * $2 / $3
  printf "the wall costs %.1f%%\n", 100 * ($1 / $2 - 1) }'
