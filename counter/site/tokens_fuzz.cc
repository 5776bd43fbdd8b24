// Any text is a file of tokens, to which one can be added, or has a mistake; never a crash.
// SPDX-License-Identifier: Apache-2.0
#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "counter/base/check.h"
#include "counter/site/tokens.h"
#include "counter/site/wording.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace throng;
  constexpr std::array<std::string_view, 2> kRoles = {"viewer", "admin"};
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  std::vector<Complaint> complaints;
  const auto tokens = ParseTokens(text, kRoles, complaints);
  COUNTER_CHECK(complaints.empty() == static_cast<bool>(tokens));
  const NotedToken added{.name = "wall screen", .role = 1, .sha256 = {1}, .ends = {}};
  const auto with = WithToken(text, added, kRoles, complaints);
  if (!tokens) {
    COUNTER_CHECK(!with);
    return 0;
  }
  for (const NotedToken& token : tokens->tokens) {
    COUNTER_CHECK(!FaultOfName(token.name));
    COUNTER_CHECK(token.role < kRoles.size());
  }
  for (const RefusedCertificate& refused : tokens->refused) {
    COUNTER_CHECK(SerialFrom(refused.serial) == refused.serial);
  }
  if (with) {
    const auto again = ParseTokens(*with, kRoles, complaints);
    COUNTER_CHECK(again && again->tokens.back() == added);
    COUNTER_CHECK(again->tokens.size() - tokens->tokens.size() <= 1);
    COUNTER_CHECK(again->refused == tokens->refused);
  }
  const auto refusing = WithRefused(text, {.serial = "abc", .note = "stolen"}, kRoles, complaints);
  if (!refusing) return 0;
  const auto last = ParseTokens(*refusing, kRoles, complaints);
  COUNTER_CHECK(last && last->tokens == tokens->tokens);
  COUNTER_CHECK(last->refused.size() - tokens->refused.size() <= 1);
  return 0;
}
