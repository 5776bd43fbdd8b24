#!/bin/sh
# What N live cameras cost: a real RTSP server plays drawn crowds, and throng looks at each once a second.
# SPDX-License-Identifier: Apache-2.0
#
#   sh tests/bench/live_load.sh [-s SECONDS] [-p WIDTHxHEIGHT] [-e LOOK_EVERY] [-u COMMAND] [-o FILE.svg] N...
#                                                                        (build the preset dev first)
# For each N, over SECONDS (60) after all cameras are seen: windows that are fresh; milliseconds of processor
# time per camera and second, of throng with its eyes; private memory per camera, and how much more that is than
# at the beginning; age of the looks at the end of each tick of 5 s; looks per second of the camera with fewest,
# of the one in the middle and of the one with most; persons per camera; what is counted in the file stands
# above. The server is apart. COMMAND is what throng runs under: -u "taskset -c 0" gives it one core.
# FILE.svg (or .png) becomes a picture of processor time and memory over N.
set -eu

root=$(cd "$(dirname "$0")/../.." && pwd)
seconds=60 size=640x360 every=1 under='' picture=''
while getopts s:p:e:u:o: option; do
  case $option in
    s) seconds=$OPTARG ;; p) size=$OPTARG ;; e) every=$OPTARG ;; u) under=$OPTARG ;; o) picture=$OPTARG ;; *) exit 2 ;;
  esac
done
shift $((OPTIND - 1))
# shellcheck source=tests/bench/live_common.sh
. "$root/tests/bench/live_common.sh"

draw_crowd "$size"
echo "   N  fresh windows   ms/camera/s  server ms  private MB  more  age p50   p95   p99 s  looks/s min  p50   max  persons"
for n; do
  # shellcheck disable=SC2086  # several words
  start "$n" "$seconds" "$every" $under
  before=$(wc -l <"$out") ours=$(ticks_of $counting) theirs=$(ticks_of $serving) began=$(date +%s.%N)
  private_before=$(private_kb $counting)
  : >"$folder/samples"
  sample "$seconds" "$folder/samples"
  ours=$(($(ticks_of $counting) - ours)) theirs=$(($(ticks_of $serving) - theirs))
  took=$(date +%s.%N | awk -v began="$began" '{ print $1 - began }') private=$(private_kb $counting)
  stop
  # Looks per second are those of the whole time: a camera's mean over the ticks.
  awk '{ sum[$1] += $3; n[$1]++ } END { for (c in sum) print sum[c] / n[c] }' "$folder/samples" >"$folder/looks"
  tail -n +$((before + 1)) "$out" | awk -v n="$n" -v s="$took" -v ours=$ours -v theirs=$theirs -v kb="$private" \
    -v kb_before="$private_before" -v hz="$hz" -v ages="$(spread "$folder/samples" 2 50 95 99)" \
    -v looks="$(spread "$folder/looks" 1 0 50 100)" '
    { all++ } /"freshness":"fresh"/ { fresh++; sub(/.*"persons":/, ""); sum += $0 + 0 }
    END { split(ages, age, " "); split(looks, look, " ")
      printf "%4d  %6d of %-5d %11.2f %10.2f %11.1f %+5.1f %8s %5s %5s %14s %5s %5s %8.2f\n", n, fresh, all,
        ours * 1000 / hz / s / n, theirs * 1000 / hz / s / n, kb / 1024 / n, (kb - kb_before) / 1024 / n,
        age[1], age[2], age[3], look[1], look[2], look[3], fresh ? sum / fresh : 0 }' | tee -a "$folder/table"
done
[ -n "$picture" ] || exit 0

case $picture in
  *.png) terminal="pngcairo size 1200,900 font 'sans,18'" ;;
  *) terminal="svg size 900,675 dynamic font 'sans,16'" ;;
esac
most=$(sort -n "$folder/table" | awk 'END { print int($1 * 1.05) + 1 }')
gnuplot <<END
set terminal $terminal background rgb 'white' noenhanced
set output '$picture'
set multiplot layout 2,1 title 'What each of N live cameras costs: $size, a look every $every s, $(nproc) cores'
set grid lc rgb '#999999'
set border lw 1.5
set xrange [0:$most]
set yrange [0:*]
set offsets 0, 0, graph 0.25, 0
set lmargin 12
set xlabel 'N, cameras'
unset key
set ylabel "processor time, ms\nper camera and second"
plot '$folder/table' using 1:5 with linespoints lw 3 pt 7 ps 1.2 lc rgb '#1f4e9e'
set ylabel "private memory, MB\nper camera"
plot '$folder/table' using 1:7 with linespoints lw 3 pt 5 ps 1.2 lc rgb '#9e4a1f'
unset multiplot
END
echo "picture: $picture"
