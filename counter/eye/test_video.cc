// Draws numbered pictures and has ffmpeg encode them.
// SPDX-License-Identifier: Apache-2.0
#include "counter/eye/test_video.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <opencv2/core.hpp>
#include <utility>

#include "counter/eye/source.h"
#include "counter/site/pose_for_test.h"

namespace throng::test_video {
namespace {

constexpr int kSquare = 16;
constexpr int kSquares = 12;
constexpr std::size_t kColumns = kSize.width_px / kSquare;

bool IsBright(int square, int number) { return square == kSquares - 1 || ((number >> square) & 1); }

std::vector<char> Draw(int number) {
  std::vector<char> picture(std::size_t{kSize.width_px} * kSize.height_px);
  for (std::size_t i = 0; i < picture.size(); ++i) {
    const std::size_t column = i % kSize.width_px / kSquare;
    const std::size_t row = i / kSize.width_px / kSquare;
    const int square = static_cast<int>(row * kColumns + column);
    picture[i] = static_cast<char>(IsBright(square, number) ? 220 : 40);
  }
  return picture;
}

}  // namespace

bool CanMake() { return std::system("ffmpeg -version > /dev/null 2>&1") == 0; }

Folder::Folder() {
  std::string name = (std::filesystem::temp_directory_path() / "throng-eye-XXXXXX").string();
  path_ = ::mkdtemp(name.data());
}

Folder::~Folder() { std::filesystem::remove_all(path_); }

void Make(const std::filesystem::path& file, int pictures, const std::string& options,
          const std::string& more_inputs) {
  const std::filesystem::path raw = file.string() + ".raw";
  {
    std::ofstream out(raw, std::ios::binary);
    for (int i = 0; i < pictures; ++i) {
      const std::vector<char> picture = Draw(i);
      out.write(picture.data(), static_cast<std::streamsize>(picture.size()));
    }
  }
  const std::string command = "ffmpeg -v error -y -f rawvideo -pix_fmt gray -s 64x48 -r " +
                              std::to_string(kPicturesPerSecond) + " -i " + raw.string() + " " +
                              more_inputs + " -pix_fmt yuv420p " + options + " " + file.string();
  ASSERT_EQ(std::system(command.c_str()), 0) << command;
  std::filesystem::remove(raw);
}

std::vector<char> ReadAll(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

void WriteAll(const std::filesystem::path& file, const std::vector<char>& bytes) {
  std::ofstream out(file, std::ios::binary);
  out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
}

int NumberIn(const Frame& frame) {
  const cv::Mat picture = frame.Bgr();
  int number = 0;
  for (int square = 0; square < kSquares - 1; ++square) {
    const int x = square % static_cast<int>(kColumns) * kSquare + kSquare / 2;
    const int y = square / static_cast<int>(kColumns) * kSquare + kSquare / 2;
    if (picture.at<cv::Vec3b>(y, x)[1] > 128) number |= 1 << square;
  }
  return number;
}

Brief BriefByPictures(std::uint32_t pictures) {
  return {.camera = PoseStraightDown(kSize),
          .steps = {.every = Duration(0), .pictures = pictures},
          .patches = {{{0, 0}, {64, 0}, {64, 48}, {0, 48}}}};
}

Brief BriefByTime(Duration every) {
  Brief brief = BriefByPictures(0);
  brief.steps.every = every;
  return brief;
}

Told TellAll(int fd, const Brief& brief) {
  Told told;
  Result<Source> source = Source::Make(fd, brief);
  if (!source) return {.numbers = {}, .fault = static_cast<int>(source.error())};
  while (true) {
    const Result<std::optional<StepView>> view = source->Next();
    if (!view) {
      told.fault = static_cast<int>(view.error());
      return told;
    }
    if (!*view) return told;
    EXPECT_EQ((*view)->step, brief.first_step + told.numbers.size());
    told.numbers.push_back((*view)->frame ? NumberIn(*(*view)->frame) : kBlind);
  }
}

Told TellAll(const std::filesystem::path& file, const Brief& brief) {
  const int fd = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
  Told told = TellAll(fd, brief);
  ::close(fd);
  return told;
}

}  // namespace throng::test_video
