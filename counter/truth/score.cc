// Sums errors per zone.
// SPDX-License-Identifier: Apache-2.0
#include "counter/truth/score.h"

#include <cmath>
#include <cstddef>

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

  Score As(std::string name) const {
    Score score{.zone = std::move(name),
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

}  // namespace

std::vector<Score> ScoreOf(const Site& site, const Known& known, const Run& run) {
  std::vector<Sums> zones(site.zones.size());
  Sums all;
  for (const Known::Row& row : known.rows) {
    const auto entries = run.find(row.step);
    for (std::size_t zone = 0; zone < zones.size(); ++zone) {
      if (!row.persons[zone]) continue;
      std::optional<WholeCount> count;
      if (entries != run.end()) count = entries->second.at(zone).count;
      zones[zone].Add(*row.persons[zone], count);
      all.Add(*row.persons[zone], count);
    }
  }
  std::vector<Score> scores;
  for (std::size_t zone = 0; zone < zones.size(); ++zone) {
    if (zones[zone].known_rows > 0) scores.push_back(zones[zone].As(site.zones[zone].name));
  }
  scores.push_back(all.As("all"));
  return scores;
}

}  // namespace throng
