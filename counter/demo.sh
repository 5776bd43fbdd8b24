#!/bin/sh
# From a fresh clone to the first counts: packages, a public recording, the build, `throng demo`.
# SPDX-License-Identifier: Apache-2.0
#
# Runs on Debian 12, from any folder, as often as you like. Arguments go to `throng demo`.
set -eu

root=$(cd "$(dirname "$0")/.." && pwd)
log=$root/build/demo.log
. "$root/counter/setup.sh"

say "throng demo: fetches what is missing, builds, counts the people in a recording."
say "The first time takes 5 to 15 minutes, later a few seconds."
start_log
install_packages build run
fetch_video
say "Build: release (4 to 11 minutes the first time, then seconds)"
build_preset release
say "Run: throng demo --video $video${*:+ $*}"
say ""
exec "$root/build/release/bin/throng" demo --video "$video" "$@"
