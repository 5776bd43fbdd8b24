// A session of an archive in a file of SQLite.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <memory>

#include "counter/base/result.h"
#include "counter/store/sql_session.h"

namespace throng {

// As OpenSqliteArchive.
Result<std::unique_ptr<SqlSession>> OpenSqliteSession(const std::filesystem::path& file);

// As ReadSqliteColumns: of a file that is there; nothing can be written.
Result<std::unique_ptr<SqlSession>> OpenSqliteSessionToRead(const std::filesystem::path& file);

}  // namespace throng
