// Reads counts from CSV, as throng export writes them, or another program.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>
#include <vector>

#include "counter/base/result.h"
#include "counter/release/entry.h"
#include "counter/site/load.h"
#include "counter/site/site.h"

namespace throng {

// A header, then a row for each zone and window. Columns by name, in any order: zone, window_start,
// window_end, persons; low, high, coverage_percent and freshness where they are known, else the
// count is taken to be exact, whole and fresh. No persons: the zone was blind. Other columns, zones
// that the site has not, and groups are left out. In order of time, then zone.
// Fault::kBadCounts with every mistake in `complaints`, at most 20.
Result<std::vector<Entry>> ParseCounts(std::string_view csv, const Site& site,
                                       std::vector<Complaint>& complaints);

}  // namespace throng
