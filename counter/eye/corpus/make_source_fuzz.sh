#!/bin/sh
# Makes the small videos of test patterns that the fuzz target starts from: sh make_source_fuzz.sh
# SPDX-License-Identifier: Apache-2.0
set -eu
folder=$(dirname "$0")/source_fuzz
mkdir -p "$folder"
make() {
  name=$1
  shift
  ffmpeg -v error -y -f lavfi -i testsrc=size=64x48:rate=10:duration=2 -pix_fmt yuv420p \
    -fflags +bitexact -flags:v +bitexact "$@" "$folder/$name"
  mv "$folder/$name" "$folder/$(echo "$name" | tr . _)"  # no video file is kept in this tree
}
make mpeg4.avi -c:v mpeg4 -q:v 8
make mpeg4_b.avi -c:v mpeg4 -q:v 8 -bf 2
make msmpeg4.avi -c:v msmpeg4 -q:v 8
make mjpeg.avi -c:v mjpeg -q:v 20 -t 0.5
make h264.mp4 -c:v libx264 -bf 3 -crf 35
make h264_fragments.mp4 -c:v libx264 -bf 3 -crf 35 -g 5 -movflags frag_keyframe+empty_moov
make h264.mkv -c:v libx264 -bf 3 -crf 35
make h264.ts -c:v libx264 -bf 3 -crf 35
make h264.h264 -c:v libx264 -bf 3 -crf 35
make mpeg2.mpg -c:v mpeg2video -q:v 20 -r 25 -t 0.5
make ffv1.mkv -c:v ffv1 -t 0.2
