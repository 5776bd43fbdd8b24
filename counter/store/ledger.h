// The ledger of released counts: one SQLite file, whole after a power cut.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "counter/base/result.h"
#include "counter/base/time.h"
#include "counter/release/entry.h"
#include "counter/release/published.h"
#include "counter/site/site.h"

namespace throng {

// Entries whose window starts in [from, until); no bound where absent.
struct Span {
  std::optional<Instant> from;
  std::optional<Instant> until;
};

// How many entries an Append wrote, and how many it found there already.
struct Appended {
  std::uint64_t written;
  std::uint64_t known;
};

// One column of a table, as the database itself describes it.
struct Column {
  std::string table;
  std::string name;
  std::string type;
};

// Append-only. A write-ahead log that is synced with each Append: what Append has taken survives a
// power cut. One writer at a time; readers beside it are fine. Not thread-safe.
class Ledger {
 public:
  // Opens `file` for writing, or makes it. An absent `file` is a ledger that lives as long as this
  // object (in a temporary file of SQLite's, so that its size is not bounded by memory).
  // Faults: kNotAFolder, kNotPermitted, kNotALedger, kLedgerTooNew, kLedgerDamaged, kLedgerBusy,
  // kDiskFull; kLedgerOtherSite if it knows one of the site's zones with another kind, area or
  // capacity (levels and densities of its history would change their meaning).
  static Result<Ledger> OpenToWrite(const std::optional<std::filesystem::path>& file,
                                    const Site& site);

  // Opens an existing ledger for reading. Faults as above, and kNotFound.
  static Result<Ledger> OpenToRead(const std::filesystem::path& file);

  Ledger(Ledger&&) noexcept;
  Ledger& operator=(Ledger&&) noexcept;
  ~Ledger();

  // All or nothing. The same window with the same count again is known and skipped; another count
  // for it, or a window that overlaps one of the same zone, is Fault::kLedgerOverlap.
  // Faults: kDiskFull, kNotPermitted, kLedgerBusy, kLedgerDamaged.
  Result<Appended> Append(std::span<const Published> batch);

  // The zones, in the order in which entries number them.
  Result<std::vector<ZoneFacts>> Zones() const;

  // All columns of all tables and views. Fault::kLedgerDamaged.
  Result<std::vector<Column>> Columns() const;

  // Calls `visit` for each entry in order of time, then zone. Fault::kLedgerDamaged.
  Status ForEach(const Span& span, const std::function<void(const Entry&)>& visit) const;

 private:
  struct Database;
  explicit Ledger(std::unique_ptr<Database> database);
  std::unique_ptr<Database> database_;
};

}  // namespace throng
