// Which alarm of a site an event of its edge is of: edges number alarms anew in each ledger.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>

#include "counter/alert/alarm.h"
#include "counter/base/result.h"
#include "counter/store/sql_session.h"

namespace throng {

// Where an event belongs in an archive.
struct AlarmPlace {
  std::int64_t alarm;           // its number at its site
  std::optional<int> sequence;  // absent: it is there already, or can no more be
};

// A raise is that of an alarm that had the same number at its edge and was raised at the same
// moment, in whatever ledger, or a new alarm. What follows is of the last alarm of that number in
// its ledger (absent: an edge of before did not say). So an edge that begins a new ledger, or goes
// on with an old image of one, mixes up no alarms; and what comes again is known. An alarm keeps
// the number that it has at its edge where no other has it. To be called within a transaction.
Result<AlarmPlace> PlaceOf(SqlSession& session, std::int64_t site,
                           std::optional<std::int64_t> ledger, const AlarmEvent& event);

}  // namespace throng
