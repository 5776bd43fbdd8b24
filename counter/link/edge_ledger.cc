// Knows a file by its number, not by its name.
// SPDX-License-Identifier: Apache-2.0
#include "counter/link/edge_ledger.h"

#include <sys/stat.h>

#include <algorithm>
#include <vector>

namespace throng {

Result<bool> EdgeLedger::Open() {
  if (unsent_ && IsThere()) return false;
  unsent_.reset();
  log_.reset();
  opened_ = OfFile();  // before it is opened: if it is replaced meanwhile, IsThere() says so
  Result<Unsent> unsent = Unsent::Open(file_, limits_);
  if (!unsent) return unsent.error();
  Result<AlarmLog> log = AlarmLog::Open(file_);
  if (!log) return log.error();
  unsent_ = *std::move(unsent);
  log_ = *std::move(log);
  return true;
}

bool EdgeLedger::IsThere() const { return opened_ && OfFile() == opened_; }

Status EdgeLedger::Acknowledge(std::int64_t alarm, const std::string& by, Instant at) {
  const Result<std::vector<Acknowledgement>> asked = log_->Asked();
  if (!asked) return asked.error();
  if (std::ranges::find(*asked, alarm, &Acknowledgement::alarm) != asked->end()) return Done{};
  const Result<std::vector<std::vector<AlarmEvent>>> open = log_->Alarms(std::nullopt);
  if (!open) return open.error();
  const auto found = std::ranges::find(
      *open, alarm, [](const std::vector<AlarmEvent>& events) { return events.front().alarm; });
  if (found == open->end()) return Done{};
  const auto acknowledged =
      std::ranges::find(*found, AlarmChange::kAcknowledge, &AlarmEvent::change);
  if (acknowledged != found->end()) return Done{};
  const Status done = log_->Ask(alarm, by, at);
  if (!done && done.error() == Fault::kNotFound) return Done{};  // it has just ended
  return done;
}

std::optional<EdgeLedger::Identity> EdgeLedger::OfFile() const {
  struct stat facts {};
  if (::stat(file_.c_str(), &facts) != 0) return std::nullopt;
  return Identity{.device = facts.st_dev, .number = facts.st_ino};
}

}  // namespace throng
