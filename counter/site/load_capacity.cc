// A zone's capacity in the site file: a number, or a rule.
// SPDX-License-Identifier: Apache-2.0
#include <array>
#include <string_view>

#include "counter/site/capacity.h"
#include "counter/site/load_parts.h"

namespace throng {
namespace {

constexpr std::array<std::string_view, 3> kRules{"event", "green-guide", "vehicle"};
constexpr std::string_view kForm =
    "this must be a whole number of persons, without quotes, or a rule: { rule = \"event\" }, "
    "{ rule = \"green-guide\", physical = 0.9, safety = 0.8 } or "
    "{ rule = \"vehicle\", seats = 48, standing_m2 = 20, per_m2 = 4 }";

// A number that the rule must have.
double Needed(const Section& rule, std::string_view key, std::string_view example, double most) {
  rule.Need(key, example);
  const auto written = rule.Value(key, 0, most);
  return written ? written->value : 0;
}

// Nothing after a complaint.
std::optional<DraftCapacityRule> ReadRule(const Section& rule, std::size_t complaints_before,
                                          const std::vector<Complaint>& complaints) {
  DraftCapacityRule draft;
  const auto name = rule.Text("rule", "rule = \"event\"");
  if (name) draft.rule = name->value;
  if (draft.rule == "event") {
    rule.RefuseUnknownKeys({"rule"});
  } else if (draft.rule == "green-guide") {
    rule.RefuseUnknownKeys({"rule", "physical", "safety"});
    draft.physical = Needed(rule, "physical", "physical = 0.9", 1);
    draft.safety = Needed(rule, "safety", "safety = 0.8", 1);
  } else if (draft.rule == "vehicle") {
    rule.RefuseUnknownKeys({"rule", "seats", "standing_m2", "per_m2"});
    constexpr double kMostPerM2 = 10;
    draft.seats = Needed(rule, "seats", "seats = 48", kMostPersons);
    draft.standing_m2 = Needed(rule, "standing_m2", "standing_m2 = 20", kMostPersons);
    draft.per_m2 = Needed(rule, "per_m2", "per_m2 = 4", kMostPerM2);
  } else if (name) {
    rule.Refuse(
        *rule.Find("rule"), "rule",
        "the rule " + Quote(draft.rule) + " is unknown; the rules are: " + QuoteAll(kRules));
  }
  if (complaints.size() > complaints_before) return std::nullopt;
  return draft;
}

}  // namespace

std::optional<Written<DraftCapacity>> ReadCapacity(const Section& zone,
                                                   std::vector<Complaint>& complaints) {
  constexpr std::string_view kKey = "capacity";
  const toml::node* const node = zone.Find(kKey);
  if (node == nullptr) return std::nullopt;
  const Place place = zone.PlaceOf(*node, kKey);
  if (const std::optional<double> persons = NumberIn(*node)) {
    return Written<DraftCapacity>{*persons, place};
  }
  const toml::table* const table = node->as_table();
  if (table == nullptr) {
    zone.Refuse(*node, kKey, std::string(kForm));
    return std::nullopt;
  }
  const std::size_t before = complaints.size();
  auto rule = ReadRule(Section(*table, place, complaints), before, complaints);
  if (!rule) return std::nullopt;
  return Written<DraftCapacity>{*std::move(rule), place};
}

}  // namespace throng
