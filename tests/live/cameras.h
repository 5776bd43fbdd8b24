// What all stand-ins for cameras can do, whatever protocol they speak.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tests/live/video_loop.h"

namespace throng {

// What is wrong with one camera. Set by one thread, looked at by those that serve.
struct CameraFaults {
  std::atomic<bool> down = false;     // nobody is let in
  std::atomic<bool> frozen = false;   // lets in and answers, but no picture comes
  std::atomic<bool> garbage = false;  // random bytes come in place of pictures
};

// Shows how a login is to be proved. GStreamer's RTSP server knows the first two.
enum class ProveBy : std::uint8_t { kBasic, kMd5, kSha256 };

struct CameraLogin {
  std::string user;
  std::string password;
  ProveBy by = ProveBy::kMd5;
};

struct CameraOptions {
  std::uint16_t port = 0;  // 0: any that is free
  std::vector<VideoLoop> videos;
  std::size_t cameras = 1;  // camera i plays video i mod their number, at /cam0, /cam1 ...
  std::optional<CameraLogin> login;
  bool from_start = false;   // each viewer begins with the first picture; else all are in step
  int session_seconds = 60;  // RTSP: who says nothing for so long has left
};

// Cameras on 127.0.0.1 that play on until their end.
class Cameras {
 public:
  virtual ~Cameras() = default;
  virtual std::uint16_t port() const = 0;
  // Hangs up on all viewers of `camera`.
  virtual void Cut(std::size_t camera) = 0;
  // Sends `bytes` as they are to all viewers of `camera` who have been promised pictures.
  virtual void Send(std::size_t camera, std::string_view bytes) = 0;
};

// `options` and `faults`, one for each camera, outlive the answer. Null if the port is taken. RTSP
// works while GLib's default main loop runs; HTTP has threads of its own.
std::unique_ptr<Cameras> ServeRtsp(const CameraOptions& options, std::vector<CameraFaults>& faults);
std::unique_ptr<Cameras> ServeHttp(const CameraOptions& options, std::vector<CameraFaults>& faults);

}  // namespace throng
