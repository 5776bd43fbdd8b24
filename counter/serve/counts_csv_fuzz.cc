// Any text is counts that rules can be tried on, or has at least one mistake; never a crash.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <tuple>
#include <vector>

#include "counter/alert/rule_watch.h"
#include "counter/base/check.h"
#include "counter/meaning/gather.h"
#include "counter/meaning/situations.h"
#include "counter/serve/counts_csv.h"

namespace {

throng::Zone ZoneOf(const char* name) {
  return {.name = name,
          .kind = throng::ZoneKind::kQueue,
          .outline = {},
          .area = throng::SquareMetres(20),
          .free_area = throng::SquareMetres(20),
          .capacity = throng::Persons(30)};
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace throng;
  const std::string_view csv(reinterpret_cast<const char*>(data), size);
  static const Site site{.name = "station",
                         .cameras = {},
                         .zones = {ZoneOf("west"), ZoneOf("Quai \"2\"")},
                         .patches = {}};
  std::vector<Complaint> complaints;
  const Result<std::vector<Entry>> entries = ParseCounts(csv, site, complaints);
  COUNTER_CHECK(complaints.empty() == static_cast<bool>(entries));
  COUNTER_CHECK(complaints.size() <= 20);
  if (!entries) return 0;
  const auto order = [](const Entry& entry) {
    return std::tuple(entry.window.start, entry.window.end, entry.zone);
  };
  COUNTER_CHECK(std::ranges::is_sorted(*entries, {}, order));
  for (const Entry& entry : *entries) {
    COUNTER_CHECK(entry.zone.value() < site.zones.size());
    COUNTER_CHECK(entry.window.start < entry.window.end);
    COUNTER_CHECK(entry.count.has_value() == (entry.freshness != Freshness::kBlind));
    COUNTER_CHECK(entry.coverage_percent >= 0 && entry.coverage_percent <= 100);
    if (!entry.count) continue;
    COUNTER_CHECK(entry.count->low <= entry.count->persons);
    COUNTER_CHECK(entry.count->persons <= entry.count->high);
  }
  // As throng replay goes on with them.
  AlarmRule rule;
  rule.name = "too full";
  rule.on = Measure::kMinutesToFull;
  rule.limits[0] = BandLimits{.enter = 10, .leave = 15};
  std::vector<RuleState> states(site.zones.size());
  Situations situations(FactsOf(site), {});
  Gather gather([&](const Window& window, std::span<const Entry> at) {
    const std::vector<Situation> now = situations.Take(window, at);
    COUNTER_CHECK(now.size() == states.size());
    for (std::size_t i = 0; i < now.size(); ++i) {
      const RuleStep step = WatchRule(rule, states[i], now[i]);
      COUNTER_CHECK(step.changes.size() <= kAlarmKinds);
      states[i] = step.state;
    }
  });
  for (const Entry& entry : *entries) gather.Take(entry);
  gather.Finish();
  return 0;
}
