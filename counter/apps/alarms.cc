// throng alarms, acknowledge and maintenance: what people do with alarms.
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <chrono>
#include <cmath>

#include "counter/apps/alarm_desk.h"
#include "counter/apps/command.h"
#include "counter/notify/deliveries.h"
#include "counter/serve/alarm_lines.h"

namespace throng {
namespace {

// The ledger, or what is wrong with it on standard error. Never makes one.
Result<AlarmLog> LogOrTell(const Path& ledger, bool to_write) {
  Result<AlarmLog> log = AlarmLog::OpenToRead(ledger);
  if (log && to_write) log = AlarmLog::Open(ledger);
  if (!log) Tell(ledger.string(), log.error());
  return log;
}

}  // namespace

ExitCode ShowAlarms(const AlarmsCommand& command) {
  if (!command.ledger) return ShowAlarmsOfHub(command);
  const Path& ledger = *command.ledger;
  Result<AlarmLog> log = LogOrTell(ledger, /*to_write=*/false);
  if (!log) return ExitCode::kOutput;
  const auto alarms = log->Alarms(command.since);
  const auto maintenance = log->Maintenance();
  if (!alarms) return Tell(ledger.string(), alarms.error());
  if (!maintenance) return Tell(ledger.string(), maintenance.error());
  if (command.json) {
    for (const std::vector<AlarmEvent>& alarm : *alarms) {
      for (const AlarmEvent& event : alarm) fmt::print("{}\n", AlarmJson(event));
    }
    return ExitCode::kOk;
  }
  if (*maintenance && **maintenance > SystemClock().Now()) {
    fmt::print("maintenance until {}: no alarm is raised\n", FormatUtc(**maintenance));
  }
  if (alarms->empty()) {
    fmt::print("no alarm is open{}\n", command.since ? ", and none has ended since" : "");
    return ExitCode::kOk;
  }
  for (const std::string& line : AlarmTable(*alarms)) fmt::print("{}\n", line);
  const auto records = log->Records();
  if (!records) return Tell(ledger.string(), records.error());
  if (records->empty()) return ExitCode::kOk;
  fmt::print("\n");
  for (const std::string& line : RenderDeliveries(*records, {}, SystemClock().Now())) {
    fmt::print("{}\n", line);
  }
  return ExitCode::kOk;
}

ExitCode Acknowledge(const AcknowledgeCommand& command) {
  if (!command.ledger) return AcknowledgeAtHub(command);
  const Path& ledger = *command.ledger;
  Result<AlarmLog> log = LogOrTell(ledger, /*to_write=*/true);
  if (!log) return ExitCode::kOutput;
  const Status asked = log->Ask(command.alarm, command.role, SystemClock().Now());
  if (!asked && asked.error() == Fault::kNotFound) {
    fmt::print(stderr,
               "throng: no alarm {} is open in {}. `throng alarms --ledger {}` lists those that "
               "are.\n",
               command.alarm, ledger.string(), ledger.string());
    return ExitCode::kUsage;
  }
  if (!asked) return Tell(ledger.string(), asked.error());
  fmt::print("alarm {} will be acknowledged by {} at the next tick\n", command.alarm, command.role);
  return ExitCode::kOk;
}

ExitCode Maintain(const MaintenanceCommand& command) {
  Result<AlarmLog> log = LogOrTell(command.ledger, /*to_write=*/true);
  if (!log) return ExitCode::kOutput;
  std::optional<Instant> until;
  if (command.minutes) {
    until = SystemClock().Now() + std::chrono::seconds(std::llround(*command.minutes * 60));
  }
  const Status set = log->SetMaintenance(until);
  if (!set) return Tell(command.ledger.string(), set.error());
  if (until) {
    fmt::print("no alarms until {}; counting goes on\n", FormatUtc(*until));
  } else {
    fmt::print("no maintenance: rules look again from the next tick on\n");
  }
  return ExitCode::kOk;
}

}  // namespace throng
