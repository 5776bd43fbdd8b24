// Groups and alarms of the site file: right words and types.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <cstddef>
#include <string_view>

#include "counter/site/capacity.h"
#include "counter/site/load_parts.h"
#include "counter/site/weekly_hours.h"

namespace throng {
namespace {

constexpr std::size_t kMostNamed = 1000;
constexpr std::size_t kMostHours = 50;
constexpr double kMostLimit = 1e6;
constexpr double kLongestS = 24 * 3600;
// Where no other is written, a band is left when a tenth is gone again; of minutes, come back.
constexpr double kUsualLeave = 0.9;

constexpr std::array kMeasures{Measure::kPersons, Measure::kDensity, Measure::kCapacityPercent,
                               Measure::kMinutesToFull};
constexpr std::array kSides{Side::kCautious, Side::kExpected, Side::kCertain};

std::vector<Written<std::string>> ReadNames(const Section& section, std::string_view key,
                                            const std::string& example) {
  const toml::node* const list = section.Need(key, std::string(key) + " = [" + example + "]");
  if (list == nullptr) return {};
  const auto read = [](const toml::node& name) { return name.value_exact<std::string>(); };
  auto names =
      ReadList<std::string>(section, *list, {key, example, kMostNamed, ", in quotes"}, read);
  if (names && names->empty()) section.Refuse(*list, key, "the list is empty; name at least one");
  return names ? *std::move(names) : std::vector<Written<std::string>>{};
}

// One of the words that NameOf gives to `choices`; `usual` where the key is absent or wrong.
template <class Choice, std::size_t N>
Choice ReadChoice(const Section& section, std::string_view key, Choice usual,
                  const std::array<Choice, N>& choices) {
  if (section.Find(key) == nullptr) return usual;
  const std::string example = std::string(key) + " = \"" + std::string(NameOf(usual)) + "\"";
  const auto word = section.Text(key, example);
  if (!word) return usual;
  std::array<std::string_view, N> words;
  std::ranges::transform(choices, words.begin(), [](Choice choice) { return NameOf(choice); });
  const auto found = std::ranges::find(words, word->value);
  if (found != words.end()) return choices.at(static_cast<std::size_t>(found - words.begin()));
  section.Refuse(*section.Find(key), key,
                 Quote(word->value) + " is unknown; write one of: " + QuoteAll(words));
  return usual;
}

bool IsWorse(Measure on, double a, double b) {
  return on == Measure::kMinutesToFull ? a < b : a > b;
}

// A number, or { enter = 2.0, leave = 1.8 }.
std::optional<BandLimits> ReadLimits(const Section& alarm, Band band, Measure on,
                                     std::vector<Complaint>& complaints) {
  const std::string_view key = NameOf(band);
  const toml::node* const node = alarm.Find(key);
  if (node == nullptr) return std::nullopt;
  std::optional<double> enter = NumberIn(*node), leave;
  if (const toml::table* const table = node->as_table()) {
    const Section limits(*table, alarm.PlaceOf(*node, key), complaints);
    limits.RefuseUnknownKeys({"enter", "leave"});
    limits.Need("enter", "enter = 2.0");
    const auto written = limits.Value("enter", 0, kMostLimit);
    const auto back = limits.Value("leave", 0, kMostLimit);
    if (!written) return std::nullopt;
    enter = written->value;
    if (back) leave = back->value;
  }
  if (!enter || !(*enter > 0 && *enter <= kMostLimit)) {
    alarm.Refuse(*node, key, "this must be a number above 0, or { enter = 2.0, leave = 1.8 }");
    return std::nullopt;
  }
  const bool is_time = on == Measure::kMinutesToFull;
  const BandLimits limits{*enter,
                          leave.value_or(is_time ? *enter / kUsualLeave : *enter * kUsualLeave)};
  if (!IsWorse(on, limits.enter, limits.leave)) {
    alarm.Refuse(*node, key,
                 std::string("leave must be ") + (is_time ? "more" : "less") +
                     " than enter, or the alarm would come and go with every count");
  }
  return limits;
}

// Each band must be worse than the one before it.
void ReadBands(const Section& alarm, AlarmRule& rule, std::vector<Complaint>& complaints) {
  const std::size_t before = complaints.size();
  std::optional<double> milder;
  bool any = false;
  for (std::size_t i = 0; i < kBandsAboveClear.size(); ++i) {
    const Band band = kBandsAboveClear.at(i);
    any |= alarm.Find(NameOf(band)) != nullptr;
    rule.limits.at(i) = ReadLimits(alarm, band, rule.on, complaints);
    if (!rule.limits.at(i)) continue;
    const double enter = rule.limits.at(i)->enter;
    if (milder && !IsWorse(rule.on, enter, *milder)) {
      alarm.Refuse(*alarm.Find(NameOf(band)), NameOf(band),
                   "this band must begin later than the milder one before it");
    }
    milder = enter;
  }
  if (any || complaints.size() > before) return;
  AddMistake(complaints, alarm.place(),
             "the alarm has no limit; add at least one of: busy = 1.0, crowded = 2.0, "
             "critical = 3.5");
}

std::chrono::seconds ReadSeconds(const Section& alarm, std::string_view key,
                                 std::chrono::seconds usual) {
  const auto written = alarm.Value(key, 0, kLongestS);
  return written ? std::chrono::seconds(std::lround(written->value)) : usual;
}

std::vector<WeeklyHours> ReadHours(const Section& alarm, std::string_view key) {
  const toml::node* const node = alarm.Find(key);
  if (node == nullptr) return {};
  const auto read = [](const toml::node& text) {
    const auto words = text.value_exact<std::string>();
    return words ? ParseWeeklyHours(*words) : std::nullopt;
  };
  const auto list = ReadList<WeeklyHours>(
      alarm, *node, {key, "\"Mon-Fri 06:00-22:00\"", kMostHours, " or \"daily 23:00-05:00\""},
      read);
  std::vector<WeeklyHours> hours;
  if (list) {
    for (const Written<WeeklyHours>& entry : *list) hours.push_back(entry.value);
  }
  return hours;
}

}  // namespace

DraftGroup ReadGroup(const Section& group) {
  group.RefuseUnknownKeys({"name", "zones", "capacity"});
  return {.place = group.place(),
          .name = group.Text("name", "name = \"station\""),
          .zones = ReadNames(group, "zones", "\"west\", \"east\""),
          .capacity = group.Value("capacity", 1, kMostPersons)};
}

DraftAlarm ReadAlarm(const Section& alarm, std::vector<Complaint>& complaints) {
  alarm.RefuseUnknownKeys({"name", "places", "on", "busy", "crowded", "critical", "decide",
                           "stay_s", "blind_after_s", "stale_after_s", "hours", "quiet"});
  DraftAlarm draft{.place = alarm.place(),
                   .name = alarm.Text("name", "name = \"platform full\""),
                   .places = ReadNames(alarm, "places", "\"platform\""),
                   .rule = {}};
  AlarmRule& rule = draft.rule;
  rule.on = ReadChoice(alarm, "on", rule.on, kMeasures);
  rule.side = ReadChoice(alarm, "decide", rule.side, kSides);
  ReadBands(alarm, rule, complaints);
  rule.stay = ReadSeconds(alarm, "stay_s", rule.stay);
  rule.blind_after = ReadSeconds(alarm, "blind_after_s", rule.blind_after);
  rule.stale_after = ReadSeconds(alarm, "stale_after_s", rule.stale_after);
  rule.hours = ReadHours(alarm, "hours");
  rule.quiet = ReadHours(alarm, "quiet");
  return draft;
}

}  // namespace throng
