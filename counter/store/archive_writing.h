// Writes what edges sent: each window once, and notes what is to be rolled up.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <vector>

#include "counter/store/archive.h"
#include "counter/store/sql_session.h"

namespace throng {

// As Archive::Write, within a transaction that writes.
Result<std::vector<BatchWritten>> WriteBatches(SqlSession& session,
                                               std::span<const SiteBatch> batches);

}  // namespace throng
