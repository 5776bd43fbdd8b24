// Pictures decoded per second, and the time of one analysis, on a generated pattern.
// SPDX-License-Identifier: Apache-2.0
#include <benchmark/benchmark.h>
#include <fcntl.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <opencv2/core.hpp>
#include <string>

#include "counter/eye/density_hog.h"
#include "counter/eye/sight.h"
#include "counter/eye/source.h"
#include "counter/site/pose_for_test.h"

namespace throng {
namespace {

constexpr ImageSize kSize{768, 576};
constexpr int kPictures = 100;

// A moving test pattern of kPictures pictures; nothing without the ffmpeg program. Removed at once:
// the descriptor keeps it.
int OpenVideo(const std::string& codec) {
  const std::filesystem::path file = std::filesystem::temp_directory_path() /
                                     ("throng-bench-" + std::to_string(::getpid()) + ".mkv");
  const std::string command =
      "ffmpeg -v error -y -f lavfi -i testsrc2=size=768x576:rate=10:duration=10 -pix_fmt yuv420p " +
      codec + " " + file.string();
  if (std::system(command.c_str()) != 0) return -1;
  const int fd = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
  std::filesystem::remove(file);
  return fd;
}

// With `each` = 1 every picture becomes a frame; with 100 only the first.
void Decode(benchmark::State& state, const std::string& codec) {
  const int fd = OpenVideo(codec);
  if (fd < 0) {
    state.SkipWithError("the ffmpeg program is missing");
    return;
  }
  const Brief brief{
      .camera = PoseStraightDown(kSize),
      .steps = {.every = Duration(0), .pictures = static_cast<std::uint32_t>(state.range(0))},
      .patches = {}};
  for (auto _ : state) {
    Result<Source> source = Source::Make(fd, brief);
    while (true) {
      const Result<std::optional<StepView>> view = source->Next();
      if (!view || !*view) break;
    }
  }
  state.SetItemsProcessed(state.iterations() * kPictures);
  ::close(fd);
}
BENCHMARK_CAPTURE(Decode, mpeg4, std::string("-c:v mpeg4 -q:v 5"))->Arg(1)->Arg(100);
BENCHMARK_CAPTURE(Decode, h264, std::string("-c:v libx264 -preset veryfast"))->Arg(1)->Arg(100);
BENCHMARK_CAPTURE(Decode, mjpeg, std::string("-c:v mjpeg -q:v 5"))->Arg(1)->Arg(100);

Frame Pattern() {
  Frame frame(kSize, Duration(0));
  cv::Mat picture = frame.Bgr();
  cv::RNG random(1);
  random.fill(picture, cv::RNG::UNIFORM, 0, 256);
  return frame;
}

void Hog(benchmark::State& state) {
  const Frame frame = Pattern();
  const Result<std::unique_ptr<DensityModel>> model = MakeHogModel();
  for (auto _ : state) benchmark::DoNotOptimize((*model)->DensityOf(frame));
}
BENCHMARK(Hog)->Unit(benchmark::kMillisecond);

void LookForSight(benchmark::State& state) {
  const Frame frame = Pattern();
  SightJudge judge({.camera = {}, .steps = {}, .patches = {}});
  for (auto _ : state) benchmark::DoNotOptimize(judge.Judge(frame));
}
BENCHMARK(LookForSight)->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace throng
