// Events of one alarm, as several tests need them.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "counter/alert/delivery.h"
#include "counter/base/time.h"

namespace throng {

inline Instant At(const char* text) { return *ParseUtc(text); }

inline AlarmEvent Raise() {
  return {.alarm = 17,
          .sequence = 1,
          .change = AlarmChange::kRaise,
          .kind = AlarmKind::kCrowding,
          .rule = "too full",
          .place = "west stand",
          .band = Band::kCrowded,
          .at = At("2026-11-24T20:30:00"),
          .count = WholeCount{.persons = 412, .low = 380, .high = 450},
          .reason = "4.2 persons/m2 for 30 s; crowded begins at 4",
          .by = ""};
}

inline AlarmEvent Escalation() {
  AlarmEvent event = Raise();
  event.sequence = 2;
  event.change = AlarmChange::kEscalate;
  event.band = Band::kCritical;
  event.at = At("2026-11-24T20:31:00");
  event.count = WholeCount{.persons = 510, .low = 470, .high = 560};
  return event;
}

inline AlarmEvent Acknowledgement() {
  AlarmEvent event = Raise();
  event.sequence = 3;
  event.change = AlarmChange::kAcknowledge;
  event.band = Band::kCritical;
  event.at = At("2026-11-24T20:31:20");
  event.count.reset();
  event.reason = "";
  event.by = "control room";
  return event;
}

inline AlarmEvent End() {
  AlarmEvent event = Raise();
  event.sequence = 4;
  event.change = AlarmChange::kEnd;
  event.band = Band::kClear;
  event.at = At("2026-11-24T20:40:00");
  event.count = WholeCount{.persons = 90, .low = 70, .high = 110};
  event.reason = "under 3 persons/m2 for 30 s";
  return event;
}

inline AlarmEvent BlindRaise() {
  AlarmEvent event = Raise();
  event.kind = AlarmKind::kBlind;
  event.band = Band::kClear;
  event.count.reset();
  event.reason = "no count for 60 s";
  return event;
}

// The last of `alarm`, all before it told.
inline Delivery DeliveryOf(std::vector<AlarmEvent> alarm, std::int64_t number = 1) {
  std::vector<int> told;
  for (std::size_t i = 0; i + 1 < alarm.size(); ++i) told.push_back(alarm[i].sequence);
  const Instant since = alarm.back().at;
  return {.number = number,
          .way = "way",
          .alarm = std::move(alarm),
          .told = std::move(told),
          .tries = 0,
          .since = since};
}

}  // namespace throng
