// The time of one picture: the network in each precision, HOG, a detector that people pick today.
// SPDX-License-Identifier: Apache-2.0
#include <benchmark/benchmark.h>

#include <cstdlib>
#include <memory>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>
#include <vector>
#ifdef THRONG_OPENCV_DNN
#include <opencv2/dnn.hpp>
#endif

#include "counter/eye/default_weights.h"
#include "counter/eye/density_hog.h"
#include "counter/eye/density_net.h"
#include "counter/eye/test_weights.h"
#include "counter/site/pose_for_test.h"

namespace throng {
namespace {

constexpr ImageSize kSize{768, 576};

// The demo's camera, about: 9 m high, 16 degrees down; and its two zones.
Brief DemoBrief() {
  return {.camera = PoseTilted(kSize, 9, 16),
          .steps = {.every = std::chrono::seconds(1), .pictures = 0},
          .model = Model::kNet,
          .patches = {{{40, 160}, {384, 160}, {384, 546}, {40, 546}},
                      {{384, 160}, {728, 160}, {728, 546}, {384, 546}}}};
}

Frame Picture() {
  Frame frame(kSize, Duration(0));
  const std::vector<std::uint8_t> pixels = test_weights::Pattern(kSize);
  cv::Mat bgr = frame.Bgr();
  cv::Mat(kSize.height_px, kSize.width_px, CV_8UC3, const_cast<std::uint8_t*>(pixels.data()))
      .copyTo(bgr);
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
  if (precision != Precision::kFloat32 && FastestPrecision(*weights) == Precision::kFloat32) {
    return state.SkipWithError("this processor has no instructions for it");
  }
  auto model = MakeNetModel(*weights, DemoBrief(), {.precision = precision});
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
BENCHMARK(Hog)->Unit(benchmark::kMillisecond);

#ifdef THRONG_OPENCV_DNN
// Set THRONG_YOLOX to yolox_nano.onnx. Letterboxed to 416 x 416, as it was trained.
void YoloxNano(benchmark::State& state) {
  const char* const file = std::getenv("THRONG_YOLOX");
  if (file == nullptr) return state.SkipWithError("THRONG_YOLOX names no model");
  cv::setNumThreads(1);
  cv::dnn::Net net = cv::dnn::readNetFromONNX(file);
  const Frame frame = Picture();
  for (auto _ : state) {
    cv::Mat square(416, 416, CV_8UC3, cv::Scalar::all(114));
    cv::Mat part = square(cv::Rect(0, 0, 416, 312));
    cv::resize(frame.Bgr(), part, part.size(), 0, 0, cv::INTER_LINEAR);
    net.setInput(cv::dnn::blobFromImage(square));
    benchmark::DoNotOptimize(net.forward());
  }
}
BENCHMARK(YoloxNano)->Unit(benchmark::kMillisecond);
#endif

}  // namespace
}  // namespace throng
