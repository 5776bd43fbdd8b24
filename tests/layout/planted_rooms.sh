#!/bin/sh
# A planted project must be refused with the right words, or, as a control, must be accepted.
# SPDX-License-Identifier: Apache-2.0
#
# planted_rooms.sh TOP CMAKE FOLDER PLANT EXPECTED [CMAKE_ARGUMENT...]; EXPECTED "" means accepted.
set -eu
top=$1
cmake=$2
folder=$3
plant=$4
expected=$5
shift 5

rm -rf "$folder"
mkdir -p "$folder"
cat >"$folder/tidy_bad.cc" <<'END'
// Planted: the result of remove() is thrown away, so nothing is removed (bugprone-unused-return-value).
#include <algorithm>
#include <vector>
void Forget(std::vector<int>& v) { std::remove(v.begin(), v.end(), 1); }
END
cat >"$folder/tidy_good.cc" <<'END'
// The same, as it should be.
#include <algorithm>
#include <vector>
void Forget(std::vector<int>& v) { v.erase(std::remove(v.begin(), v.end(), 1), v.end()); }
END
cat >"$folder/tidy_null.cc" <<'END'
// Planted: what only the analyzer finds, in what is included (clang-analyzer-core.NullDereference).
int First(const int* numbers) {
  if (numbers == nullptr) return *numbers;
  return 1;
}
END

accepted=yes
{
  "$cmake" -G Ninja -S "$top/tests/layout/planted_rooms" -B "$folder" \
    -D PLANT="$plant" -D THRONG_SOURCE="$top" "$@" &&
    "$cmake" --build "$folder"
} >"$folder/output" 2>&1 || accepted=no

# CMake folds its messages; unfold them.
said=$(tr -s ' \n' ' ' <"$folder/output")
case $accepted/$expected in
  yes/) echo "accepted, as it should be" ;;
  no/) cat "$folder/output"; echo "refused a project without a mistake"; exit 1 ;;
  yes/*) cat "$folder/output"; echo "accepted, but should say: $expected"; exit 1 ;;
  no/*)
    case $said in
      *"$expected"*) echo "refused, as it should be: $expected" ;;
      *) cat "$folder/output"; echo "refused, but did not say: $expected"; exit 1 ;;
    esac
    ;;
esac
