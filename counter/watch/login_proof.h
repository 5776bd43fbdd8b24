// Proves a login to a camera: HTTP's Basic (RFC 7617) and Digest (RFC 7616, 2617 and 2069).
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "counter/base/result.h"
#include "counter/door/camera_request.h"
#include "counter/site/logins.h"

namespace throng {

// The request that the login is proved for; Basic looks at none of it.
struct ProvedRequest {
  std::string_view method;
  std::string_view uri;     // as in the request's first line
  std::uint32_t count;      // of requests with this nonce, from 1 on
  std::string_view cnonce;  // a nonce of ours: NewCnonce(), which tests replace
};

// The value of the header Authorization; holds a password, or what one could be guessed from.
// Fault::kInternal if libcrypto is told to compute no MD5.
Result<std::string> ProveLogin(const Login& login, const LoginChallenge& challenge,
                               const ProvedRequest& request);

// 16 random hexadecimal digits.
std::string NewCnonce();

// Overwrites what held a secret, and empties it.
void Wipe(std::string& secret);

}  // namespace throng
