// Turns sending on: from then on what is appended is marked as unsent, then what was there before.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <SQLiteCpp/SQLiteCpp.h>

#include "counter/store/unsent.h"

namespace throng {

// These throw SQLite::Exception.

// Does nothing where it is on already, with these limits.
void TurnOnSending(SQLite::Database& sql, const UnsentLimits& limits);

// As Unsent::MarkSome.
bool MarkSomeUnsent(SQLite::Database& sql);

}  // namespace throng
