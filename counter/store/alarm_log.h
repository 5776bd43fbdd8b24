// Alarms in a ledger: what happened to them, what is to be told, and how far each rule has come.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "counter/alert/alarm.h"
#include "counter/alert/outbox.h"
#include "counter/base/result.h"

namespace throng {

// How far a rule has come at a place, as numbers whose meaning only counter/alert knows.
struct StoredRule {
  std::string rule;
  std::string place;
  std::vector<std::int64_t> numbers;
  friend bool operator==(const StoredRule&, const StoredRule&) = default;
};

// What somebody asked of a count that runs, or will run.
struct Acknowledgement {
  std::int64_t number;  // of the request
  std::int64_t alarm;
  std::string by;  // a role
  Instant at;
};

// An event, and the ways by which it is to be told.
struct LoggedEvent {
  AlarmEvent event;
  std::vector<std::string> ways;
};

// All methods: Faults kDiskFull, kNotPermitted, kLedgerBusy, kLedgerDamaged. Not thread-safe; other
// programs may have the same ledger open.
class AlarmLog final : public Outbox {
 public:
  // Opens or makes a ledger; an absent `file` is one that lives as long as this object. Faults as
  // of Ledger::OpenToWrite.
  static Result<AlarmLog> Open(const std::optional<std::filesystem::path>& file);
  // An existing one, to look at; one of an earlier version has no alarms.
  static Result<AlarmLog> OpenToRead(const std::filesystem::path& file);

  AlarmLog(AlarmLog&&) noexcept;
  AlarmLog& operator=(AlarmLog&&) noexcept;
  ~AlarmLog() override;

  // All or nothing: events, how far the rules in `rules` have come (others stay), requests done.
  // An event that is there already is skipped.
  Status Append(std::span<const LoggedEvent> events, std::span<const StoredRule> rules,
                std::span<const Acknowledgement> done);

  // Puts `rules` in the place of all that are there.
  Status ReplaceRules(std::span<const StoredRule> rules);
  Result<std::vector<StoredRule>> Rules();
  // The number that the next alarm is to have.
  Result<std::int64_t> NextAlarm();

  // Alarms with all their events, each from its raise on: those that are open, and those with an
  // event at `since` or later. In order of their numbers.
  Result<std::vector<std::vector<AlarmEvent>>> Alarms(std::optional<Instant> since);

  // Asks whoever counts to acknowledge. Fault::kNotFound if no such alarm is open.
  Status Ask(std::int64_t alarm, const std::string& by, Instant at);
  Result<std::vector<Acknowledgement>> Asked();

  // No rule looks until then; nothing: they do.
  Status SetMaintenance(std::optional<Instant> until);
  Result<std::optional<Instant>> Maintenance();

  Result<std::vector<Delivery>> Due(const std::string& way, Instant now, std::size_t most) override;
  Status Settle(const Delivery& delivery, const Settlement& settlement) override;
  Result<std::vector<WayRecord>> Records() override;

  // What waits for ways that are none of these has failed: they are not there any more.
  Status GiveUpOthers(std::span<const std::string> ways);

 private:
  struct Database;
  explicit AlarmLog(std::unique_ptr<Database> database);
  std::unique_ptr<Database> database_;
};

}  // namespace throng
