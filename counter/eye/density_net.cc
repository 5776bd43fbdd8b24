// Frame to bands, bands through the network, its cells to the feet.
// SPDX-License-Identifier: Apache-2.0
#include "counter/eye/density_net.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "counter/eye/bands.h"
#include "counter/eye/readout.h"
#include "counter/eye/resample.h"
#include "counter/eye/wiped.h"

namespace throng {
namespace {

std::size_t CellsOf(const SizeBand& band) {
  return std::size_t{band.size.width_px / Weights::kCellStride} *
         (band.size.height_px / Weights::kCellStride);
}

std::size_t MostCells(const BandPlan& plan) {
  std::size_t most = 0;
  for (const SizeBand& band : plan.bands()) most = std::max(most, CellsOf(band));
  return most;
}

class NetModel final : public DensityModel {
 public:
  NetModel(BandPlan plan, std::vector<Resampler> resamplers, std::unique_ptr<Network> network,
           ImageSize picture, std::pmr::memory_resource& memory)
      : plan_(std::move(plan)),
        resamplers_(std::move(resamplers)),
        network_(std::move(network)),
        picture_(picture),
        memory_(&memory),
        readings_(MostCells(plan_), memory) {}

  Result<DensityMap> DensityOf(const Frame& frame) override {
    COUNTER_CHECK(frame.size() == picture_);
    DensityMap density(picture_, *memory_);
    Status done = Done{};
    for (std::size_t i = 0; i < resamplers_.size() && done; ++i) done = AddBand(i, frame, density);
    network_->Wipe();
    for (Resampler& resampler : resamplers_) resampler.Wipe();
    ::explicit_bzero(readings_.elements().data(), readings_.elements().size_bytes());
    if (!done) return done.error();
    return density;
  }

  bool Reaches(ImagePoint foot) const override { return plan_.Reaches(foot); }

 private:
  Status AddBand(std::size_t place, const Frame& frame, DensityMap& density) {
    resamplers_[place].Resample(frame, network_->Pixels(place));
    const Result<std::span<const float>> answer = network_->Run(place);
    if (!answer) return answer.error();
    const SizeBand& band = plan_.bands()[place];
    const std::span<CellReading> readings = readings_.elements().first(CellsOf(band));
    ReadCells(*answer, band.size.width_px / Weights::kCellStride,
              band.size.height_px / Weights::kCellStride, readings);
    for (const CellShare& share : band.shares) {
      const CellReading& cell = readings[share.from];
      density.AddToCell(share.to, share.share * cell.persons, share.share * cell.variance);
    }
    return Done{};
  }

  BandPlan plan_;
  std::vector<Resampler> resamplers_;  // one for each band
  std::unique_ptr<Network> network_;
  ImageSize picture_;
  std::pmr::memory_resource* memory_;
  WipedArray<CellReading> readings_;  // of one band at a time
};

}  // namespace

Result<std::unique_ptr<DensityModel>> MakeNetModel(const Weights& weights, const Brief& brief,
                                                   const NetOptions& options,
                                                   std::pmr::memory_resource& memory) {
  const Result<Camera> camera = Camera::Make(brief.camera);
  if (!camera) return camera.error();
  const Result<HeadPlane> heads = HeadPlane::Make(*camera);
  if (!heads) return heads.error();
  const ImageSize picture = brief.camera.picture;
  const double seen_px = ReceptiveMarginPx(weights);
  BandPlan plan(
      *heads, picture, brief.patches,
      {.person_px = weights.person_px, .context_px = std::min(options.most_context_px, seen_px)});
  std::vector<ImageSize> inputs;
  std::vector<Resampler> resamplers;
  for (const SizeBand& band : plan.bands()) {
    inputs.push_back(band.size);
    resamplers.emplace_back(band, picture, memory);
  }
  Result<std::unique_ptr<Network>> network =
      MakeNetwork(weights, inputs, options.precision.value_or(FastestPrecision()), memory);
  if (!network) return network.error();
  std::unique_ptr<DensityModel> model = std::make_unique<NetModel>(
      std::move(plan), std::move(resamplers), *std::move(network), picture, memory);
  return model;
}

}  // namespace throng
