// Whose a token is and which certificates are refused, by a file that is read again if it changes.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sys/stat.h>

#include <filesystem>
#include <mutex>
#include <optional>
#include <set>
#include <span>
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

  // Whether the file refuses certificates of this serial number (as SerialFrom writes it). While it
  // cannot be read, what it refused before stays refused, and nobody else is.
  bool IsRefused(const std::string& serial);
  // Those refused ones that IsRefused was asked for; in order.
  std::vector<std::string> RefusedCallers();

  // Why no token lets anybody in; nothing if all is well.
  std::optional<Fault> Trouble();

 private:
  void Look();  // under mutex_

  const std::filesystem::path file_;
  const Clock& clock_;
  std::mutex mutex_;
  std::optional<Duration> looked_;  // steady
  struct stat seen_ {};
  TokensFile read_;
  std::set<std::string> refused_callers_;
  std::optional<Fault> trouble_;
};

}  // namespace throng
