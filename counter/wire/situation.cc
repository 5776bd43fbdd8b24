// Copies, and checks what comes back; all that is absent stays absent.
// SPDX-License-Identifier: Apache-2.0
#include "counter/wire/situation.h"

#include <throng/v1/query.pb.h>
#include <throng/v1/watch.pb.h>

#include <cmath>
#include <limits>

#include "counter/wire/check.h"
#include "counter/wire/count.h"

namespace throng {
namespace {

constexpr double kMostValue = 1e12;

static_assert(static_cast<int>(LevelOfService::kA) - 'A' + 1 == v1::LEVEL_OF_SERVICE_A);
static_assert(static_cast<int>(LevelOfService::kF) - 'A' + 1 == v1::LEVEL_OF_SERVICE_F);
static_assert(static_cast<int>(Resolution::kReleased) == v1::RESOLUTION_RELEASED);
static_assert(static_cast<int>(Resolution::kDay) == v1::RESOLUTION_DAY);

void Copy(const std::optional<Range>& from, v1::Range* (v1::Situation::*field)(),
          v1::Situation& to) {
  if (!from) return;
  v1::Range& range = *(to.*field)();
  range.set_low(from->low);
  range.set_expected(from->expected);
  range.set_high(from->high);
}

// Sets `to`, if `message` is in order.
Refused Take(StaticText field, const v1::Range& message, double least, std::optional<Range>& to) {
  const double low = message.low(), expected = message.expected(), high = message.high();
  if (!(low >= least && high <= kMostValue)) {  // so not NaN either
    return Refusal{.field = field, .rule = "is below its least, above 1e12, or no number"};
  }
  if (!(low <= expected && expected <= high)) {
    return Refusal{.field = field, .rule = "is not low <= expected <= high"};
  }
  to = Range{.low = low, .expected = expected, .high = high};
  return {};
}

Refused TakeRanges(const v1::Situation& message, Situation& to) {
  Refused odd;
  if (message.has_persons()) odd = Take("persons", message.persons(), 0, to.persons);
  if (!odd && message.has_density_per_m2()) {
    odd = Take("density_per_m2", message.density_per_m2(), 0, to.density_per_m2);
  }
  if (!odd && message.has_capacity_percent()) {
    odd = Take("capacity_percent", message.capacity_percent(), 0, to.capacity_percent);
  }
  if (!odd && message.has_headroom_persons()) {
    odd = Take("headroom_persons", message.headroom_persons(), -kMostValue, to.headroom);
  }
  if (!odd && message.has_change_persons_per_minute()) {
    odd = Take("change_persons_per_minute", message.change_persons_per_minute(), -kMostValue,
               to.change_per_minute);
  }
  return odd;
}

Refused TakeMinutes(const v1::TimeToFull& message, MinutesToFull& to) {
  if (message.has_earliest_minutes()) to.earliest = message.earliest_minutes();
  if (message.has_expected_minutes()) to.expected = message.expected_minutes();
  if (message.has_latest_minutes()) to.latest = message.latest_minutes();
  double before = 0;
  for (const std::optional<double>& minutes : {to.earliest, to.expected, to.latest}) {
    const double at = minutes.value_or(std::numeric_limits<double>::infinity());
    if (!(at >= before)) return Refusal{.field = "to_full", .rule = "is not in its order"};
    before = at;
  }
  return {};
}

// As a reader needs it: any two of its times can be subtracted.
Result<Window, Refusal> WindowToRead(bool is_there, const v1::Window& message) {
  if (!is_there) return Refusal{.field = "window", .rule = "is missing"};
  if (message.start_ns() < 0) return Refusal{.field = "window", .rule = "is before 1970"};
  // The clock of whoever reads may be wrong by days.
  return WindowFrom(message, Instant(std::numeric_limits<std::int64_t>::max()));
}

bool IsKnown(int freshness) {
  return freshness >= v1::FRESHNESS_FRESH && freshness <= v1::Freshness_MAX;
}

}  // namespace

v1::Situation MessageOf(const WatchedPlace& place, const Situation& situation) {
  v1::Situation message;
  message.set_place(place.name);
  *message.mutable_window() = MessageOf(situation.window);
  message.set_freshness(static_cast<v1::Freshness>(situation.freshness));
  message.set_coverage_percent(static_cast<std::uint32_t>(situation.coverage_percent));
  Copy(situation.persons, &v1::Situation::mutable_persons, message);
  Copy(situation.density_per_m2, &v1::Situation::mutable_density_per_m2, message);
  if (situation.level) {
    message.set_level(
        static_cast<v1::LevelOfService>(static_cast<int>(*situation.level) - 'A' + 1));
  }
  Copy(situation.capacity_percent, &v1::Situation::mutable_capacity_percent, message);
  Copy(situation.headroom, &v1::Situation::mutable_headroom_persons, message);
  Copy(situation.change_per_minute, &v1::Situation::mutable_change_persons_per_minute, message);
  if (situation.to_full) {
    v1::TimeToFull& to_full = *message.mutable_to_full();
    const MinutesToFull& minutes = *situation.to_full;
    if (minutes.earliest) to_full.set_earliest_minutes(*minutes.earliest);
    if (minutes.expected) to_full.set_expected_minutes(*minutes.expected);
    if (minutes.latest) to_full.set_latest_minutes(*minutes.latest);
  }
  return message;
}

void Put(const HistoryRow& row, std::uint32_t zone, v1::Row& into) {
  into.set_zone(zone);
  *into.mutable_window() = MessageOf(row.window);
  if (row.mean) {
    v1::Range& mean = *into.mutable_mean_persons();
    mean.set_low(row.mean->low);
    mean.set_expected(row.mean->expected);
    mean.set_high(row.mean->high);
  }
  if (row.highest) *into.mutable_highest() = MessageOf(*row.highest);
  into.set_counted_s(row.counted_s);
  into.set_coverage_percent(static_cast<std::uint32_t>(row.coverage_percent));
  if (row.freshness) into.set_freshness(static_cast<v1::Freshness>(*row.freshness));
}

Result<Situation, Refusal> SituationFrom(const v1::Situation& message) {
  const Result<Window, Refusal> window = WindowToRead(message.has_window(), message.window());
  if (!window) return window.error();
  if (const Refused odd = CheckPercent("coverage_percent", message.coverage_percent())) return *odd;
  if (!IsKnown(message.freshness())) {
    return Refusal{.field = "freshness", .rule = "is not said, or not known"};
  }
  Situation situation{.window = *window,
                      .freshness = static_cast<Freshness>(message.freshness()),
                      .coverage_percent = static_cast<int>(message.coverage_percent())};
  if (const Refused odd = TakeRanges(message, situation)) return *odd;
  if (message.level() >= v1::LEVEL_OF_SERVICE_A && message.level() <= v1::LEVEL_OF_SERVICE_F) {
    situation.level = static_cast<LevelOfService>(message.level() - 1 + 'A');
  }
  if (message.has_to_full()) {
    if (const Refused odd = TakeMinutes(message.to_full(), situation.to_full.emplace()))
      return *odd;
  }
  if (situation.persons.has_value() == (situation.freshness == Freshness::kBlind)) {
    return Refusal{.field = "persons", .rule = "are absent exactly if nobody saw the place"};
  }
  if (!situation.persons && (situation.density_per_m2 || situation.level)) {
    return Refusal{.field = "density_per_m2", .rule = "is there, but nobody saw the place"};
  }
  return situation;
}

Result<HistoryRow, Refusal> RowFrom(const v1::Row& message, std::size_t zones) {
  if (message.zone() >= zones) return Refusal{.field = "zone", .rule = "is none that was named"};
  const Result<Window, Refusal> window = WindowToRead(message.has_window(), message.window());
  if (!window) return window.error();
  if (const Refused odd = CheckPercent("coverage_percent", message.coverage_percent())) return *odd;
  HistoryRow row{.zone = static_cast<std::uint16_t>(message.zone()),
                 .window = *window,
                 .mean = {},
                 .highest = {},
                 .counted_s = message.counted_s(),
                 .coverage_percent = static_cast<int>(message.coverage_percent()),
                 .freshness = {}};
  if (IsKnown(message.freshness())) row.freshness = static_cast<Freshness>(message.freshness());
  if (message.has_mean_persons() != message.has_highest()) {
    return Refusal{.field = "highest", .rule = "is not there exactly if mean_persons is"};
  }
  if (!message.has_highest()) return row;
  if (const Refused odd = Take("mean_persons", message.mean_persons(), 0, row.mean)) return *odd;
  const Result<WholeCount, Refusal> highest = CountFrom(message.highest());
  if (!highest) return highest.error();
  row.highest = *highest;
  return row;
}

}  // namespace throng
