// throng audit: every promise that can be checked here and now.
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <sys/utsname.h>

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <iterator>

#include "counter/apps/command.h"
#include "counter/audit/canary.h"
#include "counter/audit/eyes.h"
#include "counter/audit/page.h"
#include "counter/audit/promises.h"
#include "counter/store/archive.h"
#include "counter/watch/eye_process.h"

namespace throng {
namespace {

std::string Maps() {
  std::ifstream maps("/proc/self/maps");
  return {std::istreambuf_iterator<char>(maps), {}};
}

std::string Machine() {
  utsname names{};
  if (::uname(&names) != 0) return "an unknown system";
  return fmt::format("{} {} {}", names.sysname, names.release, names.machine);
}

Result<CanaryCount> Canary() {
  const Result<std::filesystem::path> eye = FindEyeProgram();
  if (!eye) return eye.error();
  return RunCanary(*eye);
}

Status Save(const Path& file, const std::string& page) {
  std::ofstream out(file, std::ios::binary);
  if (!out) return Fault::kNotPermitted;
  out << page;
  out.flush();
  if (!out) return Fault::kDiskFull;
  return Done{};
}

}  // namespace

ExitCode Audit(const AuditCommand& command) {
  std::optional<std::vector<Column>> columns;
  if (command.ledger) {
    const Result<Ledger> ledger = Ledger::OpenToRead(*command.ledger);
    if (!ledger) return Tell(command.ledger->string(), ledger.error());
    const Result<std::vector<Column>> all = ledger->Columns();
    if (!all) return Tell(command.ledger->string(), all.error());
    columns = *all;
  }
  std::optional<std::vector<Column>> archived;
  if (command.archive || command.postgresql) {
    const Result<std::vector<Column>> all = command.archive
                                                ? ReadSqliteColumns(*command.archive)
                                                : ReadPostgresColumns(*command.postgresql);
    const std::string subject =
        command.archive ? command.archive->string() : std::string("the PostgreSQL archive");
    if (!all) return Tell(subject, all.error());
    archived = *all;
  }
  std::vector<Finding> findings;
  // The eyes that run for others, before this one starts its own.
  const std::vector<EyeStatus> running = RunningEyes();
  const Result<CanaryCount> canary = Canary();
  const std::vector<EyeStatus> eyes = Settled(running, RunningEyes());
  findings.push_back(FindingOnLibraries(Maps()));
  findings.push_back(FindingOnEscape());
  findings.push_back(FindingOnEyes(eyes));
  findings.push_back(FindingOnBound(command.tick_s));
  findings.push_back(FindingOnCanary(canary));
  findings.push_back(FindingOnSwap(eyes, MachineSwaps()));
  if (columns) findings.push_back(FindingOnColumns(*columns));
  if (archived) findings.push_back(FindingOnArchive(*archived));
  const AuditFacts facts{
      .version = command.version, .machine = Machine(), .at = SystemClock().Now()};
  fmt::print("{}", TextPage(findings, facts));
  if (command.html) {
    const Status saved = Save(*command.html, HtmlPage(findings, facts));
    if (!saved) return Tell(command.html->string(), saved.error());
    fmt::print("\npage: {}\n", command.html->string());
  }
  const auto broken = [](const Finding& finding) { return finding.verdict == Outcome::kBroken; };
  return std::ranges::any_of(findings, broken) ? ExitCode::kBrokenPromise : ExitCode::kOk;
}

}  // namespace throng
