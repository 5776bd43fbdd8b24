#!/bin/sh
# How exposed the shipped systemd unit is, from 0 (closed) to 100; and that an open one is noticed.
# SPDX-License-Identifier: Apache-2.0
#
# unit.sh UNIT FOLDER   beside the unit lie live.conf, notify.conf and device.conf; FOLDER is for the control
set -eu
. "$(dirname "$0")/unit_common.sh"
threshold=15  # 1.5 in systemd's own words
with_network=22
with_devices=16

passes "$unit" $threshold
# What live cameras add, and alarms that go out: the network.
for way in live notify; do
  network="$folder/$way@.service"
  cat "$unit" "$(dirname "$unit")/$way.conf" >"$network"
  refused "a unit with a network, as one without," "$network" $threshold
  passes "$network" $with_network
  # Control: with the whole world to talk to, it must be refused.
  sed -e '/^IPAddressDeny/d' -e '/^IPAddressAllow/d' "$network" >"$folder/world@.service"
  refused "a unit that may talk to everybody" "$folder/world@.service" $with_network
done
# What cameras in the machine add: their devices.
cat "$unit" "$(dirname "$unit")/device.conf" >"$folder/device@.service"
passes "$folder/device@.service" $with_devices
# Control: without its filter and with capabilities it must be refused, also as one with devices.
open="$folder/$(basename "$unit")"
sed -e '/^SystemCallFilter/d' -e '/^CapabilityBoundingSet/d' -e '/^NoNewPrivileges/d' "$unit" >"$open"
refused "a unit without a filter" "$open" $with_devices
