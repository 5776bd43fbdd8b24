// What a live camera's eye asks throng to say to its camera, before the first picture.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "counter/base/result.h"

namespace throng {

// RTSP's three (RFC 2326), and HTTP's one.
enum class CameraAsk : std::uint8_t { kDescribe = 1, kSetup = 2, kPlay = 3, kGet = 4 };

// How a camera wants a login to be proved: HTTP's Basic (RFC 7617) or Digest (RFC 7616).
enum class LoginScheme : std::uint8_t { kBasic = 1, kDigestMd5 = 2, kDigestSha256 = 3 };

struct LoginChallenge {
  LoginScheme scheme = LoginScheme::kBasic;
  bool qop_auth = false;  // of Digest: the camera wants a count and a nonce of ours too
  std::string realm;
  std::string nonce;   // of Digest
  std::string opaque;  // of Digest; may be empty
};

// Every text is the camera's own, handed back to it: printable ASCII without quotes and
// backslashes, of kMostText characters at most, `target` and `session` without spaces. A request
// holds nothing of a picture, since none has come: throng reads none after kPlay, and one kGet
// after the first.
struct CameraRequest {
  static constexpr std::size_t kMostText = 255;

  CameraAsk ask = CameraAsk::kDescribe;
  std::string target{};   // a URL, or what stands behind the camera's own; empty: that one itself
  std::string session{};  // RTSP's, of kPlay
  std::optional<LoginChallenge> challenge{};
};

// `fd` is one end of a socketpair of type SOCK_SEQPACKET; one request is one packet of
// kCameraRequestBytes. Fault::kBadRequest if it breaks one of the rules above.
inline constexpr std::size_t kCameraRequestBytes = 1288;
Status WriteCameraRequest(int fd, const CameraRequest& request);

// Does not block; nothing if there is none yet. Faults: kBadRequest; kEyeDied if the other end is
// closed.
Result<std::optional<CameraRequest>> ReadCameraRequest(int fd);

}  // namespace throng
