// Checks names, zones and limits of groups and alarms.
// SPDX-License-Identifier: Apache-2.0
#include "counter/site/make_alarms.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <optional>
#include <string_view>

#include "counter/base/check.h"
#include "counter/site/capacity.h"
#include "counter/site/fullest.h"
#include "counter/site/wording.h"

namespace throng {
namespace {

using Names = std::vector<std::string_view>;

template <class Draft>
Names NamesOf(const std::vector<Draft>& drafts) {
  Names names;
  for (const Draft& draft : drafts) {
    if (draft.name) names.push_back(draft.name->value);
  }
  return names;
}

// A name that is unfit, or that is in `taken`; adds it there.
void CheckName(const std::optional<Written<std::string>>& name, Names& taken,
               std::string_view whose, std::vector<Complaint>& complaints) {
  if (!name) return;
  if (const auto fault = FaultOfName(name->value)) AddMistake(complaints, name->place, *fault);
  if (std::ranges::find(taken, name->value) != taken.end()) {
    AddMistake(complaints, name->place,
               "the name is already used by " + std::string(whose) + "; give each its own name");
  }
  taken.push_back(name->value);
}

// Every entry of `list` must be in `known`, and in the list once.
void CheckList(const std::vector<Written<std::string>>& list, const Names& known,
               std::string_view word, const MayGoOn& may_go_on,
               std::vector<Complaint>& complaints) {
  Names seen;
  for (const auto& [name, place] : list) {
    if (!may_go_on()) return;
    if (std::ranges::find(seen, name) != seen.end()) {
      AddMistake(complaints, place, "this is in the list already; delete this one");
    } else if (std::ranges::find(known, name) == known.end()) {
      const auto meant = NearestOf(name, known);
      AddMistake(
          complaints, place,
          "there is no " + std::string(word) + " " + Quote(name) + "; " +
              (meant ? "did you mean " + Quote(*meant) + "?" : "there are: " + QuoteAll(known)));
    }
    seen.push_back(name);
  }
}

// Nothing if there is no such zone.
std::optional<bool> ZoneHasCapacity(const DraftSite& draft, std::string_view name) {
  for (const DraftZone& zone : draft.zones) {
    if (zone.name && zone.name->value == name) return zone.capacity.has_value();
  }
  return std::nullopt;
}

// A place that there is not is a mistake by itself; so is a group that names a group, even itself.
bool HasCapacity(const DraftSite& draft, std::string_view place) {
  if (const std::optional<bool> zone = ZoneHasCapacity(draft, place)) return *zone;
  for (const DraftGroup& group : draft.groups) {
    if (!group.name || group.name->value != place) continue;
    return group.capacity || std::ranges::all_of(group.zones, [&draft](const auto& zone) {
             return ZoneHasCapacity(draft, zone.value).value_or(!IsFullestName(zone.value));
           });
  }
  return !IsFullestName(place);
}

}  // namespace

void CheckGroups(const DraftSite& draft, const MayGoOn& may_go_on,
                 std::vector<Complaint>& complaints) {
  const Names zones = NamesOf(draft.zones);
  const std::vector<std::string> fullest = FullestNamesOf(draft);
  Names taken = zones;
  for (const DraftGroup& group : draft.groups) {
    CheckName(group.name, taken, "a zone or another group", complaints);
    std::vector<Written<std::string>> members = group.zones;
    std::erase_if(members, [&](const Written<std::string>& name) {
      return may_go_on() &&
             std::ranges::find(fullest, name.value) != fullest.end();  // a mistake by itself
    });
    CheckList(members, zones, "zone", may_go_on, complaints);
    if (!group.capacity) continue;
    const double persons = group.capacity->value;
    if (persons >= 1 && persons == std::floor(persons)) continue;
    AddMistake(complaints, group.capacity->place,
               "the capacity must be a whole number of persons, 1 to 1000000");
  }
}

Group MakeGroup(const DraftGroup& draft, const std::vector<Zone>& zones) {
  COUNTER_CHECK(draft.name.has_value());
  Group group{.name = draft.name->value, .zones = {}, .capacity = {}, .capacity_rule = {}};
  bool all = true;
  Persons sum(0);
  for (const Written<std::string>& name : draft.zones) {
    const auto zone = std::ranges::find(zones, name.value, &Zone::name);
    COUNTER_CHECK(zone != zones.end());
    group.zones.emplace_back(static_cast<std::uint16_t>(zone - zones.begin()));
    all &= zone->capacity.has_value();
    sum += zone->capacity.value_or(Persons(0));
  }
  if (draft.capacity) {
    group.capacity = Persons(draft.capacity->value);
    group.capacity_rule = "given";
  } else if (all) {
    group.capacity = sum;
    group.capacity_rule = "sum of its zones";
  }
  return group;
}

std::vector<AlarmRule> MakeAlarms(const DraftSite& draft, const MayGoOn& may_go_on,
                                  std::vector<Complaint>& complaints) {
  Names places = NamesOf(draft.zones);
  for (const std::string_view group : NamesOf(draft.groups)) places.push_back(group);
  const std::vector<std::string> fullest = FullestNamesOf(draft);
  places.insert(places.end(), fullest.begin(), fullest.end());
  Names taken;
  std::vector<AlarmRule> rules;
  for (const DraftAlarm& alarm : draft.alarms) {
    CheckName(alarm.name, taken, "another alarm", complaints);
    CheckList(alarm.places, places, "zone or group", may_go_on, complaints);
    AlarmRule rule = alarm.rule;
    if (alarm.name) rule.name = alarm.name->value;
    const bool needs_capacity =
        rule.on == Measure::kCapacityPercent || rule.on == Measure::kMinutesToFull;
    for (const Written<std::string>& place : alarm.places) {
      rule.places.push_back(place.value);
      if (!needs_capacity || !may_go_on() || HasCapacity(draft, place.value)) continue;
      AddMistake(complaints, place.place,
                 Quote(place.value) + " has no capacity, which " + std::string(NameOf(rule.on)) +
                     " needs; add one to it, or choose on = \"density\"");
    }
    rules.push_back(std::move(rule));
  }
  return rules;
}

}  // namespace throng
