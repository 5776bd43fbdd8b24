// History of zones as a table for people, and as CSV and JSON lines for programs.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "counter/store/archive.h"

namespace throng {

// A table line by line, before its end is known: so columns are as wide as what may come.
class HistoryTable {
 public:
  HistoryTable(std::span<const std::string> zones, Resolution resolution);

  // Start in UTC, zone, mean persons, their 90% interval, highest count, and how much of the zone
  // was seen for how much of the time.
  std::string Titles() const;
  // Nobody saw it: "not seen", and no number.
  std::string Line(std::string_view zone, const HistoryRow& row) const;

 private:
  Resolution resolution_;
  std::size_t zone_width_;
};

// Fields: site, zone, window_start, window_end, persons_mean, low, high, highest, highest_low,
// highest_high, counted_s, coverage_percent, freshness. Unknown is null, or empty. Of released
// windows the mean is the count.
std::string HistoryJson(std::string_view site, std::string_view zone, const HistoryRow& row);
std::string HistoryCsvHeader();
std::string HistoryCsv(std::string_view site, std::string_view zone, const HistoryRow& row);

}  // namespace throng
