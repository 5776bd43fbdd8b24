// Checks and copies counts, windows and what was released of a zone in one.
// SPDX-License-Identifier: Apache-2.0
#include "counter/wire/count.h"

#include <throng/v1/count.pb.h>

#include "counter/wire/check.h"
#include "counter/wire/limits.h"

namespace throng {
namespace {

static_assert(static_cast<int>(Freshness::kFresh) == v1::FRESHNESS_FRESH);
static_assert(static_cast<int>(Freshness::kStale) == v1::FRESHNESS_STALE);
static_assert(static_cast<int>(Freshness::kBlind) == v1::FRESHNESS_BLIND);
static_assert(v1::Freshness_MAX == v1::FRESHNESS_BLIND, "teach this file the new one");

}  // namespace

v1::Count MessageOf(const WholeCount& count) {
  v1::Count message;
  message.set_persons(count.persons);
  message.set_low(count.low);
  message.set_high(count.high);
  return message;
}

v1::Window MessageOf(const Window& window) {
  v1::Window message;
  message.set_start_ns(window.start.utc_ns());
  message.set_end_ns(window.end.utc_ns());
  return message;
}

v1::ZoneWindow MessageOf(const Entry& entry) {
  v1::ZoneWindow message;
  message.set_zone(entry.zone.value());
  *message.mutable_window() = MessageOf(entry.window);
  if (entry.count) *message.mutable_count() = MessageOf(*entry.count);
  message.set_coverage_percent(static_cast<std::uint32_t>(entry.coverage_percent));
  message.set_freshness(static_cast<v1::Freshness>(entry.freshness));
  return message;
}

Result<WholeCount, Refusal> CountFrom(const v1::Count& message) {
  if (const Refused unknown = CheckKnown("count", message)) return *unknown;
  if (message.low() > message.persons()) {
    return Refusal{.field = "count.low", .rule = "is above count.persons"};
  }
  if (message.persons() > message.high()) {
    return Refusal{.field = "count.high", .rule = "is below count.persons"};
  }
  if (message.high() > kMostPersons) {
    return Refusal{.field = "count.high", .rule = "is above 65535"};
  }
  return WholeCount{.persons = static_cast<std::uint16_t>(message.persons()),
                    .low = static_cast<std::uint16_t>(message.low()),
                    .high = static_cast<std::uint16_t>(message.high())};
}

Result<Window, Refusal> WindowFrom(const v1::Window& message, Instant now) {
  if (const Refused unknown = CheckKnown("window", message)) return *unknown;
  const std::int64_t start = message.start_ns();
  const std::int64_t end = message.end_ns();
  if (const Refused odd = CheckTime("window.start_ns", start, now)) return *odd;
  if (const Refused odd = CheckTime("window.end_ns", end, now)) return *odd;
  if (start >= end) {
    return Refusal{.field = "window.end_ns", .rule = "is not after window.start_ns"};
  }
  // Of numbers without a sign: 584 years do not fit into the others.
  const auto length = static_cast<std::uint64_t>(end) - static_cast<std::uint64_t>(start);
  if (length < static_cast<std::uint64_t>(Duration(kShortestWindow).count())) {
    return Refusal{.field = "window", .rule = "is shorter than a millisecond"};
  }
  if (length > static_cast<std::uint64_t>(Duration(kLongestWindow).count())) {
    return Refusal{.field = "window", .rule = "is longer than a day"};
  }
  return Window{.start = Instant(start), .end = Instant(end)};
}

Result<Entry, Refusal> EntryFrom(const v1::ZoneWindow& message, std::size_t zones, Instant now) {
  if (const Refused unknown = CheckKnown("", message)) return *unknown;
  if (message.zone() >= zones) return Refusal{.field = "zone", .rule = "is no zone of the site"};
  if (!message.has_window()) return Refusal{.field = "window", .rule = "is missing"};
  const Result<Window, Refusal> window = WindowFrom(message.window(), now);
  if (!window) return window.error();
  if (const Refused odd = CheckPercent("coverage_percent", message.coverage_percent())) return *odd;
  const int freshness = message.freshness();
  if (freshness < v1::FRESHNESS_FRESH || freshness > v1::Freshness_MAX) {
    return Refusal{.field = "freshness", .rule = "is not said, or not known"};
  }
  Entry entry{.zone = ZoneIndex(static_cast<std::uint16_t>(message.zone())),
              .window = *window,
              .count = std::nullopt,
              .coverage_percent = static_cast<int>(message.coverage_percent()),
              .freshness = static_cast<Freshness>(freshness)};
  if (message.has_count() == (entry.freshness == Freshness::kBlind)) {
    return Refusal{.field = "count", .rule = "is absent exactly if nobody saw the zone"};
  }
  if (!message.has_count()) return entry;
  const Result<WholeCount, Refusal> count = CountFrom(message.count());
  if (!count) return count.error();
  entry.count = *count;
  return entry;
}

}  // namespace throng
