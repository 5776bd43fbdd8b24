// What a live camera answers: a status, headers and a body, the same in RTSP and in HTTP.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "counter/base/result.h"
#include "counter/door/camera_request.h"
#include "counter/eye/connection.h"

namespace throng {

struct Response {
  struct Header {
    std::string name;  // in small letters
    std::string value;
  };
  int status = 0;  // 100..999
  std::vector<Header> headers;
  std::string body;

  // The first header of this name; empty if there is none.
  std::string_view Value(std::string_view name) const;
};

// Head of a message, up to and without its empty line (RFC 2326, section 4; RFC 9112). Nothing if
// it is none. A request of the camera's own has status 0. Pure.
std::optional<Response> ParseHead(std::string_view head);

inline constexpr std::size_t kMostHeadBytes = std::size_t{16} * 1024;
inline constexpr std::size_t kMostBodyBytes = std::size_t{64} * 1024;

// Takes a message off the connection. Nothing if it is not whole yet. kCameraNotLive if it can
// become none. With its body, if it refuses something; or any body, if `with_bodies`.
Result<std::optional<Response>> TakeResponse(Connection& connection, bool with_bodies);

// How the camera wants to be logged in to: the best of what its headers WWW-Authenticate offer that
// throng knows. Pure.
std::optional<LoginChallenge> ChallengeIn(const Response& response);

}  // namespace throng
