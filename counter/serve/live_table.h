// The live table that a person watches in a terminal.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <deque>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "counter/base/time.h"
#include "counter/meaning/situations.h"

namespace throng {

// What stands above the zones.
struct LiveHead {
  std::string title;
  std::string activity;                 // for example "analysing every 1 s"
  std::optional<double> progress;       // 0..1; absent where there is no end to reach
  Instant at;                           // end of the newest window
  std::vector<std::string> notes = {};  // a line each, below the zones; the first few
};

// What the table is drawn on.
struct LivePaper {
  bool colour = false;       // without it, there are no escape codes
  std::size_t columns = 80;  // a trend is drawn as far as it fits
  // Lines in all, at least 5. Where there are more zones, the fullest and the blind ones are shown.
  std::size_t rows = static_cast<std::size_t>(-1);
};

// Remembers, per place, the newest situation, when it was last fresh, and counts for the trend.
class LiveTable {
 public:
  explicit LiveTable(std::vector<WatchedPlace> places);

  // Of each place.
  void Take(std::span<const Situation> situations);

  // Lines for each place: name, persons, 90% interval, persons/m2, level of service, share of
  // capacity, coverage, age; where they fit, why it is not seen better, change per minute and
  // minutes until it is full; trend. Blind places say so, and why also where little fits.
  std::vector<std::string> Render(const LiveHead& head, const LivePaper& paper) const;

 private:
  struct Row {
    WatchedPlace place;
    std::optional<Situation> newest;
    std::optional<Instant> last_fresh;
    std::deque<std::optional<int>> trend;
  };
  struct Layout;
  std::vector<const Row*> MostUrgent(std::size_t most) const;
  static std::string RenderRow(const Row& row, Instant now, const Layout& layout, bool colour);
  std::vector<Row> rows_;  // at the position of the place
};

}  // namespace throng
