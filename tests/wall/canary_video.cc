// Runs the eye's own code on the video, stage by stage.
// SPDX-License-Identifier: Apache-2.0
#include "tests/wall/canary_video.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <bit>
#include <cstring>
#include <fstream>
#include <iterator>
#include <memory_resource>
#include <opencv2/imgproc.hpp>
#include <random>
#include <string_view>

#include "counter/base/descriptor.h"
#include "counter/eye/bands.h"
#include "counter/eye/default_weights.h"
#include "counter/eye/density_net.h"
#include "counter/eye/network.h"
#include "counter/eye/resample.h"
#include "counter/eye/source.h"
#include "counter/eye/weights.h"
#include "counter/site/heads.h"
#include "tests/pipeline/process.h"

namespace throng {
namespace {

using Bytes = std::vector<std::uint8_t>;

constexpr int kEach = 3;  // needles of each stage of a picture

// From the last rows up, since what is overwritten is overwritten from the front.
void AddRows(const std::string& stage, int picture, std::span<const std::uint8_t> bytes,
             std::size_t row, Needles& needles) {
  const std::size_t rows = bytes.size() / row;
  for (std::size_t i = 1; i <= kEach && 2 * i < rows; ++i) {
    needles.Add(stage, picture, bytes.subspan((rows - 2 * i) * row + row / 4));
  }
}

// The header of YUV4MPEG2, and what stands before each picture.
std::string BareHeader() {
  return "YUV4MPEG2 W" + std::to_string(kCanarySize.width_px) + " H" +
         std::to_string(kCanarySize.height_px) + " F" + std::to_string(kCanaryRate) +
         ":1 Ip A1:1 C420jpeg\n";
}
constexpr std::string_view kBefore = "FRAME\n";

Bytes RandomPicture(std::mt19937& random) {
  Bytes picture(kCanaryBytes);
  // Large squares with random pixels in them: of noise alone an eye says that it is blind.
  constexpr std::size_t kSquarePx = 32;
  constexpr std::size_t kLuma = std::size_t{kCanarySize.width_px} * kCanarySize.height_px;
  for (std::size_t i = 0; i < kLuma; ++i) {
    const std::size_t square =
        i % kCanarySize.width_px / kSquarePx + i / kCanarySize.width_px / kSquarePx;
    picture[i] = static_cast<std::uint8_t>((square % 2 == 0 ? 24 : 160) + random() % 64);
  }
  for (std::size_t i = kLuma; i < kCanaryBytes; ++i) {
    picture[i] = static_cast<std::uint8_t>(112 + random() % 32);
  }
  return picture;
}

std::uint16_t Bfloat16(float value) {
  const auto bits = std::bit_cast<std::uint32_t>(value);
  return static_cast<std::uint16_t>((bits + 0x7FFFU + ((bits >> 16U) & 1U)) >> 16U);
}

// As the network's first layer reads it.
Bytes InputOf(std::span<const std::uint8_t> pixels) {
  const bool halves = FastestPrecision() == Precision::kBfloat16;
  const std::size_t each = halves ? 2 : 4;
  Bytes input(pixels.size() * each);
  for (std::size_t i = 0; i < pixels.size(); ++i) {
    const float value = (static_cast<float>(pixels[i]) / 255 - 0.5F) / 0.25F;
    const std::uint16_t half = Bfloat16(value);
    std::memcpy(input.data() + i * each, halves ? static_cast<const void*>(&half) : &value, each);
  }
  return input;
}

Brief BriefOf(const Site& site) {
  Brief brief{.camera = site.cameras[0].calibration.camera.pose(),
              .steps = {.every = Duration(0), .pictures = 1},
              .model = Model::kNet,
              .patches = {}};
  for (const Patch& patch : site.patches) brief.patches.push_back(patch.views[0].outline);
  return brief;
}

class Stages {
 public:
  explicit Stages(const Site& site)
      : weights_(*ReadWeights(DefaultWeights())),
        plan_(*HeadPlane::Make(*Camera::Make(BriefOf(site).camera)), kCanarySize,
              BriefOf(site).patches,
              {.person_px = weights_.person_px,
               .context_px =
                   std::min<double>(NetOptions().most_context_px, ReceptiveMarginPx(weights_))}) {}

  void Add(int picture, const Frame& frame, Needles& needles) const {
    const cv::Mat bgr = frame.Bgr();
    const std::size_t row = std::size_t{kCanarySize.width_px} * 3;
    for (int i = 1; i <= kEach; ++i) {
      needles.Add("frame, BGR", picture, {bgr.ptr(bgr.rows - 2 * i) + 100, row - 100});
    }
    for (const SizeBand& band : plan_.bands()) {
      Bytes pixels(std::size_t{band.size.width_px} * band.size.height_px * 3);
      Resampler(band, kCanarySize, *std::pmr::new_delete_resource()).Resample(frame, pixels);
      // The middle: the edges of a band may lie beyond the picture, and are grey.
      const std::size_t width = std::size_t{band.size.width_px} * 3;
      for (std::size_t i = 0; i < kEach; ++i) {
        const std::size_t at = width * (band.size.height_px / 2 + i) + width / 3;
        needles.Add("band", picture, std::span(pixels).subspan(at));
        needles.Add("network", picture, InputOf(std::span(pixels).subspan(at, Needles::kBytes)));
      }
    }
    cv::Mat scaled;  // the second level of OpenCV's pyramid; the first is the frame
    cv::resize(bgr, scaled, {cvRound(bgr.cols / 1.05), cvRound(bgr.rows / 1.05)}, 0, 0,
               cv::INTER_LINEAR_EXACT);
    for (int i = 1; i <= kEach; ++i) {
      needles.Add("HOG's scaled", picture, {scaled.ptr(scaled.rows - 2 * i) + 100, 200});
    }
  }

 private:
  Weights weights_;
  BandPlan plan_;
};

}  // namespace

std::size_t EndOfBarePictures(int pictures) {
  return BareHeader().size() + static_cast<std::size_t>(pictures) * (kBefore.size() + kCanaryBytes);
}

void AddPlanes(int picture, std::span<const std::uint8_t> yuv, Needles& needles) {
  const std::size_t width = kCanarySize.width_px;
  const std::size_t luma = width * kCanarySize.height_px;
  AddRows("Y plane", picture, yuv.first(luma), width, needles);
  AddRows("U plane", picture, yuv.subspan(luma, luma / 4), width / 2, needles);
  AddRows("V plane", picture, yuv.subspan(luma + luma / 4, luma / 4), width / 2, needles);
}

bool MakeCanary(const std::filesystem::path& folder, int pictures, const Site& site,
                Needles& needles) {
  std::mt19937 random(2024);  // NOLINT(cert-msc51-cpp): the same each time
  const std::filesystem::path bare = folder / "canary.y4m";
  const std::filesystem::path video = folder / "canary.mkv";
  {
    std::ofstream file(bare, std::ios::binary);
    file << BareHeader();
    for (int i = 0; i < pictures; ++i) {
      const Bytes yuv = RandomPicture(random);
      AddPlanes(i, yuv, needles);
      file << kBefore;
      file.write(reinterpret_cast<const char*>(yuv.data()),
                 static_cast<std::streamsize>(yuv.size()));
    }
  }
  const auto encode = [&](const char* name, std::vector<std::string> how) {
    std::vector<std::string> words{"ffmpeg", "-loglevel", "error", "-y", "-i",
                                   bare,     "-f",        "lavfi", "-i", "anullsrc=r=8000:cl=mono"};
    std::ranges::move(how, std::back_inserter(words));
    words.push_back(folder / name);
    return RunToEnd(words, folder).code == 0;
  };
  if (!encode("canary.mkv", {"-map", "0:v", "-c:v", "ffv1"}) ||
      !encode("canary.h264.mkv", {"-map", "0:v", "-c:v", "libx264", "-qp", "0"}) ||
      !encode(kCanaryWithSound, {"-map", "0:v", "-map", "1:a", "-c:v", "ffv1", "-vf",
                                 "trim=end_frame=10", "-c:a", "pcm_s16le", "-t", "8.4"})) {
    return false;
  }
  return AddStages(video, pictures, site, needles);
}

bool AddStages(const std::filesystem::path& video, int pictures, const Site& site,
               Needles& needles) {
  const Descriptor fd(::open(video.c_str(), O_RDONLY | O_CLOEXEC));
  Result<Source> source = Source::Make(fd.get(), BriefOf(site));
  if (!source) return false;
  const Stages stages(site);
  for (int i = 0; i < pictures; ++i) {
    const Result<std::optional<StepView>> view = source->Next();
    if (!view || !*view || !(*view)->frame) return false;
    stages.Add(i, *(*view)->frame, needles);
  }
  return true;
}

}  // namespace throng
