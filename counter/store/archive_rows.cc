// Reads windows and sums.
// SPDX-License-Identifier: Apache-2.0
#include "counter/store/archive_rows.h"

namespace throng {
namespace {

std::uint16_t Whole(const SqlRow& row, int column) {
  return static_cast<std::uint16_t>(row.Integer(column));
}

}  // namespace

std::string TableOf(Resolution resolution) {
  for (const RolledUp& rolled : kRolledUp) {
    if (rolled.resolution == resolution) return rolled.table;
  }
  return "occupancy";
}

std::optional<WholeCount> CountIn(const SqlRow& row, int first) {
  if (row.IsNull(first)) return std::nullopt;
  return WholeCount{
      .persons = Whole(row, first), .low = Whole(row, first + 1), .high = Whole(row, first + 2)};
}

Entry EntryIn(const SqlRow& row, int first) {
  return {.zone = ZoneIndex(Whole(row, first)),
          .window = {Instant(row.Integer(first + 1)), Instant(row.Integer(first + 2))},
          .count = CountIn(row, first + 3),
          .coverage_percent = static_cast<int>(row.Integer(first + 6)),
          .freshness = static_cast<Freshness>(row.Integer(first + 7))};
}

std::pair<std::uint16_t, HistorySums> SumsIn(const SqlRow& row) {
  return {Whole(row, 0), HistorySums{.counted_us = row.Integer(2),
                                     .persons_us = row.Integer(3),
                                     .low_us = row.Integer(4),
                                     .high_us = row.Integer(5),
                                     .coverage_us = row.Integer(6),
                                     .highest = CountIn(row, 7)}};
}

std::string OnlyZones(const char* column, const std::vector<std::uint16_t>& zones) {
  if (zones.empty()) return "";
  std::string text;
  for (const std::uint16_t zone : zones) text += (text.empty() ? "" : ", ") + std::to_string(zone);
  return std::string(" AND ") + column + " IN (" + text + ")";
}

}  // namespace throng
