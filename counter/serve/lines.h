// Entries as JSON lines and as CSV, for other programs.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "counter/release/entry.h"

namespace throng {

// One JSON object without line end: zone, window_start, window_end, persons, low, high,
// coverage_percent, freshness, density_per_m2, level_of_service, capacity_percent. Unknown is null.
std::string JsonLine(const Entry& entry, const ZoneFacts& zone);

// The same fields with CRLF ends, as RFC 4180 says; unknown is empty.
std::string CsvHeader();
std::string CsvLine(const Entry& entry, const ZoneFacts& zone);

}  // namespace throng
