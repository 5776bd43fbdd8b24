// The tables of an archive in PostgreSQL, their months, and what its errors mean.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <pqxx/pqxx>
#include <string>
#include <string_view>

#include "counter/base/result.h"

namespace throng {

// Of an error's five letters (SQLSTATE).
Fault FaultOfSqlState(std::string_view state);

// Makes the tables in the first schema of the search path, or brings them up to date: kNotALedger,
// kLedgerTooNew. Throws what libpqxx throws.
Status BringUp(pqxx::transaction_base& sql);

// Whether the tables of this or an earlier version are there. Faults and throws likewise.
Status IsArchive(pqxx::transaction_base& sql);

// The month of UTC in which a moment since 1970 lies, as a part of a table.
struct MonthOfTable {
  std::string name;  // TABLE_2026_11
  std::int64_t from_ns;
  std::int64_t until_ns;
};
MonthOfTable MonthOf(const std::string& table, std::int64_t at_ns);

// Names of the parts of `table` that are there, in order of time.
std::vector<std::string> MonthsThere(pqxx::transaction_base& sql, const std::string& table);

}  // namespace throng
