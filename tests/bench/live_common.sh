# What the benches of live cameras share: a server of drawn cameras, a throng that counts them, their figures.
# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=sh disable=SC2034
#
# Sourced with $root set. Everything that is started here ends, and all files go, when the script does.

bin=${root:?}/build/dev/bin
server=$root/build/dev/tests/live/camera_server
tick_s=5
hz=$(getconf CLK_TCK)
serving='' counting=''

# draw_crowd WIDTHxHEIGHT: $folder/crowd.mkv, with $known persons on average, of which $counted are counted. 21 s
# long: in ticks of 5 s, each camera comes to all its seconds.
draw_crowd() {
  for needed in "$bin/throng" "$server"; do
    [ -x "$needed" ] || { echo "missing: $needed (sh tests/run.sh builds it)" >&2; exit 1; }
  done
  width=${1%x*} height=${1#*x}
  folder=$(mktemp -d)
  trap 'stop; rm -rf "$folder"' EXIT
  trap 'exit 1' INT TERM
  site 1 9 >"$folder/one.toml"
  "$bin/throng-draw" video --site "$folder/one.toml" --seconds 21 --per-second 10 --seed 7 \
    --persons-m2 0.1 0.3 --out "$folder/crowd.avi" --truth "$folder/truth.csv"
  ffmpeg -loglevel error -y -i "$folder/crowd.avi" -c:v libx264 -preset veryfast -g 10 -bf 0 "$folder/crowd.mkv"
  known=$(awk -F, 'NR > 1 { sum += $2; n++ } END { printf "%.1f", sum / n }' "$folder/truth.csv")
  counted=$("$bin/throng" count --site "$folder/one.toml" --source "$folder/crowd.mkv" --tick 1 --json 2>/dev/null |
    awk '{ sub(/.*"persons":/, ""); sum += $0 + 0 } END { printf "%.2f", sum / NR }')
  echo "$1, 10 pictures a second, a key picture each second; in truth $known persons, $counted counted; $(nproc) cores," \
    "load $(cut -d ' ' -f 1 /proc/loadavg)"
}

site() {  # site CAMERAS PORT
  printf '[site]\nname = "load"\nprofile = "live"\n'
  printf '[legal_basis]\nreference = "drawn people"\nauthority = "nobody"\nexpires = 2199-12-31\n'
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

# start CAMERAS SECONDS LOOK_EVERY [COMMAND...]: server and throng, which runs under COMMAND if there is one, and
# waits until all cameras are seen, two minutes at most. The status is in $status, a JSON line per window in $out.
start() {
  cameras=$1 lasts=$2 look_every=$3
  shift 3
  rm -f "$folder/server" "$folder/orders" "$folder/count."*
  mkfifo "$folder/orders"
  "$server" --video "$folder/crowd.mkv" --cameras "$cameras" --seconds $((lasts + 300)) \
    --orders-from "$folder/orders" >"$folder/server" 2>/dev/null &
  serving=$!
  until grep -q ready "$folder/server" 2>/dev/null; do
    kill -0 $serving 2>/dev/null || { echo "the server of cameras has ended" >&2; exit 1; }
    sleep 0.1
  done
  site "$cameras" "$(awk '{ print $2; exit }' "$folder/server")" >"$folder/site.toml"
  ledger=$folder/count.ledger out=$folder/count.out
  status=$ledger.status
  "$@" "$bin/throng" count --site "$folder/site.toml" --tick $tick_s --look-every "$look_every" --json \
    --ledger "$ledger" >"$out" 2>"$folder/count.err" &
  counting=$!
  until_seen 120 || echo "after two minutes not all cameras are seen" >&2
}

# until_seen SECONDS: waits so long at most until the newest window of each camera is fresh.
until_seen() {
  seen_by=$(($(date +%s) + $1))
  until [ "$(tail -n "$cameras" "$out" | grep -c '"freshness":"fresh"')" = "$cameras" ]; do
    [ "$(date +%s)" -lt $seen_by ] || return 1
    sleep 0.2
  done
}

# Gives the orders of standard input, one a line as camera_server takes them, and waits until they are done.
give_orders() {
  cat >"$folder/given"
  cat "$folder/given" >"$folder/orders"
  while read -r given; do
    until grep -qx "done $given" "$folder/server"; do sleep 0.05; done
  done <"$folder/given"
}

# Returns just after the end of a tick.
next_tick() {
  last=$(grep '"at"' "$status")
  while [ "$(grep '"at"' "$status" || echo "$last")" = "$last" ]; do sleep 0.05; done
}

# Ends throng, which leaves its ledger whole, and the server.
stop() {
  for one in $counting $serving; do
    kill -INT "$one" 2>/dev/null || continue
    wait "$one" || true
  done
  counting='' serving=''
}

# sample SECONDS FILE: appends "camera age_s looks_per_s restarts" of each camera to FILE after each tick.
sample() {
  sampled_until=$(($(date +%s) + $1)) last=$(grep '"at"' "$status")
  while [ "$(date +%s)" -lt $sampled_until ]; do
    sleep 0.5
    at=$(grep '"at"' "$status" || true)
    [ "$at" = "$last" ] || cameras_now >>"$2"
    last=$at
  done
}
cameras_now() {
  awk -F '"' '{ value = $3; gsub(/[:, ]/, "", value) }
    $2 == "camera" { name = $4 } $2 == "age_s" { age = value } $2 == "looks_per_s" { looks = value }
    $2 == "restarts" { print name, age == "null" ? "-" : age, looks, value }' "$status"
}

# spread FILE COLUMN PERCENT...: the percentiles of a column, numbers only, in one line.
spread() {
  spread_file=$1 spread_column=$2
  shift 2
  awk -v column="$spread_column" '$column != "-" { print $column }' "$spread_file" | sort -n |
    awk -v wanted="$*" '{ v[NR] = $1 }
      END { many = split(wanted, p, " ")
        for (i = 1; i <= many; i++) printf "%s ", NR ? sprintf("%.2f", v[int((NR - 1) * p[i] / 100) + 1]) : "-" }'
}

# The processes below $1, as "id parent".
below() {
  cat /proc/[0-9]*/stat 2>/dev/null | awk -v first="$1" '
    { at = match($0, /\) [A-Z] /); split(substr($0, at + 2), f, " "); if (f[1] != "Z") parent[$1] = f[2] }
    END { for (id in parent) { p = id
        while (p != first && p in parent && p > 1) p = parent[p]
        if (p == first && id != first) print id, parent[id] } }'
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
# Of the process $1 and all below it.
private_kb() {
  for id in $(below "$1" | cut -d ' ' -f 1) "$1"; do cat "/proc/$id/smaps_rollup" 2>/dev/null; done |
    awk '/^Private_Dirty/ { sum += $2 } END { print sum + 0 }'
}

# verdict CONDITION WORDS...: says whether it holds; CONDITION is one of awk's. $failed counts those that do not.
failed=0
verdict() {
  if awk "BEGIN { exit !($1) }"; then word=holds; else word=FAILS failed=$((failed + 1)); fi
  shift
  echo "$word: $*"
}
verdict_on_ledger() {  # once throng has ended
  verdict "\"$(sqlite3 "$ledger" 'PRAGMA integrity_check')\" == \"ok\"" "the ledger is whole"
}
