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

// A line above the places of one site.
struct LiveSection {
  std::size_t first;  // position of its first place
  std::string heading;
  bool is_alarm = false;
};

// What stands above the zones.
struct LiveHead {
  std::string title;
  std::string activity;                      // for example "analysing every 1 s"
  std::optional<double> progress;            // 0..1; absent where there is no end to reach
  Instant at;                                // end of the newest window
  std::vector<std::string> notes = {};       // a line each, below the zones; the first few
  std::string more_notes = "throng status";  // the command that tells the others
  std::vector<LiveSection> sections = {};    // in their order; without one, places stand alone
  bool knows_why = true;  // why a zone is not seen better: then there is a column for it
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

  // Of the place at `position`. It was fresh, if it is, at `fresh_at`; after `old_after` it is no
  // longer a number to act on, and is shown as old.
  void TakeOne(std::size_t position, const Situation& situation, Instant fresh_at,
               std::optional<Instant> old_after);

  // Lines for each place: name, persons, 90% interval, persons/m2, level of service, share of
  // capacity, coverage, age; where they fit, why it is not seen better, change per minute and
  // minutes until it is full; trend. Blind and old places say so, and why also where little fits.
  std::vector<std::string> Render(const LiveHead& head, const LivePaper& paper) const;

 private:
  struct Row {
    WatchedPlace place;
    std::optional<Situation> newest;
    std::optional<Instant> last_fresh;
    std::optional<Instant> old_after;
    std::deque<std::optional<int>> trend;
  };
  struct Layout;
  struct Cells;
  std::size_t NameWidth(bool is_indented) const;
  std::vector<const Row*> MostUrgent(std::size_t most, Instant now) const;
  std::vector<std::string> RenderRows(const LiveHead& head, const LivePaper& paper,
                                      const Layout& layout, std::size_t room) const;
  static Cells CellsOf(const Row& row, Instant now, const Layout& layout);
  static std::string RenderRow(const Row& row, Instant now, const Layout& layout, bool colour);
  std::vector<Row> rows_;  // at the position of the place
};

}  // namespace throng
