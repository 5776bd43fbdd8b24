// Copies; all that is absent stays absent.
// SPDX-License-Identifier: Apache-2.0
#include "counter/wire/situation.h"

#include <throng/v1/query.pb.h>
#include <throng/v1/watch.pb.h>

#include "counter/wire/count.h"

namespace throng {
namespace {

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

v1::Row MessageOf(const HistoryRow& row, std::uint32_t zone) {
  v1::Row message;
  message.set_zone(zone);
  *message.mutable_window() = MessageOf(row.window);
  if (row.mean) {
    message.mutable_mean_persons()->set_low(row.mean->low);
    message.mutable_mean_persons()->set_expected(row.mean->expected);
    message.mutable_mean_persons()->set_high(row.mean->high);
  }
  if (row.highest) *message.mutable_highest() = MessageOf(*row.highest);
  message.set_counted_s(row.counted_s);
  message.set_coverage_percent(static_cast<std::uint32_t>(row.coverage_percent));
  if (row.freshness) message.set_freshness(static_cast<v1::Freshness>(*row.freshness));
  return message;
}

}  // namespace throng
