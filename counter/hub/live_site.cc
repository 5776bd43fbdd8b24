// Puts windows together, the newest last.
// SPDX-License-Identifier: Apache-2.0
#include "counter/hub/live_site.h"

#include <algorithm>
#include <chrono>
#include <iterator>
#include <utility>

namespace throng {
namespace {

constexpr std::chrono::minutes kClockStrays{1};
// More alarms than these, or events of one, only a broken edge has.
constexpr std::size_t kMostOpen = 1024;
constexpr std::size_t kMostEventsOfOne = 64;

}  // namespace

LiveSite::LiveSite(SiteFacts facts)
    : facts_(std::move(facts)), situations_(facts_.zones, facts_.groups) {}

bool LiveSite::Take(std::span<const Entry> windows, Duration steady) {
  for (const Entry& entry : windows) {
    newest_ = std::max(newest_.value_or(entry.window.end), entry.window.end);
    if (counted_until_ && entry.window.start < *counted_until_) continue;
    if (entry.zone.value() >= facts_.zones.size()) continue;
    if (waiting_.empty()) waiting_since_ = steady;
    waiting_[entry.window].insert_or_assign(entry.zone.value(), entry);
  }
  bool is_new = false;
  while (!waiting_.empty()) {
    const auto oldest = waiting_.begin();
    const bool is_newest = std::next(oldest) == waiting_.end();
    if (is_newest && oldest->second.size() < facts_.zones.size()) break;
    Count(oldest->first, oldest->second);
    waiting_.erase(oldest);
    waiting_since_ = steady;
    is_new = true;
  }
  return is_new;
}

bool LiveSite::Settle(Duration since) {
  if (waiting_.empty() || waiting_since_ > since) return false;
  for (const auto& [window, zones] : waiting_) Count(window, zones);
  waiting_.clear();
  return true;
}

void LiveSite::SetClock(Instant now) {
  if (counted_until_ && *counted_until_ > now + kClockStrays) {
    counted_until_.reset();
    waiting_.clear();
    situations_ = Situations(facts_.zones, facts_.groups);  // what it remembers is of that clock
  }
}

void LiveSite::Count(const Window& window, const Zones& zones) {
  if (counted_until_ && window.start < *counted_until_) return;  // overlaps one that counted
  std::vector<Entry> entries;
  entries.reserve(zones.size());
  for (const auto& [zone, entry] : zones) entries.push_back(entry);
  now_ = situations_.Take(window, entries);
  counted_until_ = window.end;
}

std::vector<AlarmEvent> LiveSite::TakeAlarms(std::span<const std::vector<AlarmEvent>> alarms) {
  std::vector<AlarmEvent> news;
  for (const std::vector<AlarmEvent>& alarm : alarms) {
    if (alarm.empty()) continue;
    const std::int64_t number = alarm.front().alarm;
    const bool has_ended = std::ranges::any_of(
        alarm, [](const AlarmEvent& e) { return e.change == AlarmChange::kEnd; });
    const auto known = open_.find(number);
    if (known == open_.end() && has_ended) continue;  // told again, or over before it was told
    if (known == open_.end() && open_.size() >= kMostOpen) continue;
    const int told = known == open_.end() ? 0 : known->second.back().sequence;
    for (const AlarmEvent& event : alarm) {
      if (event.sequence > told) news.push_back(event);
    }
    if (has_ended) {
      open_.erase(number);
    } else {
      const std::size_t dropped = alarm.size() - std::min(alarm.size(), kMostEventsOfOne);
      open_[number] = {alarm.begin() + static_cast<std::ptrdiff_t>(dropped), alarm.end()};
    }
  }
  return news;
}

}  // namespace throng
