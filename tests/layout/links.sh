#!/bin/sh
# What a program links and names: none of the eye's libraries in throng, no person in what counts.
# SPDX-License-Identifier: Apache-2.0
#
# links.sh throng|throng-eye|throng-draw PROGRAM   must be clean
# The same with WORD...                            control: must be reported, with each of the words
set -eu
kind=$1
program=$2
shift 2
if [ ! -f "$program" ]; then
  echo "$program is not there: build it first"
  exit 1
fi

case $kind in
  throng) # also through other libraries
    libraries=$(ldd "$program" | awk '{ print $1 }')
    forbidden='^lib(opencv_|av(codec|device|filter|format|util)|sw(scale|resample)|dnnl)'
    ;;
  throng-eye) # its own; libavformat brings a lot of its own
    libraries=$(readelf -d "$program" | sed -n 's/.*(NEEDED).*\[\(.*\)\]/\1/p')
    forbidden='^lib(sqlite3|SQLiteCpp|grpc|gpr|absl|protobuf|curl|mosquitto|pugixml|ssl|crypto|gnutls|pq)'
    ;;
  throng-draw) # its own, video containers among them; OpenCV's file formats bring a lot of theirs
    libraries=$(readelf -d "$program" | sed -n 's/.*(NEEDED).*\[\(.*\)\]/\1/p')
    forbidden='^lib(sqlite3|SQLiteCpp|grpc|gpr|absl|protobuf|dnnl|av(device|filter)|sw(scale|resample))'
    ;;
  *)
    echo "links.sh throng|throng-eye|throng-draw PROGRAM [WORD...]"
    exit 2
    ;;
esac
found=$(printf '%s\n' "$libraries" | grep -E "$forbidden" || true)

# Our own names, from the symbol table and the dynamic one; then the words in them: FaceTrack,
# face_track and kFaceTrack all give face and track.
names=$({ nm -C "$program"; nm -DC "$program"; } 2>/dev/null |
  sed 's/(anonymous namespace)/anonymous/g' | grep -oE 'throng::[A-Za-z0-9_:~]+' | sort -u || true)
snake=$(printf '%s\n' "$names" | sed -E 's/([a-z0-9])([A-Z])/\1_\2/g' | tr ':~A-Z' '__a-z')
# What an eye calls in libraries: nothing that writes pictures, knows faces, follows anybody or talks.
calls=
[ "$kind" != throng-eye ] || calls=$(nm -DC --undefined-only "$program" 2>/dev/null |
  grep -oE 'cv::im(write|encode)|VideoWriter|Face[A-Z][a-z]*|CascadeClassifier|cv::Tracker[A-Za-z]*|av(format_write|_interleaved_write|io_open|format_network)[a-z_]*|(getaddrinfo|connect|accept4?|listen|(curl|mosquitto)_[a-z_]+)(@|$)' |
  sort -u || true)
word='reids?|track(s|er|ers|ing|lets?)?|embeddings?|faces?|facial|gaits?|biometrics?|fingerprints?'
pair='re_ids?|finger_prints?|(person|people|human|body)_(ids?|index|keys?|box|boxes|attributes?)'
words=
# The people of throng-draw do not exist, and its shapes have faces: its names are free.
[ "$kind" = throng-draw ] || words=$({ printf '%s\n' "$snake" | tr '_' '\n' | grep -xE "$word"
  printf '%s\n' "$snake" | grep -oE "(^|_)($pair)(_|\$)"; } | sort -u || true)

if [ $# -gt 0 ]; then
  for expected; do
    if ! printf '%s\n' "$found" "$words" "$calls" | grep -q -- "$expected"; then
      echo "the check is blind: it does not see $expected in $program"
      exit 1
    fi
  done
  echo "reported, as it should be: $*"
  exit 0
fi
if [ -z "$names" ]; then
  echo "the check is blind: $program has no symbols of throng (is it stripped?)"
  exit 1
fi
if [ -n "$found" ]; then
  echo "$program links what it must not:"
  echo "$found"
  echo "cure: find which room brings it; tests/layout/include_walls.cc says where it may be used"
  exit 1
fi
if [ -n "$calls" ]; then
  echo "$program calls what it must not: $calls"
  echo "cure: an eye reads bytes and tells tallies; whatever else is needed belongs to throng"
  exit 1
fi
if [ -n "$words" ]; then
  echo "$program has names that could stand for a person: $words"
  echo "cure: no type, function or variable of ours follows or describes a person"
  exit 1
fi
count=$(printf '%s\n' "$names" | wc -l)
echo "none of the $count names and of these libraries is forbidden:"
printf '%s\n' "$libraries"
