// One connection to a live camera: dials it and speaks for its eye, and reads not one byte.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <poll.h>

#include <array>
#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>

#include "counter/base/descriptor.h"
#include "counter/base/result.h"
#include "counter/base/time.h"
#include "counter/door/camera_request.h"
#include "counter/site/address.h"
#include "counter/site/logins.h"

namespace throng {

struct LinkOptions {
  Duration connected_within = std::chrono::seconds(5);   // with looking up its name
  Duration asked_within = std::chrono::seconds(30);      // by its eye, which starts: from then on
  Duration playing_within = std::chrono::seconds(10);    // from the first request on
  Duration kept_alive_every = std::chrono::seconds(20);  // RTSP: cameras give up after 30 or 60 s
};

// The eye reads the connection, and asks over a socketpair what to say (camera_request.h); this
// says it, with the login that the eye never learns. In this order, on one connection: kDescribe,
// once more with a challenge, kSetup, kPlay; or kGet, once more with a challenge and no target.
// With kPlay it is playing. With HTTP, where only the eye learns whether pictures come, it is when
// the second kGet was said, when the eye has closed its end behind the first, or at the end of
// `playing_within` behind the first.
// Nothing blocks, nothing is read from the camera. Single-threaded, but for a thread that looks up
// a name and shares nothing (host_lookup.h).
class CameraLink {
 public:
  enum class State : std::uint8_t { kDialling, kConnected, kPlaying, kFailed };

  // `challenge`: of an earlier link to the same camera, so that the first request can be the last.
  // `clock` outlives this object.
  static CameraLink Dial(CameraAddress address, std::optional<Login> login,
                         std::optional<LoginChallenge> challenge, const Clock& clock,
                         LinkOptions options = {});
  CameraLink(CameraLink&&) noexcept;
  CameraLink& operator=(CameraLink&&) noexcept;
  ~CameraLink();

  State state() const;
  // Of kFailed, in which the eye sees the end of the connection. kHostUnknown, kCameraUnreachable,
  // kCameraHungUp (while playing: only if the connection broke; its end is for the eye to find),
  // kCameraNotLive (nothing was agreed upon in time), kLoginMissing, kLoginInClear, kBadRequest
  // (this eye is not to be trusted), kEyeDied (it closed its end before kPlay), kInternal.
  Fault why() const;

  // From kConnected on: for an eye to read, which waits for bytes.
  int socket_fd() const;
  // In kConnected only: the end of the socketpair at which the eye's requests come; closed in
  // kPlaying.
  void SpeakFor(Descriptor requests);

  // What to wait for, with poll(), whose descriptors are -1 where there is nothing; and when
  // (steady time) Act() is due in any case; Duration::max() if never.
  std::array<pollfd, 2> Awaited() const;
  Duration due() const;
  // Does all that can be done now.
  void Act();

  // What the camera wanted, as far as it is known.
  const std::optional<LoginChallenge>& challenge() const;

 private:
  struct Parts;
  explicit CameraLink(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

}  // namespace throng
