// throng status: how the cameras of a running count are doing, from the file that it leaves.
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <fstream>
#include <iterator>

#include "counter/apps/command.h"
#include "counter/serve/health.h"

namespace throng {

Path StatusFileOf(const Path& ledger) { return ledger.string() + ".status"; }

ExitCode ShowStatus(const StatusCommand& command) {
  const Path file = StatusFileOf(command.ledger);
  std::ifstream in(file, std::ios::binary);
  if (!in) {
    fmt::print(stderr,
               "throng: {}: no count has left its status there. Name the ledger of a count that "
               "runs: throng count --ledger FILE\n",
               file.string());
    return ExitCode::kSource;
  }
  const std::string text{std::istreambuf_iterator<char>(in), {}};
  const Result<SiteHealth> health = ParseHealth(text);
  if (!health) return Tell(file.string(), health.error());
  if (command.json) {
    fmt::print("{}", text);
  } else {
    for (const std::string& line : RenderHealth(*health, ::isatty(STDOUT_FILENO) == 1)) {
      fmt::print("{}\n", line);
    }
  }
  const double old_s = std::chrono::duration<double>(SystemClock().Now() - health->at).count();
  if (old_s > 3 * health->tick_s + 5) {
    fmt::print(stderr, "throng: this is {:.0f} s old: nobody counts now\n", old_s);
    return ExitCode::kIncomplete;
  }
  return ExitCode::kOk;
}

}  // namespace throng
