#!/bin/sh
# The shipped unit, live cameras, swap and cores on a machine of its own: Debian with little memory.
# SPDX-License-Identifier: Apache-2.0
#
# machine.sh BUILD FOLDER   BUILD has been built with the dev preset; FOLDER gets 5 GB: a Debian, kept for
# the next time, disks, `report`. As root; some minutes with KVM, half an hour without.
set -u
tool=/srv/machine_tool  # there
user="prlimit --memlock=65536:65536 setpriv --reuid 65534 --regid 65534 --clear-groups"
check() {  # check WHAT WANTED GOT
  case $3 in $2) echo "holds  $1: $3" ;; *) echo "BROKEN $1: $3, not $2" ;; esac
}
child() { tr -d ' ' <"/proc/$1/task/$1/children"; }
until_eye_of() {
  until waits=$(child "$1") && [ "$waits" ] && eye=$(child "$waits") && [ "$eye" ]; do sleep 0.2; done 2>/dev/null
}
field() { awk -v name="$1:" '$1 == name { print $2 }' "/proc/$eye/status"; }
memory_in_log() { dmesg | grep -E -A1 "$1.*(segfault|trap)" | grep -c 'Code:'; }

# Counts a camera that never ends (`unit`: as the service; else after these words), and stops all
# while pieces of its pictures are in the memory of $eye.
begin() {
  rm -f /srv/camera && mkfifo -m 644 /srv/camera
  "$tool" feed /srv/canary.y4m /srv/camera 400000 & feeder=$!
  if [ "$*" = unit ]; then
    systemctl start throng@canary
    throng=$(systemctl show -P MainPID throng@canary)
  else
    sh -c "ulimit -c unlimited; exec $* throng count --site /etc/throng/canary.toml --json" >/dev/null 2>&1 &
    throng=$!
  fi
  until_eye_of "$throng"
  "$tool" catch /srv "$throng" "$waits" "$eye"
}
end() {
  kill -CONT "$throng" "$waits" "$eye"
  systemctl stop throng@canary
  kill "$throng" "$feeder"
  wait "$feeder"
} 2>/dev/null

swap() {  # swap WHAT DEVICE PIECES WORDS...
  what=$1 device=$2 pieces=$3
  shift 3
  begin "$@"
  "$tool" hold & marked=$!
  sleep 3
  mkswap -q "$device" && swapon "$device"
  "$tool" press "$(awk '/MemTotal/ { print int($2 / 1024 + 100) }' /proc/meminfo)" 15
  for i in 1 2 3 4 5; do echo 1G >/sys/fs/cgroup/system.slice/memory.reclaim; done 2>/dev/null
  echo "$what: VmSize $(field VmSize) VmLck $(field VmLck) RssAnon $(field RssAnon) VmSwap $(field VmSwap)"
  [ "$pieces" != 0 ] || check "$what, swapped kB" 0 "$(field VmSwap)"
  swapoff "$device"  # what was written stays on it
  kill "$marked"
  end
  "$tool" search /srv "$device" >/srv/found
  check "control: pieces of an ordinary process in $device" '[1-9]*' "$(awk '/marker/ { print $NF }' /srv/found)"
  check "$what: pieces of pictures in $device" "$pieces" "$(awk '/: / && !/marker/ { n += $NF } END { print n + 0 }' /srv/found)"
}

cores() {  # cores CORE_PATTERN ULIMIT_OF_CONTROL
  echo "$1" >/proc/sys/kernel/core_pattern
  printf '[Service]\nLimitCORE=%s\nSystemCallFilter=~mkdir\nExecStart=mkdir /srv/forbidden\n' "$2" \
    >/run/systemd/system/forbidden.service
  systemctl daemon-reload
  systemctl start forbidden
  sleep 3
  check "control: cores by $1 of an ordinary process that made a forbidden call, LimitCORE=$2" 1 "$(ls /cores | wc -l)"
  rm -f /cores/*
  for how in SEGV ABRT forbidden fault; do  # two signals from outside, two failures of its own
    begin
    kill -CONT "$throng" "$waits"
    case $how in [A-Z]*) kill -CONT "$eye"; kill -$how "$eye" ;; *) "$tool" $how "$eye" ;; esac
    sleep 3
    check "$how ends the eye" gone "$([ -e "/proc/$eye" ] || echo gone)"
    check "cores by $1 of an eye after $how" 0 "$(ls /cores | wc -l)"
    end
  done
  said=$(ulimit -c unlimited; /srv/starves/throng count --site /etc/throng/canary.toml --source /srv/canary.mkv --json 2>&1 >/dev/null)
  check "an eye that takes memory without end while it holds a frame" '*needed more memory*' "$said"
  check "cores by $1 of it" 0 "$(ls /cores | wc -l)"
}

until_status() {  # until_status SITE WORD WORD: in what throng status says of it
  for i in $(seq 120); do
    throng status --json --ledger "/var/lib/private/throng/$1.ledger" >/srv/status 2>/dev/null
    if grep -q "$2" /srv/status && grep -q "$3" /srv/status; then echo yes; return; fi
    sleep 1
  done
  cat /srv/status
  journalctl -q --no-pager -n 20 -u "throng@$1"
}

camera() {  # one call to it: standard input and output are the connection
  while read -r line && [ "$line" != "$(printf '\r')" ]; do :; done
  printf 'HTTP/1.0 200 OK\r\nContent-Type: multipart/x-mixed-replace; boundary=ffmpeg\r\n\r\n'
  exec ffmpeg -v quiet -re -stream_loop -1 -i /srv/drawn.avi -c:v mjpeg -f mpjpeg -
}

live() {  # with live.conf, a login, and a camera that speaks HTTP
  ip link set lo up
  printf '[[login]]\nuser = "throng"\npassword = "once"\n' >/etc/throng/logins.toml
  chmod 600 /etc/throng/logins.toml
  systemd-socket-activate -a --inetd -l 127.0.0.1:8080 sh /srv/machine.sh camera & camera=$!
  systemctl start throng@live
  check "live.conf: the unit sees a camera of this network" yes "$(until_status live '"sight": "seeing"' '"trouble": ""')"
  check "what its eye takes of the processor is known there" yes "$(until_status live '"processor_percent": [0-9]' '"waiting_percent": [0-9]')"
  systemctl stop throng@live
  kill $camera
}

devices() {  # with device.conf, and a camera that the kernel plays
  systemctl start throng@device
  check "device.conf: a camera that is not plugged in" yes "$(until_status device '"sight": "blind"' 'no camera of this name')"
  modprobe vivid n_devs=1 node_types=0x1
  check "it is plugged in" yes "$(until_status device '"sight": "\(seeing\|dim\)"' 'looks_per_s')"
  said=$(timeout -s INT 15 throng count --site /etc/throng/device.toml --json 2>&1 >/dev/null)
  check "a second program" '*another program uses the camera*' "$said"
  lives=$(grep '"restarts"' /srv/status)
  v4l2-ctl --set-ctrl disconnect=1
  sleep 20
  check "unplugged, and plugged in again at once" yes "$(until_status device '"sight": "\(seeing\|dim\)"' '"trouble": ""')"
  check "its eye was gone meanwhile" yes "$([ "$(grep '"restarts"' /srv/status)" != "$lives" ] && echo yes)"
  check "forbidden calls in the kernel's log" 0 "$(dmesg | grep -c 'type=1326.*throng-eye')"
  systemctl stop throng@device
}

inside() {
  cd /srv && "$tool" search /srv && mkdir /cores
  systemctl start throng@drawn
  while systemctl is-active -q throng@drawn; do sleep 1; done
  check "the unit ends with" success "$(systemctl show -P Result throng@drawn)"
  ledger=/var/lib/private/throng/drawn.ledger
  check "windows in its ledger" 2 "$(sqlite3 $ledger 'SELECT count(*) FROM occupancy')"
  live
  devices
  begin unit
  check "less than 100 kB of the unit's eye are not locked" yes "$([ $(($(field VmSize) - $(field VmLck))) -lt 100 ] && echo yes)"
  kill -CONT "$throng" "$waits" "$eye"
  mkswap -q /dev/vdb && swapon /dev/vdb
  throng audit --ledger $ledger
  check "throng audit ends with" 0 $?
  swapoff /dev/vdb
  end
  swap "control: an eye that may not lock" /dev/vdb '[1-9]*' "$user"
  swap "root's eye" /dev/vdc 0
  swap "the unit's eye" /dev/vdd 0 unit
  mkdir -p /run/systemd/system/throng@.service.d
  printf '[Service]\nMemorySwapMax=infinity\n' >/run/systemd/system/throng@.service.d/swap.conf
  systemctl daemon-reload
  swap "the unit's eye that may swap, but is locked" /dev/vde 0 unit
  printf '#!/bin/sh\nexec cat >/cores/$1\n' >/srv/core && chmod 755 /srv/core
  cores '|/srv/core %P' 0
  cores '/cores/%P' infinity
  "$tool" press 50 60 & sleep 4; "$tool" fault $!; sleep 2
  check "control: memory of an ordinary process in the kernel's log" '[1-9]*' "$(memory_in_log machine_tool)"
  check "memory of eyes in the kernel's log" 0 "$(memory_in_log throng-eye)"
  echo end
}
if [ "$1" = camera ]; then camera; exit; fi
if [ "$1" = inside ]; then inside >/dev/ttyS1 2>&1; exit; fi

build=$1 folder=$2 root=$2/root
helper=$build/tests/wall/wall_machine_tool
unit=$(dirname "$0")/../../counter/apps/throng@.service
if ! [ -x "$build/bin/throng-draw" ] || ! [ -x "$helper" ] || ! [ -x "$build/tests/wall/starves/throng-eye" ] || ! [ -f "$unit" ]; then echo "not built"; exit 2; fi
skip() { echo "skipped: $1"; exit 77; }
[ "$(id -u)" = 0 ] || skip "only root can make the disk of a machine"
for program in qemu-system-x86_64 debootstrap mke2fs; do
  command -v $program >/dev/null || skip "$program is missing: apt-get install qemu-system-x86 debootstrap e2fsprogs"
done
set -e
mkdir -p "$folder"
if ! [ -e "$folder/has_root" ]; then  # with the packages of all libraries that are linked here
  libraries=$(ldd "$build/bin/throng" "$build/bin/throng-eye" "$helper" | grep -o ' /[^ ]*' | sort -u |
    xargs -n 1 readlink -f | xargs -n 1 dpkg -S 2>/dev/null | cut -d : -f 1 | sort -u | tr '\n' ,)
  rm -rf "$root"
  debootstrap --variant=minbase --include="${libraries}systemd-sysv,linux-image-amd64,v4l-utils,iproute2,ffmpeg,sqlite3" \
    bookworm "$root" http://deb.debian.org/debian >"$folder/debootstrap.log" || skip "no Debian: see $folder/debootstrap.log"
  touch "$folder/has_root"
fi
site() {  # site VIDEO SIZE
  printf '%s\n' '[site]' 'name = "machine"' 'profile = "live"' '[legal_basis]' 'reference = "drawn people"' \
    'authority = "nobody"' 'expires = 2199-12-31' '[[camera]]' 'name = "cam"' "source = \"$1\"" "picture = [$2]" \
    'field_of_view_deg = 60.0' 'pose = { height_m = 5.0, tilt_deg = 40.0 }' '[[zone]]' 'name = "all"' \
    'kind = "walkway"' 'camera = "cam"' 'image = [[130, 160], [200, 160], [200, 220], [130, 220]]'
}
wanted=$root/etc/systemd/system/multi-user.target.wants
mkdir -p "$root/etc/throng" "$wanted"
cp "$build/bin/throng" "$build/bin/throng-eye" "$root/usr/bin/"
cp "$unit" "$root/lib/systemd/system/throng@.service"
cp "$0" "$root/srv/machine.sh"
cp "$helper" "$root$tool"
mkdir -p "$root/srv/starves"
cp "$build/bin/throng" "$build/tests/wall/starves/throng-eye" "$root/srv/starves/"
site /srv/drawn.avi '320, 240' >"$root/etc/throng/drawn.toml"
site http://127.0.0.1:8080/video '320, 240' >"$root/etc/throng/live.toml"
site /dev/video0 '640, 360' >"$root/etc/throng/device.toml"
for conf in live device; do
  mkdir -p "$root/etc/systemd/system/throng@$conf.service.d"
  cp "$(dirname "$unit")/$conf.conf" "$root/etc/systemd/system/throng@$conf.service.d/"
done
site /srv/camera '320, 240' | tee "$root/etc/throng/canary.toml" >"$root/srv/canary.toml"
"$build/bin/throng-draw" video --site "$root/etc/throng/drawn.toml" --seconds 2 --out "$root/srv/drawn.avi" --truth "$folder/truth.csv"
printf '[Service]\nExecStart=sh /srv/machine.sh inside\nExecStopPost=systemctl poweroff --no-block\n' \
  >"$root/etc/systemd/system/machine.service"
ln -sf ../machine.service "$wanted/"
: >"$root/etc/fstab"
rm -f "$folder"/*.img "$folder/report"
mke2fs -q -t ext4 -d "$root" "$folder/0.img" 4G
truncate -s 1G "$folder/1.img" "$folder/2.img" "$folder/3.img" "$folder/4.img"  # for swap
accelerator="tcg -cpu max"  # there are /dev/kvm on machines that cannot
if grep -qwE 'vmx|svm' /proc/cpuinfo && [ -w /dev/kvm ]; then accelerator="kvm -cpu host"; fi
# shellcheck disable=SC2046,SC2086
timeout 2700 qemu-system-x86_64 -accel $accelerator -m 640 -smp 1 -nodefaults -nic none -display none -no-reboot \
  -kernel "$root"/boot/vmlinuz-* -initrd "$root"/boot/initrd.img-* -append "root=/dev/vda rw console=ttyS0" \
  -serial "file:$folder/console" -serial "file:$folder/report" \
  $(for disk in 0 1 2 3 4; do echo "-drive file=$folder/$disk.img,if=virtio,format=raw,cache=unsafe"; done) || true
cat "$folder/report"
grep -q '^end' "$folder/report" && ! grep -q '^BROKEN' "$folder/report"
