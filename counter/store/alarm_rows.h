// Rows of alarm events and deliveries, to and from SQLite.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <SQLiteCpp/SQLiteCpp.h>

#include <cstddef>
#include <string>
#include <vector>

#include "counter/alert/outbox.h"
#include "counter/base/result.h"

namespace throng {

// The columns of alarm_event, in the order of BindEvent and EventIn.
inline constexpr const char* kEventColumns =
    "alarm, sequence, change, kind, rule, place, band, at_ns, persons, low, high, reason, by_role";

// These throw SQLite::Exception.
void BindEvent(SQLite::Statement& statement, const AlarmEvent& event);
// Whose columns begin at `first`.
AlarmEvent EventIn(SQLite::Statement& row, int first);
// As Outbox::Due and Outbox::Records say.
Result<std::vector<Delivery>> DueIn(SQLite::Database& sql, const std::string& way, Instant now,
                                    std::size_t most);
Result<std::vector<WayRecord>> RecordsIn(SQLite::Database& sql);

}  // namespace throng
