#!/bin/sh
# What N live cameras cost: a real RTSP server plays drawn crowds, and throng looks at each once a second.
# SPDX-License-Identifier: Apache-2.0
#
#   sh tests/bench/live_load.sh [-s SECONDS] [-p WIDTHxHEIGHT] N...      (build the preset dev first)
#
# For each N, over SECONDS (60) after all cameras are seen: windows that are fresh; milliseconds of processor
# time per camera and second, of throng with its eyes; private memory per camera; age of the looks at the end of
# each tick of 5 s; persons per camera beside what one camera counts in the same video. The server is apart.
set -eu

root=$(cd "$(dirname "$0")/../.." && pwd)
bin=$root/build/dev/bin
seconds=60 size=640x360
while getopts s:p: option; do
  case $option in s) seconds=$OPTARG ;; p) size=$OPTARG ;; *) exit 2 ;; esac
done
shift $((OPTIND - 1))
server=$root/build/dev/tests/live/camera_server
for needed in "$bin/throng" "$server"; do
  [ -x "$needed" ] || { echo "missing: $needed (sh tests/run.sh builds it)" >&2; exit 1; }
done
folder=$(mktemp -d)
running=
stop() { [ -z "$running" ] || kill $running 2>/dev/null || true; rm -rf "$folder"; }
trap stop EXIT
trap 'exit 1' INT TERM
width=${size%x*} height=${size#*x}

site() {  # site N PORT
  printf '[site]\nname = "load"\n'
  i=0
  while [ $i -lt "$1" ]; do
    printf '[[camera]]\nname = "c%d"\nsource = "rtsp://127.0.0.1:%s/cam%d"\npicture = [%s, %s]\n' \
      $i "$2" $i "$width" "$height"
    printf 'field_of_view_deg = 60.0\npose = { height_m = 5.0, tilt_deg = 30.0 }\n'
    printf '[[zone]]\nname = "z%d"\nkind = "walkway"\ncamera = "c%d"\n' $i $i
    printf 'image = [[%d, %d], [%d, %d], [%d, %d], [%d, %d]]\n' $((width / 20)) $((height / 3)) \
      $((width * 19 / 20)) $((height / 3)) $((width * 19 / 20)) $((height * 19 / 20)) $((width / 20)) $((height * 19 / 20))
    i=$((i + 1))
  done
}

# Processor time so far in ticks, of the process $1 and all below it, the dead ones with them.
ticks_of() {
  cat /proc/[0-9]*/stat 2>/dev/null | awk -v first="$1" '
    { at = match($0, /\) [A-Z] /); id = $1; rest = substr($0, at + 2); split(rest, f, " ")
      parent[id] = f[2]; used[id] = f[12] + f[13] + f[14] + f[15] }
    END { for (id in used) { p = id
        while (p != first && p in parent && p > 1) p = parent[p]
        if (p == first) sum += used[id] }
      print sum + 0 }'
}
private_kb() {
  for id in $(pgrep -x throng-eye) "$1"; do cat "/proc/$id/smaps_rollup" 2>/dev/null; done |
    awk '/^Private_Dirty/ { sum += $2 } END { print sum + 0 }'
}
percentile() { sort -n | awk -v p="$1" '{ v[NR] = $1 } END { if (NR) print v[int((NR - 1) * p / 100) + 1]; else print "-" }'; }

site 1 9 >"$folder/one.toml"
"$bin/throng-draw" video --site "$folder/one.toml" --seconds 20 --per-second 10 --seed 7 --persons-m2 0.1 0.3 \
  --out "$folder/crowd.avi" --truth "$folder/truth.csv"
ffmpeg -loglevel error -y -i "$folder/crowd.avi" -c:v libx264 -preset veryfast -g 10 -bf 0 "$folder/crowd.mkv"
known=$(awk -F, 'NR > 1 { sum += $2; n++ } END { printf "%.1f", sum / n }' "$folder/truth.csv")
echo "$size, 10 pictures a second, a key picture each second; in truth $known persons; $(nproc) cores, load $(cut -d ' ' -f 1 /proc/loadavg)"
echo "   N  fresh windows   ms/camera/s  server ms  private MB  age p50   p95   p99 s  persons"
for n; do
  rm -f "$folder/server"
  "$server" --video "$folder/crowd.mkv" --cameras "$n" --seconds $((seconds + 300)) --orders-from /dev/null \
    >"$folder/server" 2>/dev/null & serving=$!
  running=$serving
  until grep -q ready "$folder/server" 2>/dev/null; do sleep 0.1; done
  site "$n" "$(awk '{ print $2; exit }' "$folder/server")" >"$folder/site.toml"
  ledger=$folder/$n.ledger
  "$bin/throng" count --site "$folder/site.toml" --tick 5 --look-every 1 --json --ledger "$ledger" \
    >"$folder/out" 2>"$folder/err" & counting=$!
  running="$serving $counting"
  for _ in $(seq 60); do  # until all are seen
    sleep 2
    [ "$(tail -n "$n" "$folder/out" | grep -c '"freshness":"fresh"')" = "$n" ] && break
  done
  before=$(wc -l <"$folder/out") ours=$(ticks_of $counting) theirs=$(ticks_of $serving) began=$(date +%s.%N)
  : >"$folder/ages"
  end=$(($(date +%s) + seconds)) last=
  while [ "$(date +%s)" -lt $end ]; do
    sleep 0.5
    at=$(grep '"at"' "$ledger.status" || true)
    [ "$at" = "$last" ] || sed -n 's/.*"age_s": \([0-9.]*\),*/\1/p' "$ledger.status" >>"$folder/ages"
    last=$at
  done
  ours=$(($(ticks_of $counting) - ours)) theirs=$(($(ticks_of $serving) - theirs))
  took=$(date +%s.%N | awk -v began="$began" '{ print $1 - began }') private=$(private_kb $counting)
  kill -INT $counting && wait $counting || true
  kill $serving && wait $serving || true
  running=
  tail -n +$((before + 1)) "$folder/out" | awk -v n="$n" -v s="$took" -v ours=$ours -v theirs=$theirs -v kb="$private" \
    -v hz="$(getconf CLK_TCK)" -v p50="$(percentile 50 <"$folder/ages")" -v p95="$(percentile 95 <"$folder/ages")" \
    -v p99="$(percentile 99 <"$folder/ages")" '
    { all++ } /"freshness":"fresh"/ { fresh++; sub(/.*"persons":/, ""); sum += $0 + 0 }
    END { printf "%4d  %6d of %-5d %11.2f %10.2f %11.1f %8.2f %5.2f %5.2f %10.2f\n", n, fresh, all,
        ours * 1000 / hz / s / n, theirs * 1000 / hz / s / n, kb / 1024 / n, p50, p95, p99, fresh ? sum / fresh : 0 }'
done
