// How far the network's counts stray for good, for a day and from one to the next, on drawn scenes.
// SPDX-License-Identifier: Apache-2.0
//
//   build/dev/tests/bench/reading_errors FROM UNTIL DAYS
//
// A camera for each seed, looked at on so many days (a second for each; all processors), and of
// each look at 40 persons or more, both zones together, as they are told. tests/truth/event_day.h
// draws its days so.
#include <fmt/format.h>

#include <cstdlib>
#include <optional>
#include <vector>

#include "counter/occupancy/calibrate.h"
#include "tests/truth/coverage.h"
#include "tests/truth/reading_errors.h"

namespace throng {
namespace {

constexpr int kLeastPersons = 40;

// Nothing if it was not seen well, or too few are there.
std::optional<double> RatioOf(const DrawnReadings& drawn, const DrawnReadings::Look& look) {
  int known = 0;
  for (const int persons : look.known) known += persons;
  if (known < kLeastPersons) return std::nullopt;
  double told = 0;
  for (std::size_t i = 0; i < drawn.site.patches.size(); ++i) {
    const PatchReading reading = look.tally.patches.at(i);
    if (reading.sight() != Sight::kSeeing) return std::nullopt;
    told += Believe(reading, drawn.site.patches[i].area, SpreadOf(Model::kNet)).mean().value();
  }
  return told > 0 ? std::optional(told / known) : std::nullopt;
}

void Main(std::uint64_t from, std::uint64_t until, std::uint64_t days) {
  std::vector<RatioRead> reads;
  for (std::uint64_t day = 0; day < days; ++day) {
    const std::vector<DrawnReadings> scenes = ReadDrawnScenes(from, until, {.day = day});
    for (std::size_t camera = 0; camera < scenes.size(); ++camera) {
      for (const DrawnReadings::Look& look : scenes[camera].looks) {
        const auto ratio = RatioOf(scenes[camera], look);
        if (ratio) reads.push_back({.camera = camera, .day = day, .ratio = *ratio});
      }
    }
  }
  const RatioShares shares = SharesOf(reads);
  fmt::print(
      "{} looks of {} cameras on {} days: {:.3f} of those there; for good {:.3f}, for a day "
      "{:.3f}, from one to the next {:.3f}\n",
      reads.size(), shares.cameras, shares.days, shares.mean, shares.camera, shares.day,
      shares.tick);
}

}  // namespace
}  // namespace throng

int main(int argc, char** argv) {
  if (argc != 4) {
    fmt::print(stderr, "usage: reading_errors FROM UNTIL DAYS\n");
    return 2;
  }
  throng::Main(std::strtoull(argv[1], nullptr, 10), std::strtoull(argv[2], nullptr, 10),
               std::strtoull(argv[3], nullptr, 10));
  return 0;
}
