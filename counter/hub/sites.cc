// Keeps each site, and puts what is new into parts of replies.
// SPDX-License-Identifier: Apache-2.0
#include "counter/hub/sites.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "counter/wire/watch_part.h"

namespace throng {
namespace {

constexpr std::chrono::minutes kForTrends{10};
constexpr std::chrono::seconds kSettleAfter{2};

bool Same(const ZoneFacts& a, const ZoneFacts& b) {
  return a.name == b.name && a.kind == b.kind && a.area.value() == b.area.value() &&
         a.capacity == b.capacity && a.capacity_rule == b.capacity_rule &&
         a.is_fullest == b.is_fullest;
}

bool Same(const Group& a, const Group& b) {
  return a.name == b.name && a.zones == b.zones && a.capacity == b.capacity &&
         a.capacity_rule == b.capacity_rule;
}

template <class T>
bool Same(const std::vector<T>& a, const std::vector<T>& b) {
  return std::ranges::equal(a, b, [](const T& one, const T& other) { return Same(one, other); });
}

bool Same(const SiteFacts& a, const SiteFacts& b) {
  return Same(a.zones, b.zones) && Same(a.groups, b.groups);
}

Entry EntryOf(const HistoryRow& released) {
  return {.zone = ZoneIndex(released.zone),
          .window = released.window,
          .count = released.highest,
          .coverage_percent = released.coverage_percent,
          .freshness = *released.freshness};
}

}  // namespace

Status Sites::Load(Archive& archive) {
  const Result<std::vector<KnownSite>> known = archive.Sites();
  if (!known) return known.error();
  for (const KnownSite& site : *known) {
    const Status loaded = LoadOne(archive, site);
    if (!loaded) return loaded;
  }
  return Done{};
}

Status Sites::LoadOne(Archive& archive, const KnownSite& known) {
  LiveSite live(known.facts);
  const Result<std::vector<Entry>> newest = archive.Newest(known.number, Instant(0));
  if (!newest) return newest.error();
  if (!newest->empty()) {
    Instant end = newest->front().window.end;
    for (const Entry& entry : *newest) end = std::max(end, entry.window.end);
    const HistoryQuery query{.site = known.number,
                             .zones = {},
                             .from = end + -Duration(kForTrends),
                             .until = end,
                             .resolution = Resolution::kReleased};
    std::vector<Entry> entries;
    const Status read = archive.ForEach(query, [&entries](const HistoryRow& row) {
      entries.push_back(EntryOf(row));
      return true;
    });
    if (!read) return read;
    if (entries.empty()) entries = *newest;  // one window of hours
    live.Take(entries, Duration::zero());
    live.Settle(Duration::zero());
  }
  const auto open = archive.OpenAlarms(known.number);
  if (!open) return open.error();
  live.TakeAlarms(*open);
  const std::scoped_lock lock(mutex_);
  numbers_[known.facts.name] = known.number;
  states_.emplace(known.number, State{.live = std::move(live), .sequence = ++sequence_});
  return Done{};
}

std::optional<std::int64_t> Sites::FindSame(const SiteFacts& facts) const {
  const std::scoped_lock lock(mutex_);
  const auto number = numbers_.find(facts.name);
  if (number == numbers_.end()) return std::nullopt;
  if (!Same(states_.at(number->second).live.facts(), facts)) return std::nullopt;
  return number->second;
}

void Sites::Enter(std::int64_t site, const SiteFacts& facts) {
  const std::scoped_lock lock(mutex_);
  const auto known = states_.find(site);
  if (known != states_.end() && Same(known->second.live.facts(), facts)) return;
  State state{.live = LiveSite(facts)};
  if (known != states_.end()) {
    // What was counted by the old places is not what the new ones hold; alarms stay.
    std::vector<std::vector<AlarmEvent>> open;
    for (const auto& [number, events] : known->second.live.open()) open.push_back(events);
    state.live.TakeAlarms(open);
    state.connected = known->second.connected;
    state.clock_ahead = known->second.clock_ahead;
  }
  numbers_[facts.name] = site;
  State& entered = states_.insert_or_assign(site, std::move(state)).first->second;
  TellNews(site, entered, {});
}

void Sites::Connect(std::int64_t site, Duration clock_ahead) {
  const std::scoped_lock lock(mutex_);
  State& state = states_.at(site);
  state.clock_ahead = clock_ahead;
  state.live.SetClock(clock_.Now() + clock_ahead);
  if (state.connected) return;
  state.connected = true;
  TellNews(site, state, {{"", ConnectedPart(true)}});
}

void Sites::Disconnect(std::int64_t site) {
  const std::scoped_lock lock(mutex_);
  State& state = states_.at(site);
  state.connected = false;
  TellNews(site, state, {{"", ConnectedPart(false)}});
}

void Sites::AddSituations(const LiveSite& live, std::vector<Told>& told) {
  for (std::size_t i = 0; i < live.now().size(); ++i) {
    const WatchedPlace& place = live.places()[i];
    told.push_back({place.name, SituationPart(place, live.now()[i])});
  }
}

void Sites::Take(std::int64_t site, std::span<const Entry> windows,
                 std::span<const std::vector<AlarmEvent>> alarms) {
  const std::scoped_lock lock(mutex_);
  State& state = states_.at(site);
  std::vector<Told> told;
  if (state.live.Take(windows, clock_.Steady())) AddSituations(state.live, told);
  for (const AlarmEvent& event : state.live.TakeAlarms(alarms)) {
    told.push_back({event.place, EventPart(event)});
  }
  if (!told.empty()) TellNews(site, state, std::move(told));
}

void Sites::Settle() {
  const std::scoped_lock lock(mutex_);
  const Duration since = clock_.Steady() - kSettleAfter;
  for (auto& [site, state] : states_) {
    if (!state.live.Settle(since)) continue;
    std::vector<Told> told;
    AddSituations(state.live, told);
    TellNews(site, state, std::move(told));
  }
}

// Under the lock, so that it is told in the order of `sequence`.
void Sites::TellNews(std::int64_t site, State& state, std::vector<Told> told) {
  state.sequence = ++sequence_;
  tell_({.site = site,
         .name = state.live.facts().name,
         .sequence = sequence_,
         .told = std::move(told)});
}

std::vector<SiteView> Sites::List() const {
  const std::scoped_lock lock(mutex_);
  std::vector<SiteView> all;
  for (const auto& [name, number] : numbers_) {
    const State& state = states_.at(number);
    all.push_back({.number = number,
                   .facts = state.live.facts(),
                   .connected = state.connected,
                   .newest = state.live.newest(),
                   .clock_ahead = state.clock_ahead});
  }
  return all;
}

std::optional<SiteView> Sites::Find(const std::string& name) const {
  const std::scoped_lock lock(mutex_);
  const auto number = numbers_.find(name);
  if (number == numbers_.end()) return std::nullopt;
  const State& state = states_.at(number->second);
  return SiteView{.number = number->second,
                  .facts = state.live.facts(),
                  .connected = state.connected,
                  .newest = state.live.newest(),
                  .clock_ahead = state.clock_ahead};
}

bool Sites::IsOpen(std::int64_t site, std::int64_t alarm) const {
  const std::scoped_lock lock(mutex_);
  const auto state = states_.find(site);
  return state != states_.end() && state->second.live.open().contains(alarm);
}

bool Sites::HasPlace(std::span<const std::string> names, const std::string& place) const {
  const std::scoped_lock lock(mutex_);
  return std::ranges::any_of(numbers_, [&](const auto& one) {
    if (!names.empty() && !std::ranges::count(names, one.first)) return false;
    const auto& places = states_.at(one.second).live.places();
    return std::ranges::any_of(places, [&](const WatchedPlace& p) { return p.name == place; });
  });
}

std::optional<Sites::Present> Sites::Now(std::int64_t site) const {
  const std::scoped_lock lock(mutex_);
  const auto found = states_.find(site);
  if (found == states_.end()) return std::nullopt;
  const State& state = found->second;
  Present present{
      .name = state.live.facts().name, .sequence = state.sequence, .places = {}, .told = {}};
  for (const WatchedPlace& place : state.live.places()) present.places.push_back(place.name);
  AddSituations(state.live, present.told);
  for (const auto& [number, events] : state.live.open()) {
    for (const AlarmEvent& event : events) {
      present.told.push_back({event.place, EventPart(event)});
    }
  }
  present.told.push_back({"", ConnectedPart(state.connected)});
  return present;
}

std::uint64_t Sites::SequenceOf(std::int64_t site) const {
  const std::scoped_lock lock(mutex_);
  const auto state = states_.find(site);
  return state == states_.end() ? 0 : state->second.sequence;
}

}  // namespace throng
