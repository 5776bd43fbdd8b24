#!/bin/sh
# An eye is killed each second: is another there two seconds later, and is nothing lost?
# SPDX-License-Identifier: Apache-2.0
#
#   sh tests/bench/live_kills.sh [-s SECONDS] [-n CAMERAS]      (build the preset dev first)
#
# Once CAMERAS (100) are seen, kill -9 each second for SECONDS (300), at random one of the processes of eyes that
# have lived for 12 s: a camera whose eyes die younger is called less and less often, as it should be. An eye is
# two processes: one that waits, and its child, that sees. Exit status 1 if a line at the end does not hold.
set -eu

root=$(cd "$(dirname "$0")/../.." && pwd)
seconds=300 many=100
while getopts s:n: option; do
  case $option in s) seconds=$OPTARG ;; n) many=$OPTARG ;; *) exit 2 ;; esac
done
# shellcheck source=tests/bench/live_common.sh
. "$root/tests/bench/live_common.sh"

# Below throng: "parent child" of each eye that is whole.
eyes() { below $counting | awk -v first=$counting '{ parent[$1] = $2 }
  END { for (id in parent) if (parent[id] != first && parent[parent[id]] == first) print parent[id], id }'; }
# One process of an eye of $folder/eyes that has lived for 12 s, waiter or seer; nothing if there is none.
victim() {
  now=$(cut -d ' ' -f 1 /proc/uptime)
  while read -r waiter seer; do
    began=$(sed 's/.*) //' "/proc/$waiter/stat" 2>/dev/null | cut -d ' ' -f 20)
    [ -z "$began" ] || echo "$waiter $seer $began"
  done <"$folder/eyes" | awk -v now="$now" -v hz="$hz" -v seed="$1" 'now - $3 / hz >= 12 { all[n++] = $0 }
    END { srand(seed); if (n) { split(all[int(rand() * n)], one, " "); print rand() < 0.5 ? one[1] : one[2] } }'
}

draw_crowd 640x360
start "$many" "$seconds" 1
[ "$(eyes | wc -l)" = "$many" ] || { echo "there are not as many eyes as cameras" >&2; exit 1; }
sleep 12
from=$(wc -l <"$out") restarts=$(cameras_now | awk '{ sum += $4 } END { print sum + 0 }')
began=$(date +%s) kills=0 waiters=0 last=0 before_last=0 missed_at_1=0 missed_at_2=0 checks=0
second=0
while :; do
  until [ "$(date +%s)" -gt $((began + second)) ]; do sleep 0.02; done
  second=$(($(date +%s) - began))
  # Those killed a second ago may be missing; those killed two seconds ago may not.
  eyes >"$folder/eyes"
  missing=$((many - $(wc -l <"$folder/eyes")))
  if [ $last = 1 ]; then [ $missing -le 0 ] || missed_at_1=$((missed_at_1 + 1)); fi
  if [ $before_last = 1 ]; then
    checks=$((checks + 1))
    [ $missing -le $last ] || missed_at_2=$((missed_at_2 + 1))
  fi
  before_last=$last last=0
  if [ $second -gt "$seconds" ]; then
    [ $before_last = 1 ] || break
    continue
  fi
  id=$(victim $second)
  [ -n "$id" ] || continue
  # Still one of throng's own.
  below $counting | grep -q "^$id " || continue
  [ "$(cut -d ' ' -f 2 "/proc/$id/stat" 2>/dev/null)" = "(throng-eye)" ] || continue
  [ "$(below $counting | awk -v id="$id" -v first=$counting '$1 == id { print $2 == first }')" = 1 ] &&
    waiters=$((waiters + 1))
  kill -9 "$id"
  kills=$((kills + 1)) last=1
done
sleep $((2 * tick_s))  # the status tells of the last kill too
whole=$(eyes | wc -l)
to=$(wc -l <"$out") restarts=$(($(cameras_now | awk '{ sum += $4 } END { print sum + 0 }') - restarts))
stop
windows=$((to - from))
fresh=$(tail -n +$((from + 1)) "$out" | head -n $windows | grep -c '"freshness":"fresh"' || true)
echo "$many cameras, $kills eyes killed in $seconds s, $waiters of them by the process that waits"
echo "not all eyes there a second after: $missed_at_1 times; two seconds after: $missed_at_2 of $checks times"
verdict "$kills > 0 && $missed_at_2 == 0" "two seconds after each kill the eye's follower is there"
verdict "$whole == $many" "at the end there is an eye for each camera"
verdict "$fresh == $windows && $windows > 0" "all windows are fresh: $fresh of $windows"
verdict "$restarts == $kills" "throng status tells of each: $restarts restarts, $kills kills"
verdict_on_ledger
[ $failed -eq 0 ]
