// Sums errors per zone, and per band of density.
// SPDX-License-Identifier: Apache-2.0
#include "counter/truth/score.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <functional>

namespace throng {
namespace {

struct Sums {
  std::uint64_t known_rows = 0, compared = 0, held = 0;
  double known = 0, counted = 0, absolute = 0, squared = 0;

  void Add(int truth, const std::optional<WholeCount>& count) {
    ++known_rows;
    if (!count) return;
    const double error = static_cast<double>(count->persons) - truth;
    ++compared;
    held += count->low <= truth && truth <= count->high ? 1U : 0U;
    known += truth;
    counted += count->persons;
    absolute += std::abs(error);
    squared += error * error;
  }

  Score As(std::string of) const {
    Score score{.of = std::move(of),
                .compared = compared,
                .blind = known_rows - compared,
                .figures = std::nullopt};
    if (compared == 0) return score;
    const auto n = static_cast<double>(compared);
    score.figures = Score::Figures{.mean_known = known / n,
                                   .mean_counted = counted / n,
                                   .bias = (counted - known) / n,
                                   .mean_absolute = absolute / n,
                                   .root_mean_square = std::sqrt(squared / n),
                                   .interval_held = static_cast<double>(held) / n};
    return score;
  }
};

// A band ends before `below`, in persons per square metre; the first holds nobody at all.
struct Band {
  const char* name;
  double below;
};
constexpr std::array<Band, 6> kBands{{{"0", 0},
                                      {"below 0.1", 0.1},
                                      {"0.1 - 0.5", 0.5},
                                      {"0.5 - 1", 1},
                                      {"1 - 2", 2},
                                      {"2 or more", HUGE_VAL}}};

std::size_t BandOf(int persons, const Zone& zone) {
  if (persons == 0) return 0;
  const double persons_m2 = (Persons(persons) / zone.area).value();
  const auto* const band =
      std::ranges::find_if(kBands, [&](const Band& some) { return persons_m2 < some.below; });
  return static_cast<std::size_t>(band - kBands.begin());
}

// Each known count with what was counted then, if anything.
void ForEachPair(
    const Known& known, const Run& run,
    const std::function<void(std::size_t zone, int truth, const std::optional<WholeCount>&)>& add) {
  for (const Known::Row& row : known.rows) {
    const auto entries = run.find(row.step);
    for (std::size_t zone = 0; zone < row.persons.size(); ++zone) {
      if (!row.persons[zone]) continue;
      std::optional<WholeCount> count;
      if (entries != run.end()) count = entries->second.at(zone).count;
      add(zone, *row.persons[zone], count);
    }
  }
}

}  // namespace

std::vector<Score> ScoreOf(const Site& site, const Known& known, const Run& run) {
  std::vector<Sums> zones(site.zones.size());
  Sums all;
  ForEachPair(known, run, [&](std::size_t zone, int truth, const auto& count) {
    zones[zone].Add(truth, count);
    if (!site.zones[zone].fullest_of) all.Add(truth, count);  // who is there is in its zone already
  });
  std::vector<Score> scores;
  for (std::size_t zone = 0; zone < zones.size(); ++zone) {
    if (zones[zone].known_rows > 0) scores.push_back(zones[zone].As(site.zones[zone].name));
  }
  scores.push_back(all.As("all"));
  return scores;
}

std::vector<Score> BandScoresOf(const Site& site, const Known& known, const Run& run) {
  std::array<Sums, kBands.size()> bands;
  ForEachPair(known, run, [&](std::size_t zone, int truth, const auto& count) {
    if (site.zones[zone].fullest_of) return;
    bands[BandOf(truth, site.zones[zone])].Add(truth, count);
  });
  std::vector<Score> scores;
  for (std::size_t i = 0; i < bands.size(); ++i) {
    if (bands[i].known_rows > 0) scores.push_back(bands[i].As(kBands[i].name));
  }
  return scores;
}

}  // namespace throng
