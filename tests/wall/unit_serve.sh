#!/bin/sh
# How exposed the systemd unit of throng serve is, from 0 (closed) to 100; and that an open one is noticed.
# SPDX-License-Identifier: Apache-2.0
#
# unit_serve.sh UNIT FOLDER   FOLDER is for the controls
set -eu
. "$(dirname "$0")/unit_common.sh"
threshold=10  # 1.0 in systemd's own words; of that, the network is 0.9

passes "$unit" $threshold
# Controls: a unit that may talk to everybody, one without a filter, and one that is root.
sed -e '/^IPAddressDeny/d' -e '/^IPAddressAllow/d' "$unit" >"$folder/world@.service"
sed -e '/^SystemCallFilter/d' "$unit" >"$folder/unfiltered@.service"
sed -e '/^DynamicUser/d' -e '/^User/d' "$unit" >"$folder/root@.service"
for control in world unfiltered root; do
  refused "a unit that is $control" "$folder/$control@.service" $threshold
done
