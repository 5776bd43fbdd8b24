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
#include "counter/release/entry.h"

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

// Remembers, per zone, the newest entry, when it was last fresh, and the last counts for the trend.
class LiveTable {
 public:
  explicit LiveTable(std::vector<ZoneFacts> zones);

  void Take(const Entry& entry);

  // Lines for each zone: name, persons, 90% interval, persons/m2, level of service, share of
  // capacity, coverage, age, trend. Blind zones say so.
  std::vector<std::string> Render(const LiveHead& head, const LivePaper& paper) const;

 private:
  struct Row {
    ZoneFacts zone;
    std::optional<Entry> newest;
    std::optional<Instant> last_fresh;
    std::deque<std::optional<int>> trend;
  };
  std::vector<const Row*> MostUrgent(std::size_t most) const;
  static std::string RenderRow(const Row& row, Instant now, std::size_t name_width, bool colour);
  std::vector<Row> rows_;  // at ZoneIndex
};

}  // namespace throng
