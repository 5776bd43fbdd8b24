// How long a legal basis holds, by the clocks of its site.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "counter/alert/schedule.h"
#include "counter/base/time.h"
#include "counter/site/profile.h"

namespace throng {

// The first moment at which a live site may not be counted any more: the end of the last day in
// `zone`. Nothing for statistics, which need no legal basis.
std::optional<Instant> EndOf(const SiteProfile& profile, const TimeZone& zone);

// How many days, today included, `basis` still holds: 1 on its last day, 0 on the next.
int DaysLeft(const LegalBasis& basis, const TimeZone& zone, Instant now);

}  // namespace throng
