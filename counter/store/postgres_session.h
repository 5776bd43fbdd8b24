// A session of an archive in a database of PostgreSQL.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>

#include "counter/base/result.h"
#include "counter/store/sql_session.h"

namespace throng {

// As OpenPostgresArchive.
Result<std::unique_ptr<SqlSession>> OpenPostgresSession(const std::string& connection);

// As ReadPostgresColumns: of an archive that is there; makes no table, and none another.
Result<std::unique_ptr<SqlSession>> OpenPostgresSessionToRead(const std::string& connection);

}  // namespace throng
