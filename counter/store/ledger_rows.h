// Rows of a ledger's zones and windows, read from SQLite.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <SQLiteCpp/SQLiteCpp.h>

#include <cstdint>
#include <optional>
#include <vector>

#include "counter/alert/alarm.h"
#include "counter/base/result.h"
#include "counter/release/entry.h"

namespace throng {

struct ZoneRow {
  std::int64_t row;  // by which the tables name it
  ZoneFacts facts;
};

// In the order in which entries number them. Fault::kLedgerDamaged. Throws SQLite::Exception.
Result<std::vector<ZoneRow>> ZonesIn(SQLite::Database& sql);

// The columns that WindowIn reads, in its order.
inline constexpr const char* kEntryColumns =
    "window_start_ns, window_end_ns, persons, low, high, coverage_percent, freshness";

// Whose columns begin at `first`; nothing if no throng can have written it.
std::optional<Entry> WindowIn(SQLite::Statement& row, int first, ZoneIndex zone);

// Whether a throng can have written an event that was read back; its texts are not looked at.
bool IsSane(const AlarmEvent& event);

}  // namespace throng
