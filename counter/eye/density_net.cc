// Frame to bands, bands through the network, its cells to the feet.
// SPDX-License-Identifier: Apache-2.0
#include "counter/eye/density_net.h"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include "counter/eye/bands.h"
#include "counter/eye/resample.h"

namespace throng {
namespace {

// log(1 + exp(x)); nothing for what is no number, and an end for what is no count.
float Softplus(float x) {
  constexpr float kMost = 1000;
  if (!(x > -kMost)) return 0;
  return x > 20 ? std::min(x, kMost) : std::log1p(std::exp(x));
}

// Less than this in a cell is the network's way to say nobody. A picture has thousands of such
// cells, which must not add up to a person; whoever is there is worth far more in his cells.
constexpr float kNobody = 0.004F;

float PersonsIn(float output) {
  const float persons = Softplus(output);
  return persons < kNobody ? 0 : persons;
}

class NetModel final : public DensityModel {
 public:
  NetModel(BandPlan plan, std::vector<Resampler> resamplers, std::unique_ptr<Network> network,
           ImageSize picture, std::pmr::memory_resource& memory)
      : plan_(std::move(plan)),
        resamplers_(std::move(resamplers)),
        network_(std::move(network)),
        picture_(picture),
        memory_(&memory) {}

  Result<DensityMap> DensityOf(const Frame& frame) override {
    COUNTER_CHECK(frame.size() == picture_);
    DensityMap density(picture_, *memory_);
    Status done = Done{};
    for (std::size_t i = 0; i < resamplers_.size() && done; ++i) done = AddBand(i, frame, density);
    network_->Wipe();
    for (Resampler& resampler : resamplers_) resampler.Wipe();
    if (!done) return done.error();
    return density;
  }

  bool Reaches(ImagePoint foot) const override { return plan_.Reaches(foot); }

 private:
  Status AddBand(std::size_t place, const Frame& frame, DensityMap& density) {
    resamplers_[place].Resample(frame, network_->Pixels(place));
    const Result<std::span<const float>> cells = network_->Run(place);
    if (!cells) return cells.error();
    std::optional<std::uint32_t> cell;
    float persons = 0;
    float variance = 0;
    for (const CellShare& share : plan_.bands()[place].shares) {
      if (cell != share.from) {
        cell = share.from;
        persons = PersonsIn((*cells)[std::size_t{2} * share.from]);
        variance = Softplus((*cells)[std::size_t{2} * share.from + 1]);
      }
      density.AddToCell(share.to, share.share * persons, share.share * variance);
    }
    return Done{};
  }

  BandPlan plan_;
  std::vector<Resampler> resamplers_;  // one for each band
  std::unique_ptr<Network> network_;
  ImageSize picture_;
  std::pmr::memory_resource* memory_;
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
