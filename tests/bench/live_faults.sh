#!/bin/sh
# Broken cameras among well ones: do the others notice, and is what is broken blind and never a number?
# SPDX-License-Identifier: Apache-2.0
#
#   sh tests/bench/live_faults.sh [-s SECONDS] [-n CAMERAS]      (build the preset dev first)
#
# CAMERAS (100) are seen; a quiet minute is measured (or SECONDS / 5); then for SECONDS (600) a fifth of them hang
# up every 15 s, a twentieth are down and one sends garbage; then all are up again. Measured are the others, side
# by side, and the dead ones. The orders come when a tick of 5 s has just begun; the one after it is called the
# first. Exit status 1 if one of the lines at the end does not hold.
set -eu

root=$(cd "$(dirname "$0")/../.." && pwd)
seconds=600 many=100
while getopts s:n: option; do
  case $option in s) seconds=$OPTARG ;; n) many=$OPTARG ;; *) exit 2 ;; esac
done
# shellcheck source=tests/bench/live_common.sh
. "$root/tests/bench/live_common.sh"

flapping=$((many / 5)) down=$(((many + 19) / 20))
dead=$((flapping + down)) well=$((flapping + down + 1))  # the first that is garbled, and the first that is well
[ $flapping -ge 1 ] || { echo "take 5 cameras or more" >&2; exit 2; }
quiet=$((seconds / 5 < 60 ? seconds / 5 : 60))
[ $quiet -ge $((2 * tick_s)) ] || { echo "take $((10 * tick_s)) seconds or more" >&2; exit 2; }

# figures NAME SAMPLES LINES: of the cameras that are well, over the lines of $out from LINES on.
figures() {
  awk -v well=$well 'substr($1, 2) + 0 >= well' "$2" >"$2.well"
  tail -n +$(($3 + 1)) "$out" | awk -v well=$well -v name="$1" -v ages="$(spread "$2.well" 2 50 95 99)" \
    -v looks="$(spread "$2.well" 3 0 50 100)" '
    { zone = $0; sub(/.*"zone":"z/, "", zone); if (zone + 0 < well) next; all++ } /"freshness":"fresh"/ { fresh++ }
    END { split(ages, age, " "); split(looks, look, " ")
      printf "%-7s %6d of %-6d %8s %5s %5s %12s %5s %5s\n", name, fresh, all, age[1], age[2], age[3],
        look[1], look[2], look[3] }'
}

draw_crowd 640x360
start "$many" $((seconds + quiet)) 1
restarts_of_well() { cameras_now | awk -v well=$well 'substr($1, 2) + 0 >= well { sum += $4 } END { print sum + 0 }'; }
restarts=$(restarts_of_well)
echo "$many cameras: $flapping hang up every 15 s, $down are down, 1 sends garbage, $((many - well)) are well; of these:"
echo "time      fresh windows   age p50   p95   p99 s  looks/s min  p50   max"
quiet_from=$(wc -l <"$out")
sample $quiet "$folder/quiet"
figures quiet "$folder/quiet" "$quiet_from"

next_tick
broken_from=$(wc -l <"$out")
tick_began=$(date -d "$(sed -n 's/.*"at": "\(.*\)".*/\1/p' "$status")" +%s.%N)
{
  seq $flapping $((dead - 1)) | sed 's/^/down /'
  echo garbage $dead
  seq 0 $((flapping - 1)) | sed 's/.*/flap & 15/'
} | give_orders
ordered_after=$(date +%s.%N | awk -v began="$tick_began" '{ print $1 - began }')
sample "$seconds" "$folder/broken"
figures broken "$folder/broken" "$broken_from"
broken_to=$(wc -l <"$out")
more_restarts=$(($(restarts_of_well) - restarts))

seq 0 $dead | sed 's/^/up /' | give_orders
up_at=$(date +%s) back=999
# The pause before a call is a minute and a quarter at most; each call may take some seconds.
until_seen 150 && back=$(($(date +%s) - up_at))
stop

# Of each camera: windows, those fresh, the tick at which it was blind first, numbers while blind, zeros.
tail -n +$((broken_from + 1)) "$out" | head -n $((broken_to - broken_from)) | awk '
  { zone = $0; sub(/.*"zone":"z/, "", zone); zone += 0; all[zone]++
    number = $0; sub(/.*"persons":/, "", number)
    if (/"freshness":"fresh"/) fresh[zone]++
    if (/"freshness":"blind"/ && !blind[zone]) blind[zone] = all[zone]  # 2 is the first tick after
    if (/"freshness":"blind"/ && number !~ /^null/) told[zone]++
    if (number ~ /^0[,}]/) zero[zone]++
    if (blind[zone] && /"freshness":"(fresh|stale)"/) again[zone]++ }
  END { for (z in all) print z, all[z], fresh[z] + 0, blind[z] - 1, told[z] + 0, zero[z] + 0, again[z] + 0 }' |
  sort -n >"$folder/zones"
awk -v flapping=$flapping -v dead=$dead -v well=$well -v tick_s=$tick_s -v after="$ordered_after" '
  $1 < flapping { all += $2; fresh += $3 }
  $1 >= flapping && $1 < well && $4 < 0 { printf "c%d, %s: never blind\n", $1, $1 < dead ? "down" : "garbage" }
  $1 >= flapping && $1 < well && $4 >= 0 {
    printf "c%d, %s: blind from tick %d on, %.1f s after the order; later fresh or stale in %d windows;", $1,
      $1 < dead ? "down" : "garbage", $4, ($4 + 1) * tick_s - after, $7
    printf " while blind %d numbers; %d zeros\n", $5, $6 }
  END { printf "hanging up every 15 s: %d of %d windows fresh\n", fresh, all }' "$folder/zones"
of_dead() { awk -v from=$flapping -v to=$well "\$1 >= from && \$1 < to { $1 } END { print n + 0 }" "$folder/zones"; }
verdict "$(awk -v well=$well '$1 >= well { n += $2 - $3 } END { print n + 0 }' "$folder/zones") == 0" \
  "all windows of the well cameras are fresh while others are broken"
verdict "$more_restarts == 0" "no well camera is called again ($more_restarts were)"
# shellcheck disable=SC2016  # awk's
verdict "$(of_dead 'n += $4 < 0 || $4 > 3') == 0" "each dead camera is blind at the third tick after the order at the latest"
# shellcheck disable=SC2016
verdict "$(of_dead 'n += $5 + $6 + $7') == 0" "none of them is a number again, or zero"
verdict "$back <= 150" "all cameras are seen again after they are up: $back s"
verdict_on_ledger
[ $failed -eq 0 ]
