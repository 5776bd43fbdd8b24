// All rules at all their places: situations to alarms, each raised once and ended once.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "counter/alert/alarm.h"
#include "counter/alert/rule_watch.h"
#include "counter/alert/schedule.h"
#include "counter/base/time.h"
#include "counter/meaning/situation.h"
#include "counter/site/alarm_rule.h"

namespace throng {

// What is remembered of one rule at one place, with their names in the site file.
struct WatchedState {
  std::string rule;
  std::string place;
  RuleState state;
  friend bool operator==(const WatchedState&, const WatchedState&) = default;
};

// A fold over situations: no clock, nothing read or written. What it says depends on nothing but
// what it was given. One thread.
class Alarms {
 public:
  // `places` are the names of zones, then groups, in the order of the situations that Take() will
  // be given; every place of a rule is among them (checked). `next_alarm` is the lowest number
  // that no alarm in the ledger has, >= 1.
  Alarms(std::vector<AlarmRule> rules, std::vector<std::string> places, TimeZone zone,
         std::int64_t next_alarm);

  // Goes on where another object's State() was; before the first Take(). What rules or places
  // that are gone had open ends now, at the window that they saw last.
  std::vector<AlarmEvent> Restore(const std::vector<WatchedState>& states);

  // In the order of the rules, and of each rule's places.
  std::vector<WatchedState> State() const;
  std::int64_t next_alarm() const { return next_alarm_; }

  // From the next window on, no rule sees anything until that moment, and open alarms end. Nothing:
  // no maintenance. It ends by itself. Not part of State().
  void SetMaintenance(std::optional<Instant> until) { maintenance_until_ = until; }

  // What happens by one window; at the index of each place. Windows that were taken before give
  // nothing, as do older ones.
  std::vector<AlarmEvent> Take(std::span<const Situation> at_place);

  // Somebody has seen it. Nothing if it is not open, or was acknowledged since it last got worse.
  // `role` is one of the roles that may acknowledge, not a person's name.
  std::optional<AlarmEvent> Acknowledge(std::int64_t alarm, Instant at, std::string role);

 private:
  struct Watched {
    std::size_t rule;
    std::size_t place;
    RuleState state;
  };

  AlarmEvent EventOf(Watched& watched, const RuleChange& change, Instant at);
  std::optional<std::string> SilenceAt(const AlarmRule& rule, Instant at,
                                       const LocalTime& local) const;

  std::vector<AlarmRule> rules_;
  std::vector<std::string> places_;
  TimeZone zone_;
  std::int64_t next_alarm_;
  std::optional<Instant> maintenance_until_;
  std::vector<Watched> watched_;
};

}  // namespace throng
