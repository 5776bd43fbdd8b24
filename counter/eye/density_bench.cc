// The time of one picture: the network in each precision, HOG, a user's detector; and of counting.
// SPDX-License-Identifier: Apache-2.0
#include <benchmark/benchmark.h>
#include <fcntl.h>

#include <cstdlib>
#include <memory>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>
#include <optional>
#include <vector>

#include "counter/base/descriptor.h"
#include "counter/eye/default_weights.h"
#include "counter/eye/density_hog.h"
#include "counter/eye/density_net.h"
#include "counter/eye/density_onnx.h"
#include "counter/eye/integrate.h"
#include "counter/eye/model_file.h"
#include "counter/eye/readout.h"
#include "counter/eye/test_weights.h"
#include "counter/site/load.h"
#include "counter/site/pose_for_test.h"

namespace throng {
namespace {

constexpr ImageSize kSize{768, 576};

// The demo's camera and its two zones. Empty, with the benchmark skipped, if there is no such file.
std::optional<Brief> DemoBrief() {
  std::vector<Complaint> complaints;
  const Result<Site> site = LoadSite(THRONG_DEMO_SITE, complaints);
  if (!site) return std::nullopt;
  Brief brief{.camera = site->cameras[0].calibration.camera.pose(),
              .steps = {.every = std::chrono::seconds(1), .pictures = 0},
              .model = Model::kNet,
              .patches = {}};
  for (const Patch& patch : site->patches) brief.patches.push_back(patch.views[0].outline);
  return brief;
}

Frame Picture() {
  Frame frame(kSize, Duration(0));
  std::vector<std::uint8_t> pixels = test_weights::Pattern(kSize);
  cv::Mat bgr = frame.Bgr();
  cv::Mat(kSize.height_px, kSize.width_px, CV_8UC3, pixels.data()).copyTo(bgr);
  return frame;
}

void Analyse(benchmark::State& state, DensityModel& model) {
  const Frame frame = Picture();
  for (auto _ : state) {
    const Result<DensityMap> density = model.DensityOf(frame);
    if (!density) state.SkipWithError("no density");
    benchmark::DoNotOptimize(density);
  }
}

void Net(benchmark::State& state, Precision precision) {
  const Result<Weights> weights = ReadWeights(DefaultWeights());
  if (!weights) return state.SkipWithError("no weights");
  const std::optional<Brief> brief = DemoBrief();
  if (!brief) return state.SkipWithError("no demo site");
  auto model = MakeNetModel(*weights, *brief, {.precision = precision});
  if (!model) return state.SkipWithError("no model");
  Analyse(state, **model);
}
BENCHMARK_CAPTURE(Net, float32, Precision::kFloat32)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(Net, bfloat16, Precision::kBfloat16)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(Net, int8, Precision::kInt8)->Unit(benchmark::kMillisecond);

void Hog(benchmark::State& state) {
  cv::setNumThreads(1);
  auto model = MakeHogModel();
  if (!model) return state.SkipWithError("no model");
  Analyse(state, **model);
}
// As many cells as a picture of 720 x 480 gives the network, with somebody near each of them.
void ReadACrowd(benchmark::State& state) {
  constexpr std::size_t kColumns = 90;
  constexpr std::size_t kRows = 60;
  const std::vector<float> answer(kColumns * kRows * Weights::kAnswers, -2);
  std::vector<CellReading> readings(kColumns * kRows);
  for (auto _ : state) {
    ReadCells(answer, kColumns, kRows, readings);
    benchmark::DoNotOptimize(readings.data());
  }
}
BENCHMARK(ReadACrowd)->Unit(benchmark::kMillisecond);

BENCHMARK(Hog)->Unit(benchmark::kMillisecond);

// The demo's two zones, each told a second time by its fullest 16 m2.
Brief WithFullest(const Brief& brief) {
  Brief with = brief;
  with.cells.assign(brief.patches.size(), std::nullopt);
  for (const ImagePolygon& outline : brief.patches) {
    with.patches.push_back(outline);
    with.cells.emplace_back(SquareMetres(16));
  }
  return with;
}

// From the map to the tally.
void Tell(benchmark::State& state, bool with_fullest) {
  const Result<Weights> weights = ReadWeights(DefaultWeights());
  std::optional<Brief> brief = DemoBrief();
  if (!weights || !brief) return state.SkipWithError("no weights, or no demo site");
  if (with_fullest) brief = WithFullest(*brief);
  auto model = MakeNetModel(*weights, *brief, {.precision = Precision::kFloat32});
  if (!model) return state.SkipWithError("no model");
  const Result<DensityMap> density = (*model)->DensityOf(Picture());
  if (!density) return state.SkipWithError("no density");
  const std::vector<PatchMask> masks = MasksOf(brief->patches, kSize);
  const std::vector<std::optional<CellMasks>> cells = CellMasksOf(*brief);
  const std::vector<Seen> sights(masks.size());
  for (auto _ : state) {
    benchmark::DoNotOptimize(Integrate(*density, masks, sights, cells));
  }
}
BENCHMARK_CAPTURE(Tell, zones, false)->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(Tell, zones_and_fullest_cells, true)->Unit(benchmark::kMicrosecond);

// Once, when an eye starts.
void MakeCells(benchmark::State& state) {
  const std::optional<Brief> brief = DemoBrief();
  if (!brief) return state.SkipWithError("no demo site");
  const Brief with = WithFullest(*brief);
  for (auto _ : state) benchmark::DoNotOptimize(CellMasksOf(with));
}
BENCHMARK(MakeCells)->Unit(benchmark::kMillisecond);

// Set THRONG_YOLOX to yolox_nano.onnx.
void YoloxNano(benchmark::State& state) {
  const char* const name = std::getenv("THRONG_YOLOX");
  if (name == nullptr) return state.SkipWithError("THRONG_YOLOX names no model");
  const Descriptor file(::open(name, O_RDONLY | O_CLOEXEC));
  const Result<std::vector<std::byte>> bytes = ReadModelFile(file.get());
  if (!bytes) return state.SkipWithError("THRONG_YOLOX names no file");
  const std::optional<Brief> brief = DemoBrief();
  if (!brief) return state.SkipWithError("no demo site");
  WipedMats mats(*std::pmr::new_delete_resource());
  {
    auto model = MakeOnnxModel(*bytes, *brief, mats);
    if (!model) return state.SkipWithError("no model");
    Analyse(state, **model);
  }
  cv::Mat::setDefaultAllocator(cv::Mat::getStdAllocator());
}
BENCHMARK(YoloxNano)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace throng
