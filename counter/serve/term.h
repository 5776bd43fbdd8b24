// What people are told of a legal basis that ends soon, or has ended.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "counter/alert/schedule.h"
#include "counter/base/time.h"
#include "counter/site/profile.h"

namespace throng {

// A sentence without a final stop, another one each day. Nothing while more than kDaysOfWarning
// days are left, and of a site that names no legal basis. Days are those of the site's `zone`.
std::optional<std::string> NoteOfTerm(const SiteProfile& profile, const TimeZone& zone,
                                      Instant now);

}  // namespace throng
