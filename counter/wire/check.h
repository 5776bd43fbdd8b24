// The rules that texts, times and numbers from outside keep; for the files of this room.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string_view>

#include "counter/base/time.h"
#include "counter/wire/refusal.h"

namespace google::protobuf {
class Message;
}  // namespace google::protobuf

namespace throng {

// Each: nothing, or that `field` breaks a rule.

// What a site file would take as the name of a place (site/wording.h), in UTF-8.
Refused CheckName(StaticText field, std::string_view name);

// At most 200 bytes of UTF-8 without control characters; may be empty.
Refused CheckSentence(StaticText field, std::string_view text);

// 1 to 32 small letters, digits, blanks and hyphens.
Refused CheckRole(StaticText field, std::string_view role);

// UTC nanoseconds in the years 1678 to 2261, at most a day ahead of `now`.
Refused CheckTime(StaticText field, std::int64_t utc_ns, Instant now);

// 0 to 100.
Refused CheckPercent(StaticText field, std::uint32_t percent);

// > 0, at most kMostCapacity.
Refused CheckCapacity(StaticText field, std::uint32_t persons);

// That `message` holds no field which the contract does not know; messages in it are not looked at.
Refused CheckKnown(StaticText field, const google::protobuf::Message& message);

}  // namespace throng
