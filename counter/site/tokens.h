// The file of tokens: which readers a hub lets in without a certificate. It holds no token.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "counter/base/result.h"
#include "counter/base/time.h"
#include "counter/site/load.h"

namespace throng {

using TokenDigest = std::array<std::uint8_t, 32>;  // SHA-256 of a token

// `name` as of a place; unique in the file.
struct NotedToken {
  std::string name;
  std::size_t role;  // which of the file's roles
  TokenDigest sha256;
  std::optional<Instant> ends;  // absent: never
  friend bool operator==(const NotedToken&, const NotedToken&) = default;
};

// TOML:
//   [[token]]
//   name = "wall screen"
//   role = "viewer"        # one of `roles`
//   sha256 = "..."         # 64 hexadecimal digits
//   until = 2027-11-26     # its last day, in UTC; absent: no end
// A file without a token is one too. All mistakes are in `complaints`. Faults: kNotFound (also if
// it is no regular file), kNotPermitted, kBadTokens, kTokensAreOpen if it is not IsPrivate.
Result<std::vector<NotedToken>> LoadTokens(const std::filesystem::path& file,
                                           std::span<const std::string_view> roles,
                                           std::vector<Complaint>& complaints);

// Of such a file's text. Fault::kBadTokens.
Result<std::vector<NotedToken>> ParseTokens(std::string_view text,
                                            std::span<const std::string_view> roles,
                                            std::vector<Complaint>& complaints);

// `text` with `token` in it, in the place of one with that name if there is one; the rest stays as
// it was written. Fault::kBadTokens, with complaints, also if the file is not written as above.
Result<std::string> WithToken(std::string_view text, const NotedToken& token,
                              std::span<const std::string_view> roles,
                              std::vector<Complaint>& complaints);

}  // namespace throng
