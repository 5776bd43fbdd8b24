// A video in memory, still encoded, that a stand-in for a camera plays for ever.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <vector>

#include "counter/base/time.h"

namespace throng {

enum class VideoCodec : std::uint8_t { kH264, kH265, kMjpeg };

// One encoded picture; H.264 and H.265 with start codes, and a key picture with its parameter sets.
struct LoopPicture {
  std::vector<std::uint8_t> bytes;
  Duration sent;   // when its turn comes, from the loop's first one on
  Duration shown;  // when it is to be seen: as early or later
  bool key;
};

struct VideoLoop {
  VideoCodec codec;
  int width_px;
  int height_px;
  Duration length;                    // from the first picture to the first of the next round
  std::vector<LoopPicture> pictures;  // in the order of being sent; the first is a key picture

  // The last key picture that is sent by `when`, which may lie in any round.
  std::size_t KeyPictureAt(Duration when) const;
};

// The first video stream of `file`, from its first key picture on. Nothing if it cannot be read or
// is of another codec.
std::optional<VideoLoop> ReadVideoLoop(const std::filesystem::path& file);

// Encodes `file` anew into `out` with the ffmpeg program, as cameras do: no picture refers to a
// later one, and a key picture comes every `key_every`. Its messages go into files in `folder`.
bool EncodeVideo(const std::filesystem::path& file, VideoCodec codec, Duration key_every,
                 const std::filesystem::path& folder, const std::filesystem::path& out);

}  // namespace throng
