// Rolls an archive up, and forgets what is older than its retention, in short steps.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>

#include "counter/store/archive.h"
#include "counter/store/sql_session.h"

namespace throng {

// These are steps of Archive::Maintain, each within a transaction that writes; true: there is more.
// Rolls up some quarters that are over at `now`.
Result<bool> RollUpSome(SqlSession& session, Instant now);
// Moves the days since which is kept forward, but never past what is not rolled up; then forgets
// some of what lies before.
Result<bool> ForgetSome(SqlSession& session, const Retention& retention, Instant now);

// From when on is kept what is kept for `days`: the begin of a day of UTC.
std::int64_t KeptSince(std::chrono::days days, Instant now);

}  // namespace throng
