// Sums over scenes and bands, and tries spreads.
// SPDX-License-Identifier: Apache-2.0
#include "tests/truth/coverage.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cmath>
#include <optional>
#include <set>
#include <thread>
#include <utility>

#include "counter/meaning/situations.h"
#include "counter/occupancy/latest.h"
#include "counter/release/releaser.h"

namespace throng {
namespace {

struct Edge {
  const char* name;
  double below;  // persons per square metre; "0" holds nobody at all
};
constexpr std::array<Edge, 6> kEdges{{{"0", 0},
                                      {"below 0.1", 0.1},
                                      {"0.1 - 0.5", 0.5},
                                      {"0.5 - 1", 1},
                                      {"1 - 2", 2},
                                      {"2 or more", HUGE_VAL}}};
constexpr std::size_t kAll = kEdges.size();
constexpr const char* kAllButZero = "all but 0";

std::size_t BandOf(int persons, const Zone& zone) {
  if (persons == 0) return 0;
  const double persons_m2 = (Persons(persons) / zone.area).value();
  const auto* const edge =
      std::ranges::find_if(kEdges, [&](const Edge& some) { return persons_m2 < some.below; });
  return static_cast<std::size_t>(edge - kEdges.begin());
}

struct Sum {
  BandCoverage total;
  std::set<std::size_t> scenes;

  void Add(std::size_t scene, int truth, const WholeCount& count) {
    const double error = static_cast<double>(count.persons) - truth;
    scenes.insert(scene);
    ++total.pairs;
    total.known += truth;
    total.bias += error;
    total.mean_absolute += std::abs(error);
    total.held += count.low <= truth && truth <= count.high ? 1 : 0;
    total.width += count.high - count.low;
  }

  BandCoverage Mean(const char* of) const {
    BandCoverage mean = total;
    mean.of = of;
    mean.scenes = static_cast<int>(scenes.size());
    for (double* const figure :
         {&mean.known, &mean.bias, &mean.mean_absolute, &mean.held, &mean.width}) {
      *figure /= std::max(total.pairs, 1);
    }
    return mean;
  }
};

bool IsSeenWell(const Tally& tally, std::size_t patches) {
  return std::all_of(tally.patches.begin(), tally.patches.begin() + static_cast<int>(patches),
                     [](PatchReading reading) { return reading.sight() == Sight::kSeeing; });
}

// Of all bands but "0", how far the one that strays most is from 90%, and the mean width.
std::pair<double, double> WorthOf(std::span<const BandCoverage> bands) {
  constexpr double kGoodEnough = 0.03;
  double strays = kGoodEnough;
  double width = 0;
  for (const BandCoverage& band : bands) {
    if (band.of == kAllButZero) width = band.width;
    if (band.of == "0" || band.of == kAllButZero) continue;
    strays = std::max(strays, std::abs(band.held - 0.9));
  }
  return {strays, width};
}

}  // namespace

std::vector<DrawnReadings> ReadDrawnScenes(std::uint64_t from, std::uint64_t until,
                                           const DrawnReadingsOptions& options) {
  std::vector<std::optional<DrawnReadings>> read(until - from);
  std::atomic<std::size_t> next = 0;
  {
    std::vector<std::jthread> workers;
    for (unsigned i = 0; i < std::max(1U, std::thread::hardware_concurrency()); ++i) {
      workers.emplace_back([&] {
        for (std::size_t at = next++; at < read.size(); at = next++) {
          read[at] = ReadDrawn(from + at, options);
        }
      });
    }
  }
  std::vector<DrawnReadings> scenes;
  scenes.reserve(read.size());
  for (std::optional<DrawnReadings>& scene : read) scenes.push_back(*std::move(scene));
  return scenes;
}

std::vector<BandCoverage> CoverageOf(std::span<const DrawnReadings> scenes, const Spread& spread) {
  const Releaser releaser(Policy::kInternal);
  const Window window{.start = Instant(0), .end = Instant(1)};
  std::array<Sum, kEdges.size() + 1> sums;
  for (std::size_t scene = 0; scene < scenes.size(); ++scene) {
    const DrawnReadings& drawn = scenes[scene];
    Latest latest(drawn.site, spread);
    for (std::uint64_t step = 0; step < drawn.looks.size(); ++step) {
      const DrawnReadings::Look& look = drawn.looks[step];
      if (!IsSeenWell(look.tally, drawn.site.patches.size())) continue;
      latest.Take(CameraIndex(0), look.tally, step);
      for (std::size_t i = 0; i < drawn.site.zones.size(); ++i) {
        const ZoneIndex zone(static_cast<std::uint16_t>(i));
        const auto count = releaser.Release(latest.At(zone, step), window).count();
        if (!count) continue;
        const std::size_t band = BandOf(look.known[i], drawn.site.zones[i]);
        sums[band].Add(scene, look.known[i], *count);
        if (band != 0) sums[kAll].Add(scene, look.known[i], *count);
      }
    }
  }
  std::vector<BandCoverage> bands;
  for (std::size_t i = 0; i < sums.size(); ++i) {
    if (sums[i].total.pairs > 0)
      bands.push_back(sums[i].Mean(i == kAll ? kAllButZero : kEdges[i].name));
  }
  return bands;
}

SumCoverage CoverageOfSums(std::span<const DrawnReadings> scenes, const Spread& spread) {
  const Releaser releaser(Policy::kInternal);
  const Window window{.start = Instant(0), .end = Instant(1)};
  const std::vector<Group> both{{.name = "both",
                                 .zones = {ZoneIndex(0), ZoneIndex(1)},
                                 .capacity = std::nullopt,
                                 .capacity_rule = ""}};
  SumCoverage sums;
  double products = 0;
  std::array<double, 2> squares{};
  for (const DrawnReadings& drawn : scenes) {
    Latest latest(drawn.site, spread);
    for (std::uint64_t step = 0; step < drawn.looks.size(); ++step) {
      const DrawnReadings::Look& look = drawn.looks[step];
      const bool is_empty = std::ranges::find(look.known, 0) != look.known.end();
      if (is_empty || !IsSeenWell(look.tally, drawn.site.patches.size())) continue;
      latest.Take(CameraIndex(0), look.tally, step);
      std::array<double, 2> errors{};
      std::vector<Entry> entries;
      for (std::uint16_t i = 0; i < 2; ++i) {
        const ZoneOccupancy zone = latest.At(ZoneIndex(i), step);
        errors.at(i) =
            (zone.estimate->mean().value() - look.known.at(i)) / zone.estimate->sigma().value();
        squares.at(i) += errors.at(i) * errors.at(i);
        entries.push_back(EntryOf(releaser.Release(zone, window)));
      }
      products += errors[0] * errors[1];
      const Range told = *Situations(FactsOf(drawn.site), both).Take(window, entries)[2].persons;
      const int known = look.known.at(0) + look.known.at(1);
      ++sums.pairs;
      sums.held += told.low <= known && known <= told.high ? 1 : 0;
    }
  }
  sums.held /= std::max(sums.pairs, 1);
  sums.alike = products / std::sqrt(squares[0] * squares[1]);
  return sums;
}

Spread HalfOf(const Spread& spread) {
  Spread half = spread;
  half.floor = half.floor * 0.5;
  for (double* const part : {&half.share, &half.crowd, &half.own}) *part /= 2;
  return half;
}

Spread FitSpread(std::span<const DrawnReadings> scenes, double hidden) {
  std::optional<std::pair<Spread, std::pair<double, double>>> best;
  for (const double floor : {0.25, 0.5}) {
    for (const double share : {0.05, 0.1, 0.15, 0.2}) {
      for (const double crowd : {0.0, 0.1, 0.15, 0.2, 0.3, 0.4}) {
        for (const double own : {0.5, 0.75, 1.0, 1.1, 1.2, 1.3, 1.4, 1.5, 1.75}) {
          const Spread spread{.floor = Persons(floor),
                              .share = share,
                              .crowd = crowd,
                              .own = own,
                              .hidden = hidden};
          const auto worth = WorthOf(CoverageOf(scenes, spread));
          if (!best || worth < best->second) best = {spread, worth};
        }
      }
    }
  }
  return best->first;
}

std::string TableOf(std::span<const BandCoverage> bands) {
  std::string table = "known persons/m2  scenes  pairs    known    bias     MAE   held   width\n";
  for (const BandCoverage& band : bands) {
    table +=
        fmt::format("{:<16}  {:>6}  {:>5}  {:>7.2f}  {:>+6.2f}  {:>6.2f}  {:>4.1f}%  {:>6.1f}\n",
                    band.of, band.scenes, band.pairs, band.known, band.bias, band.mean_absolute,
                    100 * band.held, band.width);
  }
  return table;
}

}  // namespace throng
