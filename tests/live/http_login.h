// Asks a viewer of an HTTP camera for a login, and judges what he answers.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "tests/live/cameras.h"

namespace throng {

// Immutable.
class HttpLogin {
 public:
  explicit HttpLogin(std::optional<CameraLogin> login);

  // What stands behind "WWW-Authenticate: ".
  std::string Challenge() const;

  // Whether `proof`, which stands behind "Authorization: ", opens `target` to a GET. With Digest
  // it must be an answer to our challenge, with "auth" for its quality (RFC 7616).
  bool Opens(std::string_view target, std::string_view proof) const;

 private:
  std::optional<CameraLogin> login_;
  std::string nonce_;
};

}  // namespace throng
