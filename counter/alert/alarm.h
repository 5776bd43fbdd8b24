// An alarm, and what becomes of it: raised, escalated, eased, acknowledged, ended.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "counter/base/time.h"
#include "counter/release/published.h"
#include "counter/site/alarm_rule.h"

namespace throng {

// A blind or a stale place has an alarm of its own, beside the one that it may have for crowding.
enum class AlarmKind : std::uint8_t { kCrowding = 1, kBlind = 2, kStale = 3 };

// Each alarm has one kRaise, its first, and at last one kEnd.
enum class AlarmChange : std::uint8_t {
  kRaise = 1,
  kEscalate = 2,     // a worse band
  kEase = 3,         // a better band, but not clear
  kAcknowledge = 4,  // somebody has seen it
  kEnd = 5,
};

// "raise", "escalate", "ease", "acknowledge", "end"; "crowding", "blind", "stale": as in outputs.
std::string_view NameOf(AlarmChange change);
std::string_view NameOf(AlarmKind kind);

// One thing that happened to an alarm. Numbers that were released and names of the site file;
// nothing else.
struct AlarmEvent {
  std::int64_t alarm;  // its number in the ledger, from 1; all its events have it
  int sequence;        // of the event in its alarm; 1 is the raise
  AlarmChange change;
  AlarmKind kind;
  std::string rule;
  std::string place;  // zone or group
  Band band;          // after the change; kClear if it ended, and of what is no crowding
  Instant at;         // end of the window that decided, or the moment of an acknowledgement
  std::optional<WholeCount> count;  // of that window
  std::string reason;               // a sentence for people
  std::string by;                   // the role of whoever acknowledged; else empty
};

}  // namespace throng
