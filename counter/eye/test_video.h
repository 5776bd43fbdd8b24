// For tests: videos made by the ffmpeg program, each picture showing its own number.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "counter/door/brief.h"
#include "counter/eye/frame.h"
#include "counter/site/geometry.h"

namespace throng::test_video {

// Pictures of 4 x 3 squares of 16 px: squares 0..10 are the bits of the picture's number, bright
// for 1; square 11 is always bright.
inline constexpr ImageSize kSize{64, 48};
inline constexpr int kPicturesPerSecond = 10;

// Whether this machine has the ffmpeg program.
bool CanMake();

// A folder that lives as long as the object.
class Folder {
 public:
  Folder();
  ~Folder();
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  std::filesystem::path operator/(std::string_view name) const { return path_ / name; }

 private:
  std::filesystem::path path_;
};

// Encodes `pictures` pictures with ffmpeg's output `options` ("-c:v mpeg4") into `file`, whose name
// chooses the container. `options` may add filters and a second input. Empty if ffmpeg fails.
void Make(const std::filesystem::path& file, int pictures, const std::string& options,
          const std::string& more_inputs = "");

std::vector<char> ReadAll(const std::filesystem::path& file);
void WriteAll(const std::filesystem::path& file, const std::vector<char>& bytes);

// The number that the frame shows, and how many of its squares are bright.
int NumberIn(const Frame& frame);

// What a source tells of one step: kBlind where it tells no frame.
inline constexpr int kBlind = -1;

struct Told {
  std::vector<int> numbers;  // at each step from brief.first_step on
  int fault = 0;             // 0: ended as it should
};

Brief BriefByPictures(std::uint32_t pictures);
Brief BriefByTime(Duration every);

// Runs a Source over the file, or over an open descriptor, to its end.
Told TellAll(const std::filesystem::path& file, const Brief& brief);
Told TellAll(int fd, const Brief& brief);

}  // namespace throng::test_video
