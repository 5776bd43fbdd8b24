// A site, counts and alarms that keep all rules, for tests that break one.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "counter/wire/ingest.h"

namespace throng {

inline constexpr std::int64_t kSecondNs = 1'000'000'000;
inline constexpr Instant kNow(1'795'521'600 * kSecondNs);

// A hall with its fullest cell, stairs with a capacity, and both as a station.
inline SiteFacts StationFacts() {
  return {.name = "Station",
          .zones = {{.name = "hall",
                     .kind = ZoneKind::kWalkway,
                     .area = SquareMetres(200.5),
                     .capacity = std::nullopt},
                    {.name = "stairs",
                     .kind = ZoneKind::kStair,
                     .area = SquareMetres(12),
                     .capacity = Persons(40),
                     .capacity_rule = "given"},
                    {.name = "hall, fullest 16 m2",
                     .kind = ZoneKind::kWalkway,
                     .area = SquareMetres(16),
                     .capacity = std::nullopt,
                     .is_fullest = true}},
          .groups = {{.name = "all",
                      .zones = {ZoneIndex(0), ZoneIndex(1)},
                      .capacity = Persons(300),
                      .capacity_rule = "given"}}};
}

inline Entry SeenEntry() {
  return {.zone = ZoneIndex(2),
          .window = {Instant(kNow.utc_ns() - 15 * kSecondNs), kNow},
          .count = WholeCount{.persons = 40, .low = 30, .high = 55},
          .coverage_percent = 90,
          .freshness = Freshness::kFresh};
}

inline Entry BlindEntry() {
  Entry entry = SeenEntry();
  entry.zone = ZoneIndex(0);
  entry.count.reset();
  entry.coverage_percent = 0;
  entry.freshness = Freshness::kBlind;
  return entry;
}

inline AlarmEvent RaisedEvent() {
  return {.alarm = 7,
          .sequence = 1,
          .change = AlarmChange::kRaise,
          .kind = AlarmKind::kCrowding,
          .rule = "too full",
          .place = "stairs",
          .band = Band::kCrowded,
          .at = kNow,
          .count = WholeCount{.persons = 40, .low = 30, .high = 55},
          .reason = "40 persons",
          .by = ""};
}

inline AlarmEvent AcknowledgedEvent() {
  AlarmEvent event = RaisedEvent();
  event.sequence = 2;
  event.change = AlarmChange::kAcknowledge;
  event.count.reset();
  event.reason = "";
  event.by = "shift leader";
  return event;
}

}  // namespace throng
