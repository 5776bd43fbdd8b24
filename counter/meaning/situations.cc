// Sums zones to groups and works out what counts mean.
// SPDX-License-Identifier: Apache-2.0
#include "counter/meaning/situations.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

#include "counter/base/check.h"
#include "counter/meaning/meaning.h"
#include "counter/occupancy/estimate.h"

namespace throng {
namespace {

// The reach of a sum of which each part reaches that far: sqrt((1 - r) sum(x^2) + r sum(x)^2).
class SumOfReaches {
 public:
  void Add(double reach) {
    sum_ += reach;
    squares_ += reach * reach;
  }
  double Reach() const {
    return std::sqrt((1 - kSharedError) * squares_ + kSharedError * sum_ * sum_);
  }

 private:
  double sum_ = 0;
  double squares_ = 0;
};

Range Scaled(const Range& range, double factor) {
  return {range.low * factor, range.expected * factor, range.high * factor};
}

}  // namespace

std::vector<WatchedPlace> PlacesOf(std::span<const ZoneFacts> zones,
                                   std::span<const Group> groups) {
  std::vector<WatchedPlace> places;
  for (std::size_t i = 0; i < zones.size(); ++i) {
    places.push_back({.name = zones[i].name,
                      .kind = NameOf(zones[i].kind),
                      .zones = {i},
                      .is_group = false,
                      .capacity = zones[i].capacity,
                      .capacity_rule = zones[i].capacity_rule});
  }
  for (const Group& group : groups) {
    WatchedPlace place{.name = group.name,
                       .kind = "group",
                       .zones = {},
                       .is_group = true,
                       .capacity = group.capacity,
                       .capacity_rule = group.capacity_rule};
    for (const ZoneIndex zone : group.zones) place.zones.push_back(zone.value());
    places.push_back(std::move(place));
  }
  return places;
}

Situations::Situations(std::vector<ZoneFacts> zones, std::span<const Group> groups,
                       TrendOptions options)
    : zones_(std::move(zones)),
      places_(PlacesOf(zones_, groups)),
      trends_(places_.size(), Trend(options)) {}

Situation Situations::SituationOf(std::size_t place, const Window& window,
                                  std::span<const Entry* const> at_zone) {
  Situation situation{.window = window, .freshness = Freshness::kBlind, .coverage_percent = 0};
  double persons = 0, seen_m2 = 0, behind_m2 = 0, whole_m2 = 0;
  SumOfReaches down, up;
  bool any = false;
  for (const std::size_t zone : places_[place].zones) {
    const ZoneFacts& facts = zones_.at(zone);
    whole_m2 += facts.area.value();
    const Entry* const entry = at_zone[zone];
    if (entry == nullptr || !entry->count || entry->coverage_percent == 0) continue;
    const WholeCount& count = *entry->count;
    persons += count.persons;
    down.Add(count.persons - count.low);
    up.Add(count.high - count.persons);
    seen_m2 += facts.area.value() * entry->coverage_percent / 100.0;
    behind_m2 += AreaBehind(entry->coverage_percent, facts).value();
    situation.freshness = any ? std::max(situation.freshness, entry->freshness) : entry->freshness;
    any = true;
    const std::optional<Meaning> meaning = MeaningOf(*entry, facts);
    situation.level = std::max(situation.level, std::optional(meaning->level));
  }
  if (!any) return situation;
  const double coverage = std::min(seen_m2 / whole_m2, 1.0);
  situation.coverage_percent = static_cast<int>(std::floor(100 * coverage + 1e-9));
  const Range range{std::max(0.0, persons - down.Reach()), persons, persons + up.Reach()};
  situation.persons = range;
  situation.density_per_m2 = Scaled(range, 1 / behind_m2);
  Trend& trend = trends_[place];
  trend.Take(window.end, persons, situation.coverage_percent);
  situation.change_per_minute = trend.ChangePerMinute();
  if (!places_[place].capacity) return situation;
  const double capacity = places_[place].capacity->value();
  const Range cautious{range.low, range.expected, range.high / coverage};
  situation.capacity_percent = Scaled(cautious, 100 / capacity);
  situation.headroom =
      Range{capacity - cautious.high, capacity - cautious.expected, capacity - cautious.low};
  if (situation.change_per_minute) {
    situation.to_full = TimeToFill(*situation.headroom, *situation.change_per_minute);
  }
  return situation;
}

std::vector<Situation> Situations::Take(const Window& window, std::span<const Entry> entries,
                                        std::span<const ZoneTrouble> troubles) {
  COUNTER_CHECK(troubles.empty() || troubles.size() == zones_.size());
  std::vector<const Entry*> at_zone(zones_.size());
  for (const Entry& entry : entries) at_zone.at(entry.zone.value()) = &entry;
  std::vector<Situation> situations;
  situations.reserve(places_.size());
  for (std::size_t place = 0; place < places_.size(); ++place) {
    Situation& situation = situations.emplace_back(SituationOf(place, window, at_zone));
    if (troubles.empty()) continue;
    situation.trouble = ZoneTrouble::kNone;
    for (const std::size_t zone : places_[place].zones) {
      situation.trouble = Both(*situation.trouble, troubles[zone]);
    }
  }
  return situations;
}

}  // namespace throng
