// The file of tokens: who gets into a hub without a certificate, and which certificates do not.
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

// A certificate that a hub turns away, though its authority signed it: of an edge that was stolen.
struct RefusedCertificate {
  std::string serial;  // as SerialFrom writes it; unique in the file
  std::string note;    // what it was, no person's name; may be empty
  friend bool operator==(const RefusedCertificate&, const RefusedCertificate&) = default;
};

// A certificate's serial number as small hexadecimal digits without zeros before them, of any that
// a person may write: with capitals, colons, or those zeros. Nothing if it is none (RFC 5280: at
// most 20 bytes, above 0).
std::optional<std::string> SerialFrom(std::string_view text);

struct TokensFile {
  std::vector<NotedToken> tokens = {};
  std::vector<RefusedCertificate> refused = {};
  friend bool operator==(const TokensFile&, const TokensFile&) = default;
};

// TOML:
//   [[token]]
//   name = "wall screen"
//   role = "viewer"        # one of `roles`
//   sha256 = "..."         # 64 hexadecimal digits; the token itself is not there
//   until = 2027-11-26     # its last day, in UTC; absent: no end
//   [[refused]]
//   serial = "..."         # of a certificate, as throng cert show tells it
//   note = "..."           # may be missing
// A file with neither is one too. All mistakes are in `complaints`. Faults: kNotFound (also if it
// is no regular file), kNotPermitted, kBadTokens, kTokensAreOpen if it is not IsPrivate.
Result<TokensFile> LoadTokens(const std::filesystem::path& file,
                              std::span<const std::string_view> roles,
                              std::vector<Complaint>& complaints);

// Of such a file's text. Fault::kBadTokens.
Result<TokensFile> ParseTokens(std::string_view text, std::span<const std::string_view> roles,
                               std::vector<Complaint>& complaints);

// `text` with `token` in it, in the place of one with that name if there is one; the rest stays as
// it was written. Fault::kBadTokens, with complaints, also if the file is not written as above.
Result<std::string> WithToken(std::string_view text, const NotedToken& token,
                              std::span<const std::string_view> roles,
                              std::vector<Complaint>& complaints);

// `text` with `refused` in it; as it is if that serial is there already. Faults: likewise.
Result<std::string> WithRefused(std::string_view text, const RefusedCertificate& refused,
                                std::span<const std::string_view> roles,
                                std::vector<Complaint>& complaints);

}  // namespace throng
