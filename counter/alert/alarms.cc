// Numbers the alarms that rules raise, and keeps their names.
// SPDX-License-Identifier: Apache-2.0
#include "counter/alert/alarms.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <utility>

#include "counter/base/check.h"

namespace throng {
namespace {

// Of a group, the sum may be more than a zone's can be.
std::uint16_t Whole(double persons) {
  constexpr double kMost = std::numeric_limits<std::uint16_t>::max();
  return static_cast<std::uint16_t>(std::clamp(std::round(persons), 0.0, kMost));
}

std::optional<WholeCount> CountOf(const Situation& situation) {
  if (!situation.persons) return std::nullopt;
  return WholeCount{.persons = Whole(situation.persons->expected),
                    .low = Whole(situation.persons->low),
                    .high = Whole(situation.persons->high)};
}

constexpr std::array kKinds{AlarmKind::kCrowding, AlarmKind::kBlind, AlarmKind::kStale};

bool IsOn(const RuleState& state, AlarmKind kind) {
  switch (kind) {
    case AlarmKind::kCrowding:
      return BandOf(state) != Band::kClear;
    case AlarmKind::kBlind:
      return state.blind.on;
    case AlarmKind::kStale:
      return state.stale.on;
  }
  COUNTER_CHECK(false);
}

// Makes latches and open alarms agree again: the rule may have other limits now, and a ledger may
// say anything. Says what becomes of open alarms.
std::vector<RuleChange> Reconcile(const AlarmRule& rule, RuleState& state) {
  const Band before = BandOf(state);
  const bool is_open = state.open[PlaceOf(AlarmKind::kCrowding)].has_value();
  for (std::size_t i = 0; i < state.bands.size(); ++i) {
    Latch& latch = state.bands.at(i);
    if (!rule.limits.at(i) || (latch.on && !is_open)) latch = {};
  }
  if (state.blind.on && !state.open[PlaceOf(AlarmKind::kBlind)]) state.blind = {};
  if (state.stale.on && !state.open[PlaceOf(AlarmKind::kStale)]) state.stale = {};
  std::vector<RuleChange> changes;
  for (const AlarmKind kind : kKinds) {
    if (!state.open.at(PlaceOf(kind))) continue;
    const Band band = kind == AlarmKind::kCrowding ? BandOf(state) : Band::kClear;
    const bool is_on = IsOn(state, kind);
    if (is_on && (kind != AlarmKind::kCrowding || band == before)) continue;
    changes.push_back({.change = is_on ? AlarmChange::kEase : AlarmChange::kEnd,
                       .kind = kind,
                       .band = band,
                       .reason = "the rule has changed"});
  }
  return changes;
}

// The event, and the alarm as it is then; nothing open if it ended.
AlarmEvent Apply(std::optional<OpenAlarm>& open, const RuleChange& change, const std::string& rule,
                 const std::string& place, Instant at) {
  COUNTER_CHECK(open.has_value());
  ++open->sequence;
  if (change.change == AlarmChange::kEscalate) open->acknowledged = false;
  AlarmEvent event{.alarm = open->number,
                   .sequence = open->sequence,
                   .change = change.change,
                   .kind = change.kind,
                   .rule = rule,
                   .place = place,
                   .band = change.band,
                   .at = at,
                   .count = std::nullopt,
                   .reason = change.reason,
                   .by = ""};
  if (change.change == AlarmChange::kEnd) open.reset();
  return event;
}

}  // namespace

Alarms::Alarms(std::vector<AlarmRule> rules, std::vector<std::string> places, TimeZone zone,
               std::int64_t next_alarm)
    : rules_(std::move(rules)), places_(std::move(places)), zone_(zone), next_alarm_(next_alarm) {
  COUNTER_CHECK(next_alarm >= 1);
  for (std::size_t rule = 0; rule < rules_.size(); ++rule) {
    for (const std::string& name : rules_[rule].places) {
      const auto place = std::ranges::find(places_, name);
      COUNTER_CHECK(place != places_.end());
      watched_.push_back(
          {.rule = rule, .place = static_cast<std::size_t>(place - places_.begin()), .state = {}});
    }
  }
}

std::vector<AlarmEvent> Alarms::Restore(const std::vector<WatchedState>& states) {
  std::vector<AlarmEvent> events;
  for (const WatchedState& stored : states) {
    const auto watched = std::ranges::find_if(watched_, [&](const Watched& some) {
      return rules_[some.rule].name == stored.rule && places_[some.place] == stored.place;
    });
    RuleState state = stored.state;
    const Instant at = state.newest.value_or(Instant(0));
    std::vector<RuleChange> changes;
    if (watched != watched_.end()) {
      changes = Reconcile(rules_[watched->rule], state);
    } else {
      state.newest.reset();
      changes = Silence(state, at, "the rule is gone").changes;
    }
    for (const RuleChange& change : changes) {
      events.push_back(
          Apply(state.open.at(PlaceOf(change.kind)), change, stored.rule, stored.place, at));
    }
    if (watched != watched_.end()) watched->state = state;
  }
  return events;
}

std::vector<WatchedState> Alarms::State() const {
  std::vector<WatchedState> states;
  states.reserve(watched_.size());
  for (const Watched& watched : watched_) {
    states.push_back({.rule = rules_[watched.rule].name,
                      .place = places_[watched.place],
                      .state = watched.state});
  }
  return states;
}

AlarmEvent Alarms::EventOf(Watched& watched, const RuleChange& change, Instant at) {
  std::optional<OpenAlarm>& open = watched.state.open.at(PlaceOf(change.kind));
  if (change.change == AlarmChange::kRaise) {
    COUNTER_CHECK(!open.has_value());
    open = OpenAlarm{.number = next_alarm_++, .sequence = 0, .acknowledged = false};
  }
  return Apply(open, change, rules_[watched.rule].name, places_[watched.place], at);
}

std::optional<std::string> Alarms::SilenceAt(const AlarmRule& rule, Instant at,
                                             const LocalTime& local) const {
  if (maintenance_until_ && at < *maintenance_until_) {
    return "maintenance until " + FormatLocal(zone_.At(*maintenance_until_), local);
  }
  return SilenceOf(rule, local);
}

std::vector<AlarmEvent> Alarms::Take(std::span<const Situation> at_place) {
  COUNTER_CHECK(at_place.size() == places_.size());
  std::vector<AlarmEvent> events;
  if (at_place.empty()) return events;
  const Instant at = at_place.front().window.end;
  const LocalTime local = zone_.At(at);
  std::vector<std::optional<std::string>> silence;
  silence.reserve(rules_.size());
  for (const AlarmRule& rule : rules_) silence.push_back(SilenceAt(rule, at, local));
  for (Watched& watched : watched_) {
    const Situation& situation = at_place[watched.place];
    COUNTER_CHECK(situation.window.end == at);
    const std::optional<std::string>& silent = silence[watched.rule];
    const RuleStep step = silent ? Silence(watched.state, at, *silent)
                                 : WatchRule(rules_[watched.rule], watched.state, situation);
    watched.state = step.state;
    for (const RuleChange& change : step.changes) {
      events.push_back(EventOf(watched, change, at));
      events.back().count = CountOf(situation);
    }
  }
  return events;
}

std::optional<AlarmEvent> Alarms::Acknowledge(std::int64_t alarm, Instant at, std::string role) {
  for (Watched& watched : watched_) {
    for (const AlarmKind kind : kKinds) {
      std::optional<OpenAlarm>& open = watched.state.open.at(PlaceOf(kind));
      if (!open || open->number != alarm) continue;
      if (open->acknowledged) return std::nullopt;
      open->acknowledged = true;
      AlarmEvent event =
          EventOf(watched,
                  {.change = AlarmChange::kAcknowledge,
                   .kind = kind,
                   .band = kind == AlarmKind::kCrowding ? BandOf(watched.state) : Band::kClear,
                   .reason = "acknowledged"},
                  at);
      event.by = std::move(role);
      return event;
    }
  }
  return std::nullopt;
}

}  // namespace throng
