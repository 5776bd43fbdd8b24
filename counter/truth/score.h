// A run compared with known counts: bias, error, and whether the interval holds.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "counter/release/entry.h"
#include "counter/site/site.h"
#include "counter/truth/known.h"

namespace throng {

// Errors are counted minus known, in persons, over the `compared` pairs. A blind pair is no pair:
// it is counted in `blind` instead. With nothing to compare all figures are absent.
struct Score {
  struct Figures {
    double mean_known;
    double mean_counted;
    double bias;              // mean error
    double mean_absolute;     // MAE
    double root_mean_square;  // RMSE
    double interval_held;     // share of pairs with low <= known <= high; 0.90 is the promise
  };
  std::string of;  // what the pairs have in common
  std::uint64_t compared = 0;
  std::uint64_t blind = 0;
  std::optional<Figures> figures;
};

// What was counted: for each step, one entry per zone (at ZoneIndex).
using Run = std::map<std::uint64_t, std::vector<Entry>>;

// One score per zone that has known counts, by its name, then "all" for the pairs of all zones
// together but fullest cells, who are in their zones already. A step that the run lacks counts as
// blind.
std::vector<Score> ScoreOf(const Site& site, const Known& known, const Run& run);

// How wrong it is when it is crowded: one score per band of known persons per square metre of the
// zone, from "0" to "2 or more"; bands without a pair are left out.
std::vector<Score> BandScoresOf(const Site& site, const Known& known, const Run& run);

}  // namespace throng
