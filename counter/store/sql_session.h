// One connection to a database, in the SQL that SQLite and PostgreSQL have in common.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "counter/base/result.h"
#include "counter/release/entry.h"
#include "counter/store/ledger.h"

namespace throng {

using SqlValue = std::variant<std::monostate, std::int64_t, double, std::string>;

// As it stands in a statement.
inline std::string Text(std::int64_t number) { return std::to_string(number); }

// The row at hand, for as long as its visit lasts. Columns from 0.
class SqlRow {
 public:
  virtual bool IsNull(int column) const = 0;
  virtual std::int64_t Integer(int column) const = 0;
  virtual double Real(int column) const = 0;
  virtual std::string Text(int column) const = 0;

 protected:
  ~SqlRow() = default;
};

// Visits the rows of a statement that has none.
inline constexpr auto kNoRows = [](const SqlRow&) { return true; };

struct SiteEntry {
  std::int64_t site;
  Entry entry;
};

// Faults as those of Archive, which after a fault calls Rollback.
class SqlSession {
 public:
  enum class Purpose : std::uint8_t {
    kRead,   // sees one moment
    kWrite,  // alone: no other writes until the end
  };

  virtual ~SqlSession() = default;

  // A transaction; all that follows belongs to one.
  virtual Status Begin(Purpose purpose) = 0;
  virtual Status Commit() = 0;
  virtual void Rollback() = 0;  // also where none is open

  // Runs one statement, with $1, $2, ... for `values`, and calls `visit` for each row until it
  // returns false. One with values is kept prepared; one without may be large.
  virtual Status Run(std::string_view sql, std::span<const SqlValue> values,
                     const std::function<bool(const SqlRow&)>& visit) = 0;

  // As Run without values, for answers of whole numbers, at most 16 in a row, and many rows.
  virtual Status RunNumbers(std::string_view sql, const std::function<bool(const SqlRow&)>& visit) {
    return Run(sql, {}, visit);
  }

  // Whether it finds rolled-up rows of a site by their time alone, where `site + 0` is asked for;
  // else only by zone and time.
  virtual bool FindsSumsByTime() const { return false; }

  // Into the table occupancy, by the fastest way there is.
  virtual Status Add(std::span<const SiteEntry> windows) = 0;

  // Makes room in `table` for rows at `at_ns`, where rows need room.
  virtual Status MakeRoom(const std::string& table, std::int64_t at_ns) = 0;

  // Forgets at once what lies in parts of `table` that end at `before_ns` or earlier, if it has
  // parts.
  virtual Status DropRoom(const std::string& table, std::int64_t before_ns) = 0;

  virtual Result<std::vector<Column>> Columns() = 0;
};

}  // namespace throng
