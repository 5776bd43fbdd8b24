// One rule at one place: a band with hysteresis, and whether the place is seen at all.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "counter/alert/alarm.h"
#include "counter/alert/latch.h"
#include "counter/base/time.h"
#include "counter/meaning/situation.h"
#include "counter/site/alarm_rule.h"

namespace throng {

// A place that was blind or stale must be fresh for so long, so that a camera that comes and goes
// has one alarm.
inline constexpr std::chrono::seconds kSeenAgain{15};

struct OpenAlarm {
  std::int64_t number;  // in the ledger
  int sequence;         // of its last event
  bool acknowledged;    // in its present band, or a worse one
  friend bool operator==(const OpenAlarm&, const OpenAlarm&) = default;
};

inline constexpr std::size_t kAlarmKinds = 3;

// All that is remembered of a rule at a place. Can be stored and put back: nothing changes by that.
struct RuleState {
  std::optional<Instant> newest;  // end of the newest window
  std::array<Latch, 3> bands;     // in the order of AlarmRule::limits
  Latch blind;
  Latch stale;
  std::array<std::optional<OpenAlarm>, kAlarmKinds> open;  // in the order of AlarmKind
  friend bool operator==(const RuleState&, const RuleState&) = default;
};

// Where the alarm of a kind stands in RuleState::open.
constexpr std::size_t PlaceOf(AlarmKind kind) { return static_cast<std::size_t>(kind) - 1; }

// The worst band whose latch is on.
Band BandOf(const RuleState& state);

// What happens to the alarm of one kind; its number is given by whoever keeps the ledger.
struct RuleChange {
  AlarmChange change;
  AlarmKind kind;
  Band band;  // as AlarmEvent's
  std::string reason;
};

// `state` has the latches after the window; its open alarms are as before, `changes` says how they
// change. At most one change of each kind.
struct RuleStep {
  RuleState state;
  std::vector<RuleChange> changes;
};

// The rule at the next window. Only fresh windows move the band; blind and stale ones neither raise
// it nor let it go, and no time passes for it meanwhile. A window that is not newer than the newest
// changes nothing. After a gap longer than three windows and `stay`, what had held begins anew.
RuleStep WatchRule(const AlarmRule& rule, const RuleState& state, const Situation& situation);

// The rule does not look at the window that ends at `at`: its alarms end with `reason`, and it
// begins anew. Of an older window nothing changes.
RuleStep Silence(const RuleState& state, Instant at, const std::string& reason);

}  // namespace throng
