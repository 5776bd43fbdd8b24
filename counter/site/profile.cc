// Days of a legal basis, and what a notice lacks.
// SPDX-License-Identifier: Apache-2.0
#include "counter/site/profile.h"

namespace throng {
namespace {

using std::chrono::days;
using std::chrono::sys_days;

// Public statistics of a quarter of an hour serve planners and nobody who watches.
constexpr Duration kQuarter = std::chrono::minutes(15);

// Days since 1970, as Instant counts them.
sys_days DayOf(Instant at) {
  return std::chrono::floor<days>(std::chrono::sys_time<Duration>(Duration(at.utc_ns())));
}

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

std::optional<Instant> EndOf(const SiteProfile& profile) {
  if (profile.kind != Profile::kLive) return std::nullopt;
  const Duration since_1970 = (profile.legal_basis->expires + days(1)).time_since_epoch();
  return Instant(since_1970.count());
}

int DaysLeft(const LegalBasis& basis, Instant now) {
  return static_cast<int>((basis.expires + days(1) - DayOf(now)).count());
}

const char* NameOf(Profile profile) { return profile == Profile::kLive ? "live" : "statistics"; }

std::string FormatDay(sys_days day) {
  const Duration since_1970 = day.time_since_epoch();
  return FormatUtc(Instant(since_1970.count())).substr(0, 10);
}

}  // namespace throng
