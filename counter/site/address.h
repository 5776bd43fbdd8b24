// Where a live camera is: rtsp://host:port/path or http://host:port/path.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "counter/base/result.h"

namespace throng {

enum class CameraProtocol : std::uint8_t { kRtsp = 1, kHttp = 2 };

// Made by ParseCameraAddress only. Holds no login.
struct CameraAddress {
  CameraProtocol protocol;
  std::string host;    // a name, an IPv4 address, or an IPv6 address without its brackets
  std::uint16_t port;  // 554 or 80 where none is written
  std::string url;     // as written, for requests and for people
  std::string path;    // from the first slash behind the host on, with its query; "/" at least
};

// Whether `source` names a live camera: "rtsp:" or "http:" in small or capital letters, or another
// scheme ("rtsps://"), which ParseCameraAddress then refuses.
bool IsCameraAddress(std::string_view source);

// Faults: kBadAddress; kLoginInAddress, if there is a user or a password in it; kNoSuchProtocol.
Result<CameraAddress> ParseCameraAddress(std::string_view source);

}  // namespace throng
