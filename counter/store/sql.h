// What ledger and alarm log share: opening a file, its version, and what SQLite's errors mean.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <SQLiteCpp/SQLiteCpp.h>

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "counter/base/result.h"

namespace throng {

// Of an error that SQLiteCpp threw.
Fault FaultOf(const SQLite::Exception& error);

// A ledger's file, open for writing, with the newest schema: made, or brought up to date. An absent
// `file` is a temporary one of SQLite's. Throws SQLite::Exception.
Result<std::unique_ptr<SQLite::Database>> OpenSqlToWrite(
    const std::optional<std::filesystem::path>& file);

// An existing one for reading, of this or an earlier version.
Result<std::unique_ptr<SQLite::Database>> OpenSqlToRead(const std::filesystem::path& file);

// The version of its schema: 1 knows no alarms and no capacity_rule.
int VersionOf(SQLite::Database& sql);

}  // namespace throng
