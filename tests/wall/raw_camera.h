// A camera over HTTP that sends what a test says, and then nothing.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <string>
#include <thread>
#include <vector>

#include "counter/base/descriptor.h"

namespace throng {

// On 127.0.0.1, at any path. Its first viewer gets it all; whoever comes later is let in, and hears
// nothing. Nobody is hung up on before its end.
class RawCamera {
 public:
  struct Piece {
    std::string bytes;
    std::chrono::milliseconds pause_before{0};
  };

  // The head of the answer goes before `pieces`.
  explicit RawCamera(std::vector<Piece> pieces);
  ~RawCamera();
  RawCamera(const RawCamera&) = delete;
  RawCamera& operator=(const RawCamera&) = delete;

  std::string Address() const;
  bool has_said_all() const { return said_all_; }

  // A whole part of the answer with this picture in it.
  static std::string PartOf(const std::vector<std::uint8_t>& jpeg);

 private:
  void Play(const std::stop_token& stop);

  std::vector<Piece> pieces_;
  Descriptor listens_;
  std::atomic<bool> said_all_ = false;
  std::jthread plays_;
};

}  // namespace throng
