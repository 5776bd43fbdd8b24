// Situations as JSON lines and as CSV, for other programs.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "counter/meaning/situations.h"

namespace throng {

// One JSON object without line end: zone, window_start, window_end, persons, low, high,
// coverage_percent, freshness, density_per_m2, level_of_service, capacity_percent, kind, capacity,
// headroom, change_per_minute, minutes_to_full, minutes_to_full_earliest, minutes_to_full_latest,
// full_within_the_hour, trouble. Unknown is null. Of a group, `zone` is its name, `kind` is
// "group", and the ends of its interval are rounded outwards. full_within_the_hour is "likely",
// "possible" or "no"; minutes are null where it is not that. trouble is a name of a ZoneTrouble:
// why the zone is blind or stale, or not seen well; "none" if nothing is wrong, null if that was
// read from a ledger.
std::string JsonLine(const WatchedPlace& place, const Situation& situation);

// The same fields but for trouble, with CRLF ends, as RFC 4180 says; unknown is empty.
std::string CsvHeader();
std::string CsvLine(const WatchedPlace& place, const Situation& situation);

// The same of several sites: in front of the others, the field `site`. trouble is always null.
std::string SiteJsonLine(std::string_view site, const WatchedPlace& place,
                         const Situation& situation);
std::string SiteCsvHeader();
std::string SiteCsvLine(std::string_view site, const WatchedPlace& place,
                        const Situation& situation);

// A text as a field of CSV: always in quotes, so that readers see one form.
std::string CsvText(std::string_view text);

}  // namespace throng
