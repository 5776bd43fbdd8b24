// Orders by which the test breaks and mends cameras.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <random>
#include <string>
#include <vector>

#include "counter/base/time.h"
#include "tests/live/cameras.h"

namespace throng {

// Single-threaded.
class Orders {
 public:
  // Both outlive this object; there is one of `faults` for each camera.
  Orders(Cameras& cameras, std::vector<CameraFaults>& faults);

  // `line` is one of these, where I is a camera's number or "all". False if it is not.
  //   cut I           hangs up once
  //   down I          hangs up, and answers 404 from then on
  //   freeze I        stays connected, and sends nothing more
  //   garbage I       sends random bytes in place of pictures
  //   flap I SECONDS  hangs up every so many seconds
  //   up I            ends all of these
  bool Obey(const std::string& line);

  // To be called often: what the orders do from then on. `now`: steady.
  void Act(Duration now);

 private:
  struct Flap {
    Duration every;
    Duration last;
  };
  void Apply(const std::string& verb, std::size_t camera, Duration every);

  Cameras& cameras_;
  std::vector<CameraFaults>& faults_;
  std::vector<std::optional<Flap>> flaps_;
  std::mt19937 random_;
  Duration now_{};
};

}  // namespace throng
