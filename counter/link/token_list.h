// Whose a token is, by the file of tokens, which is read again whenever it changes.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sys/stat.h>

#include <filesystem>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "counter/base/result.h"
#include "counter/base/time.h"
#include "counter/link/identity.h"
#include "counter/site/tokens.h"

namespace throng {

// The names of the roles, in the order in which NotedToken counts them.
std::span<const std::string_view> RoleNames();

// Of the whole token, SHA-256.
TokenDigest DigestOf(std::string_view token);

// Thread-safe. Looks at the file at most once a second.
class TokenList {
 public:
  TokenList(std::filesystem::path file, const Clock& clock);

  struct Holder {
    Identity identity;
    std::optional<Instant> ends;
  };
  // Nothing if it is nobody's, or over. Takes as long for every token that is nobody's.
  std::optional<Holder> HolderOf(std::string_view token);

  // Why nobody is let in; nothing if all is well.
  std::optional<Fault> Trouble();

 private:
  void Look();  // under mutex_

  const std::filesystem::path file_;
  const Clock& clock_;
  std::mutex mutex_;
  std::optional<Duration> looked_;  // steady
  struct stat seen_ {};
  std::vector<NotedToken> tokens_;
  std::optional<Fault> trouble_;
};

}  // namespace throng
