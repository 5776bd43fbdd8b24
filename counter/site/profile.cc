// What a profile allows, and what a notice lacks.
// SPDX-License-Identifier: Apache-2.0
#include "counter/site/profile.h"

namespace throng {
namespace {

using std::chrono::sys_days;

// Public statistics of a quarter of an hour serve planners and nobody who watches.
constexpr Duration kQuarter = std::chrono::minutes(15);

}  // namespace

Notice Merged(const Notice& own, const Notice& common) {
  Notice merged = own;
  for (const NoticeLine& line : kNoticeLines) {
    if (!(merged.*line.text)) merged.*line.text = common.*line.text;
  }
  return merged;
}

std::vector<NoticeLine> MissingIn(const Notice& notice) {
  std::vector<NoticeLine> missing;
  for (const NoticeLine& line : kNoticeLines) {
    if (!(notice.*line.text)) missing.push_back(line);
  }
  return missing;
}

std::optional<Duration> ShortestWindow(const SiteProfile& profile) {
  if (profile.kind == Profile::kLive) return std::nullopt;
  return kQuarter;
}

bool MayAlarm(const SiteProfile& profile) { return profile.kind == Profile::kLive; }

const char* NameOf(Profile profile) { return profile == Profile::kLive ? "live" : "statistics"; }

std::string FormatDay(sys_days day) {
  const Duration since_1970 = day.time_since_epoch();
  return FormatUtc(Instant(since_1970.count())).substr(0, 10);
}

}  // namespace throng
