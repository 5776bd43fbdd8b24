// Adds windows up, and turns sums into means.
// SPDX-License-Identifier: Apache-2.0
#include "counter/store/history_sums.h"

#include <tuple>

namespace throng {
namespace {

std::int64_t MicrosecondsOf(const Window& window) {
  return (window.end.utc_ns() - window.start.utc_ns()) / 1000;
}

auto Rank(const WholeCount& count) { return std::tuple(count.persons, count.high, count.low); }

}  // namespace

void HistorySums::Add(const HistorySums& other) {
  counted_us += other.counted_us;
  persons_us += other.persons_us;
  low_us += other.low_us;
  high_us += other.high_us;
  coverage_us += other.coverage_us;
  if (!other.highest) return;
  if (!highest || Rank(*highest) < Rank(*other.highest)) highest = other.highest;
}

HistorySums SumsOf(const Entry& entry) {
  if (!entry.count) return {};
  const std::int64_t us = MicrosecondsOf(entry.window);
  return {.counted_us = us,
          .persons_us = entry.count->persons * us,
          .low_us = entry.count->low * us,
          .high_us = entry.count->high * us,
          .coverage_us = entry.coverage_percent * us,
          .highest = entry.count};
}

HistoryRow RowOf(std::uint16_t zone, const Window& span, const HistorySums& sums) {
  HistoryRow row{.zone = zone,
                 .window = span,
                 .mean = std::nullopt,
                 .highest = sums.highest,
                 .counted_s = static_cast<std::uint32_t>(sums.counted_us / 1'000'000),
                 .coverage_percent = 0,
                 .freshness = std::nullopt};
  if (sums.counted_us == 0) return row;
  const auto mean = [&sums](std::int64_t sum) {
    return static_cast<double>(sum) / static_cast<double>(sums.counted_us);
  };
  row.mean = Range{
      .low = mean(sums.low_us), .expected = mean(sums.persons_us), .high = mean(sums.high_us)};
  row.coverage_percent = static_cast<int>(sums.coverage_us / sums.counted_us);
  return row;
}

HistoryRow RowOf(const Entry& entry) {
  HistoryRow row = RowOf(entry.zone.value(), entry.window, SumsOf(entry));
  if (entry.count) {  // as it is, not as a mean of itself
    row.mean = Range{.low = static_cast<double>(entry.count->low),
                     .expected = static_cast<double>(entry.count->persons),
                     .high = static_cast<double>(entry.count->high)};
  }
  row.freshness = entry.freshness;
  return row;
}

}  // namespace throng
