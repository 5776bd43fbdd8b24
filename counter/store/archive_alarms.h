// Alarms in an archive: their events, and what is asked of their edges.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "counter/alert/alarm.h"
#include "counter/store/archive.h"
#include "counter/store/sql_session.h"

namespace throng {

// Those that are there already are skipped; what was asked and has happened is forgotten. Numbers
// at the site of the alarms that the events are of, each once.
Result<std::vector<std::int64_t>> AddEvents(SqlSession& session, const SiteBatch& batch);
// A condition of AlarmsWhere: it has not ended.
inline constexpr const char* kIsOpen =
    "NOT EXISTS (SELECT 1 FROM alarm_event AS f WHERE f.site = e.site AND f.alarm = e.alarm "
    "AND f.change = 5)";
// Those that `condition` selects from alarm_event AS e, by alarm.
Result<std::vector<std::vector<AlarmEvent>>> AlarmsWhere(SqlSession& session,
                                                         const std::string& condition,
                                                         std::span<const SqlValue> values);

// As Archive::Ask and Archive::Asked, within a transaction.
Status AskOf(SqlSession& session, std::int64_t site, const AskedAlarm& asked);
Result<std::vector<AskedAlarm>> ReadAsked(SqlSession& session, std::int64_t site,
                                          std::optional<std::int64_t> ledger);

// As Archive::EndLost, within a transaction.
Result<std::vector<std::int64_t>> EndLostAlarms(SqlSession& session, std::int64_t site,
                                                std::int64_t ledger, Instant now);

// Deletes some of the alarms that ended before `before_ns`; true if there are more.
Result<bool> ForgetAlarms(SqlSession& session, std::int64_t before_ns);

}  // namespace throng
