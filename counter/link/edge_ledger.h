// The ledger of an edge, opened when it is there and again when another was put in its place.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>

#include "counter/base/result.h"
#include "counter/store/alarm_log.h"
#include "counter/store/unsent.h"

namespace throng {

class EdgeLedger {
 public:
  EdgeLedger(std::filesystem::path file, const UnsentLimits& limits)
      : file_(std::move(file)), limits_(limits) {}

  // True if it was opened just now, so that nothing read before is of it. Faults as of
  // Unsent::Open.
  Result<bool> Open();
  // Whether the file is still that which was opened.
  bool IsThere() const;

  // Only after Open() has succeeded.
  Unsent& unsent() { return *unsent_; }

  // Asks the count to acknowledge, unless it was asked already, or has, or there is no such alarm.
  Status Acknowledge(std::int64_t alarm, const std::string& by, Instant at);

 private:
  struct Identity {
    dev_t device;
    ino_t number;
    friend bool operator==(const Identity&, const Identity&) = default;
  };
  std::optional<Identity> OfFile() const;

  std::filesystem::path file_;
  UnsentLimits limits_;
  std::optional<Identity> opened_;
  std::optional<Unsent> unsent_;
  std::optional<AlarmLog> log_;
};

}  // namespace throng
