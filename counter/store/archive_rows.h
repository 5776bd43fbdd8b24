// Rows of an archive's tables, to and from what they mean.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "counter/store/archive.h"
#include "counter/store/history_sums.h"
#include "counter/store/sql_session.h"

namespace throng {

inline constexpr const char* kWindowColumns =
    "zone, window_start_ns, window_end_ns, persons, low, high, coverage_percent, freshness";
inline constexpr const char* kSumColumns =
    "zone, start_ns, counted_us, persons_us, low_us, high_us, coverage_us, top_persons, top_low, "
    "top_high";

struct RolledUp {
  Resolution resolution;
  const char* table;
};
inline constexpr std::array<RolledUp, 4> kRolledUp = {
    RolledUp{Resolution::kMinute, "rollup_minute"},
    RolledUp{Resolution::kQuarterHour, "rollup_quarter_hour"},
    RolledUp{Resolution::kHour, "rollup_hour"}, RolledUp{Resolution::kDay, "rollup_day"}};

// Of kReleased: occupancy.
std::string TableOf(Resolution resolution);

// Whose columns begin at `first`.
Entry EntryIn(const SqlRow& row, int first);
std::pair<std::uint16_t, HistorySums> SumsIn(const SqlRow& row);  // kSumColumns, but for start_ns
std::optional<WholeCount> CountIn(const SqlRow& row, int first);

// " AND COLUMN IN (1, 2)", or nothing for all zones.
std::string OnlyZones(const char* column, const std::vector<std::uint16_t>& zones);

}  // namespace throng
