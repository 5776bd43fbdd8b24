// Alarms in an archive: their events, and what is asked of their edges.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "counter/alert/alarm.h"
#include "counter/store/archive.h"
#include "counter/store/sql_session.h"

namespace throng {

// Those that are there already are skipped; what was asked and has happened is forgotten.
Status AddEvents(SqlSession& session, std::int64_t site, std::span<const AlarmEvent> events);
// Those that `condition` selects from alarm_event AS e, by alarm.
Result<std::vector<std::vector<AlarmEvent>>> AlarmsWhere(SqlSession& session,
                                                         const std::string& condition,
                                                         std::span<const SqlValue> values);

// As Archive::Ask and Archive::Asked, within a transaction.
Status AskOf(SqlSession& session, std::int64_t site, const AskedAlarm& asked);
Result<std::vector<AskedAlarm>> ReadAsked(SqlSession& session, std::int64_t site);

}  // namespace throng
