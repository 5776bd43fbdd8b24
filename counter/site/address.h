// Where a live camera is: rtsp://host:port/path, http://host:port/path, or a device: /dev/video0.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "counter/base/result.h"

namespace throng {

// kDevice: a camera in this machine, through Video4Linux; nothing is said to it.
enum class CameraProtocol : std::uint8_t { kRtsp = 1, kHttp = 2, kDevice = 3 };

// Made by ParseCameraAddress only. Holds no login.
struct CameraAddress {
  CameraProtocol protocol;
  std::string host;    // a name, an IPv4 address, or an IPv6 address without its brackets; or empty
  std::uint16_t port;  // 554 or 80 where none is written; 0 of a device
  std::string url;     // as written, for requests and for people
  std::string path;    // from the first slash behind the host on, with its query; "/" at least
                       // of a device: all of it
};

// Whether `source` names a camera in this machine: a path that begins with /dev/video or /dev/v4l/,
// whether there is one or not: it may be plugged in later.
bool IsDevice(std::string_view source);

// Whether `source` names a live camera: "rtsp:" or "http:" in small or capital letters, or another
// scheme ("rtsps://"), which ParseCameraAddress then refuses; or IsDevice.
bool IsCameraAddress(std::string_view source);

// Faults: kBadAddress; kLoginInAddress, if there is a user or a password in it; kNoSuchProtocol.
Result<CameraAddress> ParseCameraAddress(std::string_view source);

}  // namespace throng
