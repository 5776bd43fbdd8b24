// Wires situations, alarms and their log.
// SPDX-License-Identifier: Apache-2.0
#include "counter/apps/alarm_desk.h"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>
#include <utility>

#include "counter/alert/rule_numbers.h"
#include "counter/apps/command.h"
#include "counter/base/check.h"
#include "counter/meaning/gather.h"
#include "counter/serve/alarm_lines.h"

namespace throng {
namespace {

std::vector<std::string> NamesOf(std::span<const WatchedPlace> places) {
  std::vector<std::string> names;
  for (const WatchedPlace& place : places) names.push_back(place.name);
  return names;
}

std::vector<WatchedState> StatesIn(const std::vector<StoredRule>& stored) {
  std::vector<WatchedState> states;
  for (const StoredRule& rule : stored) {
    const std::optional<RuleState> state = RuleStateOf(rule.numbers);
    if (!state) continue;  // it begins anew
    states.push_back({.rule = rule.rule, .place = rule.place, .state = *state});
  }
  return states;
}

StoredRule Stored(const WatchedState& watched) {
  return {.rule = watched.rule, .place = watched.place, .numbers = NumbersOf(watched.state)};
}

std::optional<Instant> NewestOf(const std::vector<WatchedState>& states) {
  std::optional<Instant> newest;
  for (const WatchedState& watched : states) newest = std::max(newest, watched.state.newest);
  return newest;
}

std::string RestNote(Instant until) {
  return "no alarm is raised until " + FormatUtc(until) +
         ": rules have seen that time already. Was the clock set back?";
}

}  // namespace

Status ForEachOfSite(const Ledger& ledger, const Span& span, const Site& site,
                     const std::function<void(const Entry&)>& visit) {
  const Result<std::vector<ZoneFacts>> zones = ledger.Zones();
  if (!zones) return zones.error();
  std::vector<std::optional<ZoneIndex>> in_site;
  for (const ZoneFacts& facts : *zones) {
    const auto zone = std::ranges::find(site.zones, facts.name, &Zone::name);
    in_site.emplace_back();
    if (zone == site.zones.end()) continue;
    in_site.back() = ZoneIndex(static_cast<std::uint16_t>(zone - site.zones.begin()));
  }
  return ledger.ForEach(span, [&](const Entry& entry) {
    const std::optional<ZoneIndex> zone = in_site.at(entry.zone.value());
    if (!zone) return;
    Entry renamed = entry;
    renamed.zone = *zone;
    visit(renamed);
  });
}

AlarmDesk::AlarmDesk(AlarmLog log, Alarms alarms, Told told)
    : log_(std::move(log)), alarms_(std::move(alarms)), told_(std::move(told)) {}

Result<AlarmDesk> AlarmDesk::Make(const Site& site,
                                  const std::optional<std::filesystem::path>& file,
                                  const Ledger& ledger, Situations& situations, Told told) {
  Result<AlarmLog> log = AlarmLog::Open(file);
  if (!log) return log.error();
  const Status given_up = log->GiveUpOthers(told.ways);
  if (!given_up) return given_up.error();
  const auto next = log->NextAlarm();
  const auto stored = log->Rules();
  auto open = log->Alarms(std::nullopt);
  if (!next) return next.error();
  if (!stored) return stored.error();
  if (!open) return open.error();

  AlarmDesk desk(*std::move(log),
                 Alarms(site.alarms, NamesOf(situations.places()), ZoneOf(site), *next),
                 std::move(told));
  for (std::vector<AlarmEvent>& events : *open) {
    const std::int64_t number = events.front().alarm;
    desk.open_[number] = std::move(events);
  }
  const std::vector<WatchedState> states = StatesIn(*stored);
  const std::vector<AlarmEvent> events = desk.alarms_.Restore(states);
  std::vector<StoredRule> rules;
  for (const WatchedState& watched : desk.alarms_.State()) rules.push_back(Stored(watched));
  const Status kept = desk.Keep(events, {});
  if (!kept) return kept.error();
  const Status replaced = desk.log_.ReplaceRules(rules);
  if (!replaced) return replaced.error();

  // Windows that were kept, but not yet looked at, when the last run ended; and those before them,
  // for the trend.
  const std::optional<Instant> newest = NewestOf(states);
  desk.rests_until_ = newest;
  if (!newest) return desk;
  Status done = Done{};
  Gather gather([&](const Window& window, std::span<const Entry> entries) {
    const std::vector<Situation> now = situations.Take(window, entries);
    if (done && window.end > *newest) done = desk.Take(now);
  });
  const Span span{.from = *newest + -Duration(TrendOptions().look_back), .until = std::nullopt};
  const Status read =
      ForEachOfSite(ledger, span, site, [&gather](const Entry& entry) { gather.Take(entry); });
  if (!read) return read.error();
  gather.Finish();
  if (!done) return done.error();
  return desk;
}

Status AlarmDesk::Keep(std::span<const AlarmEvent> events, std::span<const Acknowledgement> done) {
  std::vector<LoggedEvent> logged;
  for (const AlarmEvent& event : events) {
    std::vector<AlarmEvent>& alarm = open_[event.alarm];
    alarm.push_back(event);
    logged.push_back({.event = event, .ways = told_.by(alarm)});
    news_.push_back(AlarmLine(alarm.front(), event));
    if (event.change == AlarmChange::kEnd) open_.erase(event.alarm);
  }
  std::vector<WatchedState> states = alarms_.State();
  std::vector<StoredRule> rules;
  for (std::size_t i = 0; i < states.size(); ++i) {
    if (i < kept_.size() && kept_[i] == states[i]) continue;
    rules.push_back(Stored(states[i]));
  }
  const Status appended = log_.Append(logged, rules, done);
  if (appended) kept_ = std::move(states);
  return appended;
}

Status AlarmDesk::Take(std::span<const Situation> at_place) {
  const auto asked = log_.Asked();
  if (!asked) return asked.error();
  const auto maintenance = log_.Maintenance();
  if (!maintenance) return maintenance.error();
  maintenance_until_ = *maintenance;
  alarms_.SetMaintenance(maintenance_until_);
  std::vector<AlarmEvent> events;
  for (const Acknowledgement& request : *asked) {
    auto event = alarms_.Acknowledge(request.alarm, request.at, request.by);
    if (event) events.push_back(*std::move(event));
  }
  for (AlarmEvent& event : alarms_.Take(at_place)) events.push_back(std::move(event));
  if (!at_place.empty()) at_ = at_place.front().window.end;
  const bool is_resting = rests_until_ && at_ && *at_ <= *rests_until_;
  if (is_resting && !was_resting_) news_.push_back(RestNote(*rests_until_));
  was_resting_ = is_resting;
  return Keep(events, *asked);
}

std::vector<std::string> AlarmDesk::Notes() const {
  std::vector<const std::vector<AlarmEvent>*> alarms;
  for (const auto& [number, events] : open_) alarms.push_back(&events);
  const auto badness = [](const std::vector<AlarmEvent>* events) {
    return std::tuple(-static_cast<int>(events->back().band), events->front().at);
  };
  std::ranges::stable_sort(alarms, {}, badness);
  std::vector<std::string> notes;
  notes.reserve(alarms.size() + 2);
  for (const auto* const events : alarms) {
    notes.push_back(AlarmLine(events->front(), events->back()));
  }
  if (was_resting_) notes.push_back(RestNote(*rests_until_));
  if (maintenance_until_ && at_ && *at_ < *maintenance_until_) {
    notes.push_back("maintenance until " + FormatUtc(*maintenance_until_) + ": no alarm is raised");
  }
  return notes;
}

}  // namespace throng
