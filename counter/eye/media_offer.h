// What a camera's session description offers: its first video, and where that is controlled.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace throng {

// Of an SDP (RFC 8866) as RTSP uses it (RFC 2326, appendix C).
struct MediaOffer {
  std::string description;  // the SDP with this one medium, without addresses
  std::string control;      // what to SETUP: a URL, or what stands behind the camera's; or empty
  std::string aggregate;    // what to PLAY: the same for the whole session
};

// The first video of `sdp` that comes by RTP; nothing if there is none. Pure.
std::optional<MediaOffer> VideoIn(std::string_view sdp);

}  // namespace throng
