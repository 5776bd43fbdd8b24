# How a systemd unit is judged: sourced by unit.sh and unit_serve.sh.
# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=sh
#
# Sets unit and folder from the arguments UNIT FOLDER; the tests are skipped where systemd is missing.
unit=$1
folder=$2

if ! command -v systemd-analyze >/dev/null; then
  echo "skipped: systemd-analyze is missing: apt-get install systemd"
  exit 77
fi
mkdir -p "$folder"

# judge UNIT THRESHOLD: whether it is exposed by so much at most, in tenths of systemd's own points.
judge() {
  systemd-analyze security --no-pager --offline=yes --threshold="$2" "$1" >"$folder/report" 2>&1
}
# passes UNIT THRESHOLD: ends the test with the report if it does not; else tells its exposure.
passes() {
  judge "$1" "$2" || { cat "$folder/report"; exit 1; }
  tail -n 1 "$folder/report"
}
# refused WHAT UNIT THRESHOLD: a control; ends the test if it passes.
refused() {
  if judge "$2" "$3"; then
    echo "the check is blind: $1 passes"
    exit 1
  fi
}
