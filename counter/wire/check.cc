// Looks at each text, time and number.
// SPDX-License-Identifier: Apache-2.0
#include "counter/wire/check.h"

#include <google/protobuf/message.h>

#include <chrono>

#include "counter/site/wording.h"
#include "counter/wire/limits.h"

namespace throng {
namespace {

constexpr std::int64_t NsOfYear(int year) {
  const std::chrono::sys_days first(std::chrono::year(year) / 1 / 1);
  return std::chrono::duration_cast<Duration>(first.time_since_epoch()).count();
}
constexpr std::int64_t kEarliest = NsOfYear(1678);
constexpr std::int64_t kTooLate = NsOfYear(2262);

bool IsUtf8(std::string_view text) {
  while (!text.empty()) {
    const std::size_t length = CharacterAt(text);
    if (length == 0) return false;
    text.remove_prefix(length);
  }
  return true;
}

}  // namespace

Refused CheckName(StaticText field, std::string_view name) {
  if (!IsUtf8(name)) return Refusal{.field = field, .rule = "is not UTF-8"};
  if (!FaultOfName(name)) return {};
  return Refusal{.field = field, .rule = "is no name that a site file may have"};
}

Refused CheckSentence(StaticText field, std::string_view text) {
  if (text.size() > kMostSentenceBytes) {
    return Refusal{.field = field, .rule = "is longer than 200 bytes"};
  }
  if (!IsUtf8(text)) return Refusal{.field = field, .rule = "is not UTF-8"};
  if (!HasControlCharacter(text)) return {};
  return Refusal{.field = field, .rule = "has a control character"};
}

Refused CheckRole(StaticText field, std::string_view role) {
  const bool fits =
      !role.empty() && role.size() <= kMostRoleBytes &&
      role.find_first_not_of("abcdefghijklmnopqrstuvwxyz -0123456789") == std::string_view::npos;
  if (fits) return {};
  return Refusal{.field = field,
                 .rule = "is not 1 to 32 small letters, digits, blanks and hyphens"};
}

Refused CheckTime(StaticText field, std::int64_t utc_ns, Instant now) {
  if (utc_ns < kEarliest || utc_ns >= kTooLate) {
    return Refusal{.field = field, .rule = "is not in the years 1678 to 2261"};
  }
  if (Instant(utc_ns - Duration(kMostAhead).count()) <= now) return {};
  return Refusal{.field = field, .rule = "is more than a day ahead of the hub's clock"};
}

Refused CheckPercent(StaticText field, std::uint32_t percent) {
  if (percent <= 100) return {};
  return Refusal{.field = field, .rule = "is above 100"};
}

Refused CheckCapacity(StaticText field, std::uint32_t persons) {
  if (persons > 0 && persons <= kMostCapacity) return {};
  return Refusal{.field = field, .rule = "is not from 1 to 100000000"};
}

Refused CheckKnown(StaticText field, const google::protobuf::Message& message) {
  if (message.GetReflection()->GetUnknownFields(message).empty()) return {};
  return Refusal{.field = field, .rule = "has a field that this hub does not know"};
}

}  // namespace throng
