// Checks and copies what happened to alarms.
// SPDX-License-Identifier: Apache-2.0
#include "counter/wire/alarm.h"

#include <throng/v1/alarm.pb.h>

#include <limits>

#include "counter/wire/check.h"
#include "counter/wire/count.h"

namespace throng {
namespace {

static_assert(static_cast<int>(AlarmKind::kCrowding) == v1::ALARM_KIND_CROWDING);
static_assert(static_cast<int>(AlarmKind::kBlind) == v1::ALARM_KIND_BLIND);
static_assert(static_cast<int>(AlarmKind::kStale) == v1::ALARM_KIND_STALE);
static_assert(v1::AlarmKind_MAX == v1::ALARM_KIND_STALE, "teach this file the new one");
static_assert(static_cast<int>(AlarmChange::kRaise) == v1::ALARM_CHANGE_RAISE);
static_assert(static_cast<int>(AlarmChange::kEscalate) == v1::ALARM_CHANGE_ESCALATE);
static_assert(static_cast<int>(AlarmChange::kEase) == v1::ALARM_CHANGE_EASE);
static_assert(static_cast<int>(AlarmChange::kAcknowledge) == v1::ALARM_CHANGE_ACKNOWLEDGE);
static_assert(static_cast<int>(AlarmChange::kEnd) == v1::ALARM_CHANGE_END);
static_assert(v1::AlarmChange_MAX == v1::ALARM_CHANGE_END, "teach this file the new one");
static_assert(static_cast<int>(Band::kClear) + 1 == v1::BAND_CLEAR);
static_assert(static_cast<int>(Band::kBusy) + 1 == v1::BAND_BUSY);
static_assert(static_cast<int>(Band::kCrowded) + 1 == v1::BAND_CROWDED);
static_assert(static_cast<int>(Band::kCritical) + 1 == v1::BAND_CRITICAL);
static_assert(v1::Band_MAX == v1::BAND_CRITICAL, "teach this file the new one");

Refused CheckNumbers(const v1::AlarmEvent& message) {
  if (message.alarm() < 1 || message.alarm() > std::numeric_limits<std::int64_t>::max()) {
    return Refusal{.field = "alarm", .rule = "is not from 1 to 2^63 - 1"};
  }
  if (message.sequence() < 1 || message.sequence() > std::numeric_limits<int>::max()) {
    return Refusal{.field = "sequence", .rule = "is not from 1 to 2^31 - 1"};
  }
  if (message.change() < v1::ALARM_CHANGE_RAISE || message.change() > v1::AlarmChange_MAX) {
    return Refusal{.field = "change", .rule = "is not said, or not known"};
  }
  if (message.kind() < v1::ALARM_KIND_CROWDING || message.kind() > v1::AlarmKind_MAX) {
    return Refusal{.field = "kind", .rule = "is not said, or not known"};
  }
  if (message.band() < v1::BAND_CLEAR || message.band() > v1::Band_MAX) {
    return Refusal{.field = "band", .rule = "is not said, or not known"};
  }
  if ((message.sequence() == 1) != (message.change() == v1::ALARM_CHANGE_RAISE)) {
    return Refusal{.field = "sequence", .rule = "is 1 exactly if the alarm is raised"};
  }
  const bool is_over = message.change() == v1::ALARM_CHANGE_END;
  const bool has_bands = message.kind() == v1::ALARM_KIND_CROWDING;
  if ((is_over || !has_bands) != (message.band() == v1::BAND_CLEAR)) {
    return Refusal{.field = "band", .rule = "is clear exactly if it ended or is no crowding"};
  }
  return {};
}

Refused CheckTexts(const v1::AlarmEvent& message) {
  if (const Refused odd = CheckName("rule", message.rule())) return odd;
  if (const Refused odd = CheckName("place", message.place())) return odd;
  if (const Refused odd = CheckSentence("reason", message.reason())) return odd;
  if (message.change() == v1::ALARM_CHANGE_ACKNOWLEDGE) {
    return CheckRole("by_role", message.by_role());
  }
  if (message.by_role().empty()) return {};
  return Refusal{.field = "by_role", .rule = "is for acknowledgements only"};
}

}  // namespace

v1::AlarmEvent MessageOf(const AlarmEvent& event) {
  v1::AlarmEvent message;
  message.set_alarm(static_cast<std::uint64_t>(event.alarm));
  message.set_sequence(static_cast<std::uint32_t>(event.sequence));
  message.set_change(static_cast<v1::AlarmChange>(event.change));
  message.set_kind(static_cast<v1::AlarmKind>(event.kind));
  message.set_rule(event.rule);
  message.set_place(event.place);
  message.set_band(static_cast<v1::Band>(static_cast<int>(event.band) + 1));
  message.set_at_ns(event.at.utc_ns());
  if (event.count) *message.mutable_count() = MessageOf(*event.count);
  message.set_reason(event.reason);
  message.set_by_role(event.by);
  return message;
}

Result<AlarmEvent, Refusal> EventFrom(const v1::AlarmEvent& message, Instant now) {
  if (const Refused unknown = CheckKnown("", message)) return *unknown;
  if (const Refused odd = CheckNumbers(message)) return *odd;
  if (const Refused odd = CheckTexts(message)) return *odd;
  if (const Refused odd = CheckTime("at_ns", message.at_ns(), now)) return *odd;
  AlarmEvent event{.alarm = static_cast<std::int64_t>(message.alarm()),
                   .sequence = static_cast<int>(message.sequence()),
                   .change = static_cast<AlarmChange>(message.change()),
                   .kind = static_cast<AlarmKind>(message.kind()),
                   .rule = message.rule(),
                   .place = message.place(),
                   .band = static_cast<Band>(message.band() - 1),
                   .at = Instant(message.at_ns()),
                   .count = std::nullopt,
                   .reason = message.reason(),
                   .by = message.by_role()};
  if (!message.has_count()) return event;
  const Result<WholeCount, Refusal> count = CountFrom(message.count());
  if (!count) return count.error();
  event.count = *count;
  return event;
}

}  // namespace throng
