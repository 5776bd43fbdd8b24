// Comes to terms with a live camera: throng speaks, the eye listens and says what to say next.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <string>

#include "counter/base/result.h"
#include "counter/base/time.h"
#include "counter/eye/connection.h"

namespace throng {

// What was agreed upon by RTSP, when its pictures are asked for.
struct RtpStream {
  std::string description;  // the SDP of its one medium
  int channel = 0;          // on which its packets come, between messages (RFC 2326, section 10.12)
};

inline constexpr Duration kMostAgreeing = std::chrono::seconds(8);

// `requests_fd`: throng's ear; see camera_request.h. Both read up to the last answer before
// pictures; theirs may stand before that to kPlay. Faults: kCameraNotLive, kNoSuchStream,
// kLoginMissing (throng has none), kLoginRefused, kCameraRefuses, kCameraHungUp, kCameraSilent,
// kNotVideo (the stream has none).
Result<RtpStream> AgreeByRtsp(Connection& connection, int requests_fd, const Clock& clock);
Status AgreeByHttp(Connection& connection, int requests_fd, const Clock& clock);

}  // namespace throng
