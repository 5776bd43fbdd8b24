#!/bin/sh
# Everything that must hold, from a fresh clone: packages, a recording, the dev build, all tests.
# SPDX-License-Identifier: Apache-2.0
#
# Runs on Debian 12, from any folder, as often as you like. Arguments go to ctest, for example:
#   sh tests/run.sh -R door/
set -eu

root=$(cd "$(dirname "$0")/.." && pwd)
log=$root/build/tests.log
. "$root/counter/setup.sh"

# Prints each skipped test of the last run with its reason, from ctest's own log.
list_skipped() {
  awk '
    / Test: / { test = $3 }
    /: Skipped$/ { reading = 1; reason = ""; next }
    /^\[  SKIPPED \] .* \(/ {
      printf "  %s %s: %s\n", test, $4, reason == "" ? "no reason given" : reason
      reading = 0; reason = ""; next
    }
    /^skipped: / { sub(/^skipped: /, ""); printf "  %s: %s\n", test, $0 }
    reading && NF { reason = reason (reason == "" ? "" : " ") $0 }
  ' "$root/build/dev/Testing/Temporary/LastTest.log"
}

# What tests the page, where npm is there and can fetch it; where not, that test is skipped.
fetch_page_packages() {
  web=$root/counter/page/web
  if [ -d "$web/node_modules" ] || ! command -v npm >/dev/null; then return 0; fi
  say "Page: npm ci, for its tests"
  if ! (cd "$web" && npm ci --ignore-scripts --no-audit --no-fund --fetch-retries=1 \
    --fetch-timeout=60000) >>"$log" 2>&1 </dev/null; then
    rm -rf "$web/node_modules"
    say "  npm could not fetch what it needs: see $log"
  fi
}

say "throng tests: fetches what is missing, builds with warnings as errors, runs all tests."
say "The first time takes 20 to 30 minutes on two cores."
start_log
install_packages build run test
fetch_video
fetch_page_packages
say "Build: dev, with clang-tidy on each room (9 to 14 minutes the first time)"
build_preset dev
say "Tests: ctest --preset dev${*:+ $*} (5 to 14 minutes)"
cd "$root"
result=0
THRONG_VIDEO=$video ctest --preset dev "$@" || result=$?
skipped=$(list_skipped)
if [ -n "$skipped" ]; then
  say ""
  say "Skipped, because something is not on this machine:"
  say "$skipped"
fi
exit "$result"
