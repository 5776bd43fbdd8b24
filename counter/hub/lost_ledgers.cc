// Remembers what was named last, and ends what is left of others after a day.
// SPDX-License-Identifier: Apache-2.0
#include "counter/hub/lost_ledgers.h"

#include <chrono>

namespace throng {
namespace {

constexpr std::chrono::hours kUntilLost{24};

}  // namespace

void LostLedgers::Name(std::int64_t site, std::int64_t ledger) {
  const std::scoped_lock lock(mutex_);
  const auto last = last_.find(site);
  if (last != last_.end() && last->second.ledger == ledger) return;
  last_.insert_or_assign(site, Named{.ledger = ledger, .since = clock_.Steady()});
}

void LostLedgers::Look(Duration now) {
  const std::scoped_lock lock(mutex_);
  for (auto& [number, last] : last_) {
    if (last.is_done || now - last.since < kUntilLost) continue;
    last.is_done = true;
    writer_.Run([self = shared_from_this(), site = number, ledger = last.ledger](Archive& archive) {
      return self->EndOthers(site, ledger, archive);
    });
  }
}

Status LostLedgers::EndOthers(std::int64_t site, std::int64_t ledger, Archive& archive) {
  {
    const std::scoped_lock lock(mutex_);
    if (last_.at(site).ledger != ledger) return Done{};  // it has just come back
  }
  const auto ended = archive.EndLost(site, ledger, clock_.Now());
  Status done = Done{};
  if (ended) {
    const auto alarms = archive.AlarmsNumbered(site, *ended);
    if (alarms) {
      if (!alarms->empty()) sites_.Take(site, {}, *alarms);
    } else {
      done = alarms.error();
    }
  } else {
    done = ended.error();
  }
  const std::scoped_lock lock(mutex_);
  Named& last = last_.at(site);
  if (!done && last.ledger == ledger) last.is_done = false;  // it is tried again
  return done;
}

}  // namespace throng
