// What throng says to a live camera: which requests may follow each other, and their texts.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "counter/base/result.h"
#include "counter/door/camera_request.h"
#include "counter/site/address.h"
#include "counter/site/logins.h"

namespace throng {

// The talk on one connection: RTSP's kDescribe, once more with a challenge, kSetup, kPlay; or
// HTTP's kGet, once more with a challenge. Only what is "once more" has a challenge, only kPlay has
// a session, and kGet has no target. Overwrites its login at the end.
class CameraTalk {
 public:
  // `challenge`: of an earlier talk; answered from the first request on.
  CameraTalk(CameraAddress address, std::optional<Login> login,
             std::optional<LoginChallenge> challenge);
  CameraTalk(const CameraTalk&) = delete;
  CameraTalk& operator=(const CameraTalk&) = delete;
  ~CameraTalk();

  // The text of an eye's request, below 3 KiB; may hold a login. `cnonce` is new. Faults:
  // kBadRequest if it may not be asked now; kLoginMissing; kLoginInClear, if the camera wants it so
  // and the login may not; kInternal.
  Result<std::string> Say(const CameraRequest& request, std::string_view cnonce);

  // The text that keeps what was asked for with kPlay alive. Fault::kInternal.
  Result<std::string> KeepAlive(std::string_view cnonce);

  bool is_rtsp() const { return address_.protocol == CameraProtocol::kRtsp; }
  bool anything_said() const { return said_ != Said::kNothing; }
  bool all_said() const { return said_ == Said::kAll; }

  // The latest that the camera is known to have made.
  const std::optional<LoginChallenge>& challenge() const { return challenge_; }

 private:
  enum class Said : std::uint8_t { kNothing, kFirst, kProved, kSetUp, kAll };

  bool MayFollow(const CameraRequest& request) const;
  std::string UrlOf(std::string_view target) const;
  Result<std::string> Compose(std::string_view method, const std::string& uri,
                              std::string_view headers, std::string_view cnonce);

  CameraAddress address_;
  std::optional<Login> login_;
  std::optional<LoginChallenge> challenge_;
  Said said_ = Said::kNothing;
  std::string session_;       // of kPlay
  std::uint32_t asked_ = 0;   // requests of this talk
  std::uint32_t proved_ = 0;  // those with the challenge's nonce
};

}  // namespace throng
