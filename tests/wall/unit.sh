#!/bin/sh
# How exposed the shipped systemd unit is, from 0 (closed) to 100; and that an open one is noticed.
# SPDX-License-Identifier: Apache-2.0
#
# unit.sh UNIT FOLDER   beside the unit lie live.conf, notify.conf and device.conf; FOLDER is for the control
set -eu
unit=$1
folder=$2
threshold=15  # 1.5 in systemd's own words
with_network=22
with_devices=16

if ! command -v systemd-analyze >/dev/null; then
  echo "skipped: systemd-analyze is missing: apt-get install systemd"
  exit 77
fi

judge() {
  systemd-analyze security --no-pager --offline=yes --threshold="$threshold" "$1" >"$folder/report" 2>&1
}

mkdir -p "$folder"
if ! judge "$unit"; then
  cat "$folder/report"
  exit 1
fi
tail -n 1 "$folder/report"
# What live cameras add, and alarms that go out: the network.
for way in live notify; do
  threshold=15
  network="$folder/$way@.service"
  cat "$unit" "$(dirname "$unit")/$way.conf" >"$network"
  if judge "$network"; then
    echo "the check is blind: a unit with a network passes as one without"
    exit 1
  fi
  threshold=$with_network
  if ! judge "$network"; then
    cat "$folder/report"
    exit 1
  fi
  tail -n 1 "$folder/report"
  # Control: with the whole world to talk to, it must be refused.
  sed -e '/^IPAddressDeny/d' -e '/^IPAddressAllow/d' "$network" >"$folder/world@.service"
  if judge "$folder/world@.service"; then
    echo "the check is blind: a unit that may talk to everybody passes"
    exit 1
  fi
done
# What cameras in the machine add: their devices.
threshold=$with_devices
cat "$unit" "$(dirname "$unit")/device.conf" >"$folder/device@.service"
if ! judge "$folder/device@.service"; then
  cat "$folder/report"
  exit 1
fi
tail -n 1 "$folder/report"
# Control: without its filter and with capabilities it must be refused.
open="$folder/$(basename "$unit")"
sed -e '/^SystemCallFilter/d' -e '/^CapabilityBoundingSet/d' -e '/^NoNewPrivileges/d' "$unit" >"$open"
if judge "$open"; then
  echo "the check is blind: a unit without a filter passes"
  exit 1
fi
tail -n 1 "$folder/report"
