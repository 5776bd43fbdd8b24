// What a ledger holds that no hub has acknowledged yet: the outbox of an edge.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <unordered_set>
#include <vector>

#include "counter/alert/alarm.h"
#include "counter/base/result.h"
#include "counter/base/time.h"
#include "counter/release/entry.h"

namespace throng {

// How far back it reaches, in windows and events as they were appended; the oldest beyond it go.
struct UnsentLimits {
  std::int64_t windows = 5'000'000;  // 10 zones each 15 s: 86 days; about 20 bytes each
  std::int64_t events = 100'000;
};

// Numbers are higher the later something was appended, among all that waits at the same time.
struct UnsentWindow {
  std::int64_t number;
  Entry entry;  // its zone is the position in Zones()
};
struct UnsentEvent {
  std::int64_t number;
  AlarmEvent event;
};
using Numbers = std::unordered_set<std::int64_t>;

struct Waiting {
  std::int64_t windows = 0;
  std::int64_t events = 0;
  std::optional<Instant> oldest = {};  // start of the window that waits longest
  bool is_marking = false;             // there are older ones, which MarkSome has yet to come to
  // Since it was turned on.
  std::int64_t dropped_windows = 0;  // the outbox was full
  std::int64_t dropped_events = 0;
  std::int64_t refused_windows = 0;
  std::int64_t refused_events = 0;
};

enum class RefusedWhy : std::uint8_t {
  kOtherCount = 1,  // the hub has another count for that time, or has forgotten that day
  kRules = 2,       // it breaks the rules of the contract
};
// A window or an event that no hub will take.
struct RefusedRecord {
  std::optional<ZoneIndex> zone;  // and `at` is the start of its window
  std::optional<std::int64_t> alarm;
  Instant at;  // of an event: when it was refused
  RefusedWhy why;
};

// All methods: Faults kDiskFull, kNotPermitted, kLedgerBusy, kLedgerDamaged. Not thread-safe; a
// count may write to the same ledger at any time. What Ledger::Append and AlarmLog::Append have
// taken is here in the same transaction, and leaves only by Settle, Refuse or the limits.
class Unsent {
 public:
  // Of a ledger that exists. Its first time turns sending on for good: from then on all that is
  // appended waits here, and what is there already once MarkSome has come to it. Faults also
  // kNotFound, kNotALedger, kLedgerTooNew.
  static Result<Unsent> Open(const std::filesystem::path& ledger, const UnsentLimits& limits = {});

  Unsent(Unsent&&) noexcept;
  Unsent& operator=(Unsent&&) noexcept;
  ~Unsent();

  // The zones of the ledger, in the order in which entries number them.
  Result<std::vector<ZoneFacts>> Zones();

  // The ledger's number, random and above 0: it stays with the file and its copies, and another
  // ledger has another.
  Result<std::int64_t> Ledger();

  // Changes whenever another program has written to the ledger.
  Result<std::int64_t> Version();

  // Marks some thousands more of what was there before sending was turned on, the newest first, in
  // one short transaction; true if there is more. Leave the ledger alone in between for as long.
  Result<bool> MarkSome();

  // At most `most` windows, the newest first, without those in `but` and those that end after
  // `ends_by`. Of zones that Zones() gave last. What lies behind a damaged page is not reached.
  Result<std::vector<UnsentWindow>> Newest(std::size_t most, const Numbers& but, Instant ends_by);
  // At most `most` events in the order in which they happened, without those in `but` and those
  // after `until`.
  Result<std::vector<UnsentEvent>> Events(std::size_t most, const Numbers& but, Instant until);

  // Strikes out what a hub has answered, of which it refused the windows at `refused`. One
  // transaction; it may be lost in a power cut, after which they are sent again.
  Status Settle(std::span<const UnsentWindow> windows, std::span<const UnsentEvent> events,
                std::span<const std::uint32_t> refused, Instant now);
  // Strikes out what breaks the rules of the contract.
  Status Refuse(std::span<const UnsentWindow> windows, std::span<const UnsentEvent> events,
                Instant now);

  Result<Waiting> Count();
  // The newest kMostRefusedKept, the newest first; the rest is only counted.
  Result<std::vector<RefusedRecord>> Refused();

 private:
  struct Database;
  explicit Unsent(std::unique_ptr<Database> database);
  std::unique_ptr<Database> database_;
};

inline constexpr int kMostRefusedKept = 20;

}  // namespace throng
