// Spans of UTC, and what is added up over the windows that start in one.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>

#include "counter/base/time.h"
#include "counter/release/entry.h"
#include "counter/store/archive.h"

namespace throng {

inline constexpr std::int64_t kQuarterNs = 900'000'000'000;

// Nanoseconds of a span; 0 for kReleased, which has none.
constexpr std::int64_t LengthNs(Resolution resolution) {
  constexpr std::int64_t kMinuteNs = 60'000'000'000;
  switch (resolution) {
    case Resolution::kReleased:
      return 0;
    case Resolution::kMinute:
      return kMinuteNs;
    case Resolution::kQuarterHour:
      return kQuarterNs;
    case Resolution::kHour:
      return std::int64_t{60} * kMinuteNs;
    case Resolution::kDay:
      return std::int64_t{24} * 60 * kMinuteNs;
  }
  return 0;
}

// The start of the span of `length_ns` in which `at_ns` lies (>= 0, since 1970).
constexpr std::int64_t StartOfSpan(std::int64_t at_ns, std::int64_t length_ns) {
  return at_ns - at_ns % length_ns;
}

// Whole numbers only, so that any order of adding gives the same. Person-microseconds of a day fit
// 100,000 times. Of windows of at least a microsecond.
struct HistorySums {
  std::int64_t counted_us = 0;
  std::int64_t persons_us = 0;  // persons times time; likewise the others
  std::int64_t low_us = 0;
  std::int64_t high_us = 0;
  std::int64_t coverage_us = 0;
  std::optional<WholeCount> highest = {};

  void Add(const HistorySums& other);
};

// A blind window adds nothing, but makes its span one that is known.
HistorySums SumsOf(const Entry& entry);

HistoryRow RowOf(std::uint16_t zone, const Window& span, const HistorySums& sums);
HistoryRow RowOf(const Entry& entry);

}  // namespace throng
