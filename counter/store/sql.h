// What ledger, alarm log and archive share: opening a file of SQLite, and what its errors mean.
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

// Makes a statement that is kept ready for its next use, whatever happens; until then it would hold
// on to what it has read.
struct ReadyAgain {
  SQLite::Statement& statement;
  ~ReadyAgain() {
    statement.tryReset();
    statement.clearBindings();
  }
};

// What a file of ours holds: its application_id, and the newest version of its schema.
struct SqlSchema {
  int application;
  int version;
  void (*bring_up)(SQLite::Database& sql, int from);  // from an earlier version; 0: empty
};

// An absent `file` is a temporary one of SQLite's. Made, or brought up to date; kNotALedger if it
// holds something else. Throws SQLite::Exception.
Result<std::unique_ptr<SQLite::Database>> OpenSqlFile(
    const std::optional<std::filesystem::path>& file, const SqlSchema& schema);

// A ledger's file, open for writing, as above.
Result<std::unique_ptr<SQLite::Database>> OpenSqlToWrite(
    const std::optional<std::filesystem::path>& file);

// An existing one for reading, of this or an earlier version.
Result<std::unique_ptr<SQLite::Database>> OpenSqlFileToRead(const std::filesystem::path& file,
                                                            const SqlSchema& schema);
Result<std::unique_ptr<SQLite::Database>> OpenSqlToRead(const std::filesystem::path& file);

// The version of its schema: 1 knows no alarms and no capacity_rule, 2 nothing of a hub, 3 no
// number.
int VersionOf(SQLite::Database& sql);

}  // namespace throng
