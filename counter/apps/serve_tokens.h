// The file of tokens of a hub that runs: what changes goes into the trail, what ends soon is told.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include "counter/apps/serve_notes.h"
#include "counter/base/result.h"
#include "counter/base/time.h"
#include "counter/hub/trail.h"
#include "counter/link/caller.h"
#include "counter/serve/served.h"
#include "counter/site/tokens.h"

namespace throng {

// Those with less than 30 days left, and those that are over, whose names then are printable; the
// first to end comes first.
std::vector<EndingToken> EndingTokens(const TokensFile& file, Instant now);

class TokensWatch {
 public:
  // All outlive it.
  TokensWatch(const std::filesystem::path& file, Trail& trail, const Callers& callers,
              const Clock& clock);

  // Looks at the file, at most every 10 s. What the trail did not take.
  Status Look();

  const std::vector<EndingToken>& ending() const { return ending_; }

 private:
  Status NoteRefusedCallers();

  const std::filesystem::path& file_;
  Trail& trail_;
  const Callers& callers_;
  const Clock& clock_;
  Duration next_{};
  NotedTokens noted_;
  std::vector<EndingToken> ending_;
  std::set<std::string> told_;  // refused certificates that have called
};

}  // namespace throng
