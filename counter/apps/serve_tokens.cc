// Reads the file again and again, and compares.
// SPDX-License-Identifier: Apache-2.0
#include "counter/apps/serve_tokens.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "counter/link/token_list.h"
#include "counter/site/wording.h"

namespace throng {
namespace {

constexpr std::chrono::days kEndsSoon{30};
constexpr std::chrono::seconds kTokensEvery{10};

}  // namespace

std::vector<EndingToken> EndingTokens(const TokensFile& file, Instant now) {
  std::vector<EndingToken> ending;
  for (const NotedToken& token : file.tokens) {
    if (!token.ends || *token.ends - now >= kEndsSoon) continue;
    ending.push_back({.name = Printable(token.name),
                      .days = std::chrono::floor<std::chrono::days>(*token.ends - now).count()});
  }
  std::ranges::stable_sort(ending, {}, &EndingToken::days);
  return ending;
}

TokensWatch::TokensWatch(const std::filesystem::path& file, Trail& trail, const Callers& callers,
                         const Clock& clock)
    : file_(file), trail_(trail), callers_(callers), clock_(clock) {
  std::vector<Complaint> complaints;
  const Result<TokensFile> read = LoadTokens(file_, RoleNames(), complaints);
  if (read) noted_ = Noted(*read);
}

Status TokensWatch::Look() {
  if (clock_.Steady() < next_) return Done{};
  next_ = clock_.Steady() + kTokensEvery;
  std::vector<Complaint> complaints;
  const Result<TokensFile> read = LoadTokens(file_, RoleNames(), complaints);
  Status noted = Done{};
  if (read) {  // else the callers tell of that
    ending_ = EndingTokens(*read, clock_.Now());
    NotedTokens now = Noted(*read);
    noted = NoteTokens(trail_, noted_, now);
    noted_ = std::move(now);
  }
  const Status told = NoteRefusedCallers();
  return noted ? told : noted;
}

Status TokensWatch::NoteRefusedCallers() {
  Status done = Done{};
  for (const std::string& serial : callers_.RefusedCallers()) {
    if (!told_.insert(serial).second) continue;
    done = trail_.Note("refused certificate turned away", {{"serial", serial}});
  }
  return done;
}

}  // namespace throng
