#!/bin/sh
# How exposed the systemd unit of throng serve is, from 0 (closed) to 100; and that an open one is noticed.
# SPDX-License-Identifier: Apache-2.0
#
# unit_serve.sh UNIT FOLDER   FOLDER is for the controls
set -eu
unit=$1
folder=$2
threshold=10  # 1.0 in systemd's own words; of that, the network is 0.9

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
# Controls: a unit that may talk to everybody, one without a filter, and one that is root.
sed -e '/^IPAddressDeny/d' -e '/^IPAddressAllow/d' "$unit" >"$folder/world@.service"
sed -e '/^SystemCallFilter/d' "$unit" >"$folder/unfiltered@.service"
sed -e '/^DynamicUser/d' -e '/^User/d' "$unit" >"$folder/root@.service"
for control in world unfiltered root; do
  if judge "$folder/$control@.service"; then
    echo "the check is blind: a unit that is $control passes"
    exit 1
  fi
done
