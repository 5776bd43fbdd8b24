// Encodes with the ffmpeg program, and reads the packets as the stand-in for cameras does.
// SPDX-License-Identifier: Apache-2.0
#include "tests/wall/canary_live_video.h"

#include <cstdint>
#include <fstream>
#include <iterator>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "tests/live/video_loop.h"
#include "tests/pipeline/process.h"
#include "tests/wall/canary_video.h"

namespace throng {
namespace {

namespace fs = std::filesystem;

bool Run(const fs::path& folder, const fs::path& from, std::vector<std::string> how,
         const fs::path& to) {
  how.insert(how.begin(), {"ffmpeg", "-loglevel", "error", "-y", "-i", folder / from});
  how.push_back(folder / to);
  return RunToEnd(how, folder).code == 0;
}

// From five places, since packets of the transport divide some.
bool AddPackets(const fs::path& video, int pictures, Needles& needles) {
  const std::optional<VideoLoop> loop = ReadVideoLoop(video);
  if (!loop) return false;
  int number = 0;
  for (const LoopPicture& picture : loop->pictures) {
    if (number == pictures) break;
    const std::span<const std::uint8_t> bytes = picture.bytes;
    // A picture in which nothing changes has nothing of its own.
    for (std::size_t i = 3; i <= 7 && bytes.size() > 10 * Needles::kBytes; ++i) {
      needles.Add(kPacket, number, bytes.subspan(bytes.size() * i / 8));
    }
    ++number;
  }
  return true;
}

}  // namespace

bool MakeLiveCanary(const fs::path& folder, int pictures, const Site& site, Needles& needles) {
  const std::string every = std::to_string(kCanaryKey);
  std::vector<std::string> h264{
      "-c:v",        "libx264", "-preset", "ultrafast", "-qp",           "0", "-g", every,
      "-keyint_min", every,     "-bf",     "0",         "-sc_threshold", "0"};
  std::vector<std::string> shrinks = h264;
  shrinks.insert(shrinks.end(), {"-vf",
                                 "drawbox=c=gray:t=fill:enable=gte(n\\,1),"
                                 "tpad=stop_mode=clone:stop_duration=16"});
  if (!Run(folder, "canary.y4m", shrinks, kCanaryShrinks)) return false;
  if (!Run(folder, "canary.y4m", h264, kCanaryMoves)) return false;
  h264.insert(h264.end(),
              {"-vf", "select=not(mod(n\\," + every + ")),fps=" + std::to_string(kCanaryRate)});
  const auto jpeg = [](const char* quality) {
    return std::vector<std::string>{"-c:v",     "mjpeg",   "-q:v",     quality,
                                    "-huffman", "default", "-pix_fmt", "yuvj420p"};
  };
  std::vector<std::string> coarse = jpeg("31");
  coarse.insert(coarse.end(), {"-vf", "boxblur=1"});
  if (!Run(folder, "canary.y4m", h264, kCanaryStill) ||
      !Run(folder, "canary.y4m", jpeg("2"), kCanaryJpeg) ||
      !Run(folder, "canary.y4m", coarse, kCanaryCoarse) ||
      !Run(folder, kCanaryJpeg, {"-f", "rawvideo"}, "canary.jpeg.yuv")) {
    return false;
  }
  std::ifstream planes(folder / "canary.jpeg.yuv", std::ios::binary);
  for (int i = 0; i < pictures; ++i) {
    std::vector<char> yuv(kCanaryBytes);
    if (!planes.read(yuv.data(), static_cast<std::streamsize>(yuv.size()))) return false;
    AddPlanes(i, {reinterpret_cast<const std::uint8_t*>(yuv.data()), yuv.size()}, needles);
  }
  for (const char* video : {kCanaryMoves, kCanaryStill, kCanaryJpeg, kCanaryCoarse}) {
    if (!AddPackets(folder / video, pictures, needles)) return false;
  }
  if (!AddPackets(folder / kCanaryShrinks, 1, needles)) return false;
  return AddStages(folder / kCanaryJpeg, pictures, site, needles);
}

}  // namespace throng
