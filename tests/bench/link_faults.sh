#!/bin/sh
# Faults between edges and a hub: is a window lost, doubled or made up, and how long until all is there again?
# SPDX-License-Identifier: Apache-2.0
#
#   sh tests/bench/link_faults.sh [-s SECONDS] [-n EDGES] [-k KILLS]   (as root; build the preset dev first)
#
# EDGES (4) edges append and push a tick a second to one hub, over TLS, from one network namespace to another, both
# made here, with bad_line between them. Each fault lasts SECONDS (20); of kill -9 there are KILLS (100) of each kind. After each fault the hub is to
# have all that the ledgers have, within 90 s. Last, an outbox is damaged. Exit status 1 if one window is lost, doubled or made up.
set -eu

root=$(cd "$(dirname "$0")/../.." && pwd)
seconds=20 edges=4 kills=100
while getopts s:n:k: option; do
  case $option in s) seconds=$OPTARG ;; n) edges=$OPTARG ;; k) kills=$OPTARG ;; *) exit 2 ;; esac
done
throng=$root/build/dev/bin/throng feed=$root/build/dev/tests/bench/ledger_feed line=$root/build/dev/tests/bench/bad_line
clock=$root/build/dev/tests/bench/libjumping_clock.so
for needed in "$throng" "$feed" "$line" "$clock"; do
  [ -x "$needed" ] || { echo "missing: $needed (sh tests/run.sh builds it)" >&2; exit 1; }
done
[ "$(id -u)" = 0 ] || { echo "root is needed, for network namespaces" >&2; exit 1; }

folder=$(mktemp -d)
hub_net=throng_hub_$$ edge_net=throng_edge_$$ hub=''
end() {
  for started in $hub $(cat "$folder"/*.pid 2>/dev/null); do kill -9 "$started" 2>/dev/null || true; done
  exec 3>&-
  ip netns del $hub_net 2>/dev/null || true
  ip netns del $edge_net 2>/dev/null || true
  rm -rf "$folder"
}
trap end EXIT
trap 'exit 1' INT TERM

ip netns add $hub_net
ip netns add $edge_net
mkfifo "$folder/orders"
"$line" $edge_net out $hub_net in <"$folder/orders" >"$folder/line.log" &
exec 3>"$folder/orders"
until grep -q ready "$folder/line.log"; do sleep 0.1; done
ip -n $hub_net addr add 10.201.77.1/24 dev in
ip -n $edge_net addr add 10.201.77.2/24 dev out
ip -n $hub_net link set in up
ip -n $hub_net link set lo up
ip -n $edge_net link set out up

cd "$folder"
{
  "$throng" cert authority --folder ca
  "$throng" cert hub 10.201.77.1 --authority ca --out hub
} >cert.log 2>&1 || { cat cert.log >&2; exit 1; }
printf '[hub]\nlisten = "10.201.77.1:7443"\narchive = "city.archive"\ncredentials = "hub"\n' >hub.toml

# Each machine has a clock: its file says by how many seconds it is ahead.
jump() { echo "$2" >"$1.clock"; }
on() {  # on MACHINE PROGRAM ...
  machine=$1
  shift
  exec env LD_PRELOAD="$clock" JUMPING_CLOCK="$folder/$machine.clock" "$@"
}
jump hub 0
jump edge 0
start_hub() {
  on hub ip netns exec $hub_net "$throng" serve hub.toml >>hub.log 2>&1 &
  hub=$!
}
start_edge() {  # start_edge NUMBER
  on edge ip netns exec $edge_net "$throng" serve "edge$1.toml" >>"edge$1.log" 2>&1 &
  echo $! >"edge$1.pid"
}
start_feed() {  # start_feed NUMBER [TICKS_BEFORE]
  on edge "$feed" "site$1.toml" "edge$1.ledger" 1 "${2:-0}" >>"feed$1.log" 2>&1 &
  echo $! >"feed$1.pid"
}
kill_now() { kill -9 "$1" 2>/dev/null && wait "$1" 2>/dev/null || true; }
every_edge() { seq 1 "$edges"; }

for i in $(every_edge); do
  sed "s/^name = \"Campus crossing\"/name = \"edge $i\"/" "$root/counter/demo.toml" >"site$i.toml"
  "$throng" cert site "edge $i" --authority ca --out "edge$i" >>cert.log 2>&1
  printf '[edge]\nsite = "site%d.toml"\nledger = "edge%d.ledger"\nhub = "10.201.77.1:7443"\ncredentials = "edge%d"\n' \
    "$i" "$i" "$i" >"edge$i.toml"
  start_feed "$i" 600
done
start_hub
sleep 1
for i in $(every_edge); do start_edge "$i"; done

# What the ledgers have and what the archive has, a line for each window.
ledger_rows() {
  for i in $(every_edge); do
    sqlite3 -cmd '.timeout 5000' "edge$i.ledger" "SELECT 'edge $i', z.name, window_start_ns, window_end_ns, persons, low,
      high FROM occupancy JOIN zone AS z USING (zone) WHERE window_start_ns <= $1"
  done | sort
}
archive_rows() {
  sqlite3 -cmd '.timeout 5000' city.archive "SELECT s.name, z.name, window_start_ns, window_end_ns, persons, low, high
    FROM occupancy AS o JOIN site AS s USING (site) JOIN zone AS z ON z.site = o.site AND z.position = o.zone
    WHERE window_start_ns <= $1" | sort
}

# settle FAULT TIMES [AHEAD_S]: waits until the hub has what the ledgers have now; a line of the table.
bad=0
settle() {
  until_ns=$(($(date +%s) + ${3:-0}))000000000 began=$(date +%s) took=none
  while [ $(($(date +%s) - began)) -le 90 ]; do
    ledger_rows "$until_ns" >ledgers
    archive_rows "$until_ns" >archived
    cmp -s ledgers archived && { took=$(($(date +%s) - began)); break; }
    sleep 0.5
  done
  lost=$(comm -23 ledgers archived | wc -l)
  made_up=$(comm -13 ledgers archived | wc -l)
  doubled=$(cut -d '|' -f 1-3 archived | uniq -d | wc -l)
  printf '%-49s %6s %9d %6d %8d %8d %9s\n' "$1" "$2" "$(wc -l <ledgers)" "$lost" "$doubled" "$made_up" "$took"
  [ $((lost + doubled + made_up)) = 0 ] || bad=1
}

becomes() { echo "$1" >&3; }

echo "$edges edges of 2 zones, a tick a second, TLS; $(nproc) cores, load $(cut -d ' ' -f 1 /proc/loadavg)"
echo "fault                                              times   windows   lost  doubled  made up  back in s"
settle 'none, after 10 minutes of which no hub knew' 1

ip -n $edge_net link set out down
sleep "$seconds"
ip -n $edge_net link set out up
settle "the line is cut for $seconds s" 1

becomes "loss 100"
sleep "$seconds"
becomes good
settle "half-open: all is lost, nobody hangs up, $seconds s" 1

becomes "slow 64 400 0"
sleep "$seconds"
becomes good
settle "slow: 64 kbit/s, 0.4 s each way, $seconds s" 1

becomes "loss 20"
sleep "$seconds"
becomes good
settle "a fifth of all packets is lost, $seconds s" 1

becomes "duplicate 30"
sleep "$seconds"
becomes good
settle "three packets in ten come twice, $seconds s" 1

becomes "slow 100000 50 50"
sleep "$seconds"
becomes good
settle "packets come in another order, $seconds s" 1

pause() { sleep "0.$(od -An -N1 -tu1 /dev/urandom | tr -d ' ')"; }
for _ in $(seq "$kills"); do
  pause
  kill_now "$hub"
  start_hub
done
settle 'kill -9 of the hub' "$kills"

for k in $(seq "$kills"); do
  i=$((k % edges + 1))
  pause
  kill_now "$(cat "edge$i.pid")"
  start_edge "$i"
done
settle 'kill -9 of an edge that pushes' "$kills"

for k in $(seq "$kills"); do
  i=$((k % edges + 1))
  pause
  kill_now "$(cat "feed$i.pid")"
  start_feed "$i"
done
settle 'kill -9 of what appends to a ledger' "$kills"

# While a clock is wrong, and after it is right again. A count that runs does not wait for a time that it had already.
stop_feeds() { for i in $(every_edge); do kill_now "$(cat "feed$i.pid")"; done; }
start_feeds() { for i in $(every_edge); do start_feed "$i"; done; }
for who in edge hub; do
  for ahead in 300 -300; do
    case $who in hub) whose="the hub's clock" ;; *) whose="the edges' clock" ;; esac
    case $ahead in -*) how="is set back" ;; *) how="is put ahead" ;; esac
    stop_feeds
    jump $who $ahead
    start_feeds
    sleep "$seconds"
    stop_feeds
    settle "$whose $how by 5 minutes, $seconds s" 1 600
    jump $who 0
    start_feeds
    sleep "$seconds"
    stop_feeds
    settle "and is set right again, $seconds s" 1 600
    start_feeds
  done
done

# What waits in the last edge is overwritten while it is not there: of what was acknowledged nothing may be lost or come twice.
becomes "loss 100"
sleep 5
kill_now "$(cat "feed$edges.pid")"
kill_now "$(cat "edge$edges.pid")"
far=9000000000000000000
archive_rows $far >acknowledged
page=$(sqlite3 "edge$edges.ledger" "SELECT rootpage FROM sqlite_schema WHERE name = 'unsent'")
bytes=$(sqlite3 "edge$edges.ledger" 'PRAGMA page_size')
waited=$(sqlite3 "edge$edges.ledger" 'SELECT count(*) FROM unsent')
dd if=/dev/urandom of="edge$edges.ledger" bs="$bytes" seek=$((page - 1)) count=1 conv=notrunc 2>dd.log
becomes good
: >"edge$edges.log"
start_edge "$edges"
sleep "$seconds"
archive_rows $far >archived
lost=$(comm -23 acknowledged archived | wc -l)
doubled=$(cut -d '|' -f 1-3 archived | uniq -d | wc -l)
echo "an outbox in which $waited windows waited is overwritten: of $(wc -l <acknowledged) acknowledged windows $lost lost, $doubled doubled; its edge says:"
cut -d ' ' -f 2- "edge$edges.log" | sort | uniq -c
[ $((lost + doubled)) = 0 ] && grep -q damaged "edge$edges.log" || bad=1

cut -d ' ' -f 2- hub.log edge*.log | grep -i -E 'bug|please report' | sort | uniq -c || true
exit $bad
