// One round of settling and handing out.
// SPDX-License-Identifier: Apache-2.0
#include "counter/notify/courier.h"

#include <algorithm>
#include <cstddef>
#include <set>

#include "counter/notify/cap_file.h"
#include "counter/notify/mail.h"
#include "counter/notify/mqtt.h"
#include "counter/notify/pauses.h"
#include "counter/notify/webhook.h"

namespace throng {
namespace {

constexpr std::size_t kMostAtOnce = 16;  // handed to a way; the rest stays in the outbox
constexpr std::size_t kMostLookedAt = 256;
constexpr Duration kPatienceAtTheEnd = std::chrono::seconds(2);

}  // namespace

std::vector<NamedSender> MakeSenders(const Ways& ways, const std::string& site,
                                     const TimeZone& zone) {
  std::vector<NamedSender> senders;
  for (const WebhookWay& way : ways.webhooks) {
    senders.push_back({.way = way.name, .sender = MakeWebhook(way, site)});
  }
  for (const MailWay& way : ways.mails) {
    senders.push_back({.way = way.name, .sender = MakeMail(way, site, zone)});
  }
  for (const MqttWay& way : ways.brokers) {
    senders.push_back({.way = way.name, .sender = MakeMqtt(way, site)});
  }
  for (const CapWay& way : ways.caps) {
    senders.push_back({.way = way.name, .sender = MakeCapFile(way, site)});
  }
  return senders;
}

Courier::Courier(std::vector<NamedSender> senders, Outbox& outbox, const Clock& clock,
                 std::function<double()> chance)
    : outbox_(outbox), clock_(clock), chance_(std::move(chance)) {
  for (NamedSender& sender : senders) {
    ways_.push_back(
        {.name = sender.way, .lane = std::make_unique<Lane>(std::move(sender.sender), clock)});
  }
}

Courier::~Courier() {
  const Duration end = clock_.Steady() + kPatienceAtTheEnd;
  for (Way& way : ways_) {
    way.lane->WaitUntilSent(std::max(end - clock_.Steady(), Duration(0)));
    for (const Lane::Tried& tried : way.lane->Take()) Judge(way, tried);
  }
  for (const Way& way : ways_) way.lane->Stop();  // all at once
  (void)SettleAll();  // what could not be settled is sent again, under the same id
}

Status Courier::Step() {
  for (Way& way : ways_) {
    for (const Lane::Tried& tried : way.lane->Take()) Judge(way, tried);
  }
  Status status = SettleAll();
  const Instant now = clock_.Now();
  for (Way& way : ways_) {
    if (!way.lane->IsIdle()) continue;
    const Result<std::vector<Delivery>> due = outbox_.Due(way.name, now, kMostLookedAt);
    if (due) {
      HandOut(way, *due, now);
    } else {
      status = due.error();
    }
  }
  return status;
}

bool Courier::IsIdle() const {
  return to_settle_.empty() &&
         std::ranges::all_of(ways_, [](const Way& way) { return way.lane->IsIdle(); });
}

std::vector<WayState> Courier::States() const {
  std::vector<WayState> states;
  for (const Way& way : ways_) {
    states.push_back({.way = way.name, .is_down = way.failures > 0, .why = way.why});
  }
  return states;
}

void Courier::Judge(Way& way, const Lane::Tried& tried) {
  using Verdict = Reply::Verdict;
  using State = Settlement::State;
  const auto& [delivery, reply] = tried;
  const Instant now = clock_.Now();
  const bool is_over = reply.verdict == Verdict::kDelivered || reply.verdict == Verdict::kRefused;
  Settlement settlement{.state = State::kDelivered, .at = now, .why = reply.why, .next_at = now};
  way.why = reply.why;
  if (reply.verdict == Verdict::kDown) {
    ++way.failures;
    way.down_until = clock_.Steady() + PauseAfter(way.failures, chance_());
  } else {
    way.failures = 0;
  }
  if (reply.verdict == Verdict::kRefused) settlement.state = State::kFailed;
  if (!is_over) {
    settlement.state = State::kWaiting;
    if (now - delivery.since >= kGivesUpAfter) {
      settlement.state = State::kFailed;
      settlement.why = Fault::kWayGaveUp;
    } else if (reply.verdict == Verdict::kLater) {  // else it is due as soon as the way is up
      const Duration asked =
          std::min<Duration>(reply.not_before.value_or(std::chrono::seconds(0)), kLongestPause);
      settlement.next_at = now + std::max(PauseAfter(delivery.tries + 1, chance_()), asked);
    }
  }
  const std::int64_t alarm = delivery.event().alarm;
  if (settlement.state == State::kWaiting) {
    way.waits_at[alarm] = delivery.number;
  } else {
    way.waits_at.erase(alarm);
  }
  to_settle_.emplace_back(delivery, settlement);
}

// In order, and no further than where the outbox fails: each is kept until it has been settled.
Status Courier::SettleAll() {
  std::size_t settled = 0;
  Status status = Done{};
  for (; settled < to_settle_.size() && status; ++settled) {
    status = outbox_.Settle(to_settle_[settled].first, to_settle_[settled].second);
    if (!status) break;
  }
  to_settle_.erase(to_settle_.begin(), to_settle_.begin() + static_cast<std::ptrdiff_t>(settled));
  return status;
}

bool Courier::IsToBeSettled(const Delivery& delivery) const {
  return std::ranges::any_of(to_settle_, [&](const ToSettle& one) {
    return one.first.number == delivery.number && one.first.way == delivery.way;
  });
}

void Courier::HandOut(Way& way, const std::vector<Delivery>& due, Instant now) {
  const bool is_down = way.failures > 0;
  const bool rests = is_down && clock_.Steady() < way.down_until;
  std::vector<Delivery> next;
  std::set<std::int64_t> alarms;
  bool has_newer = false;
  for (const Delivery& delivery : due) {
    if (IsToBeSettled(delivery)) continue;
    if (is_down && now - delivery.since >= kGivesUpAfter) {
      const Settlement failed{
          .state = Settlement::State::kFailed, .at = now, .why = Fault::kWayGaveUp, .next_at = now};
      way.waits_at.erase(delivery.event().alarm);
      to_settle_.emplace_back(delivery, failed);
      continue;
    }
    // Whatever the outbox says: what comes later in an alarm waits for what came before.
    const auto earlier = way.waits_at.find(delivery.event().alarm);
    if (earlier != way.waits_at.end() && earlier->second < delivery.number) continue;
    has_newer = has_newer || delivery.number > way.newest;
    if (!alarms.insert(delivery.event().alarm).second || next.size() >= kMostAtOnce) continue;
    next.push_back(delivery);
  }
  // Something new is a reason to look at once whether the way is up again; then what is oldest goes
  // first, so that a state that is told last is the newest.
  if (next.empty() || (rests && !has_newer)) return;
  for (const Delivery& delivery : due) way.newest = std::max(way.newest, delivery.number);
  way.lane->Hand(std::move(next));
}

}  // namespace throng
