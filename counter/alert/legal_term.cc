// Midnights and days of the site's own calendar.
// SPDX-License-Identifier: Apache-2.0
#include "counter/alert/legal_term.h"

namespace throng {

using std::chrono::days;
using std::chrono::sys_days;

std::optional<Instant> EndOf(const SiteProfile& profile, const TimeZone& zone) {
  if (profile.kind != Profile::kLive) return std::nullopt;
  return zone.StartOf(profile.legal_basis->expires + days(1));
}

int DaysLeft(const LegalBasis& basis, const TimeZone& zone, Instant now) {
  const LocalTime local = zone.At(now);
  const sys_days today = std::chrono::year(local.year) / local.month / local.day;
  return static_cast<int>((basis.expires + days(1) - today).count());
}

}  // namespace throng
