// How whoever receives an alarm over HTTP knows that it is ours: HMAC-SHA256 of RFC 2104.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "counter/base/result.h"

namespace throng {

// In small hexadecimal digits. Fault::kInternal if libcrypto is told not to compute it.
Result<std::string> HmacSha256(std::string_view secret, std::string_view text);

// "v1=" and the HMAC of TIMESTAMP.BODY, so that an old message cannot be sent again with a new
// time. `at_s` is in seconds since 1970.
Result<std::string> WebhookSignature(std::string_view secret, std::int64_t at_s,
                                     std::string_view body);

}  // namespace throng
