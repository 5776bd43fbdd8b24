// Tells what has gone wrong while cameras are counted, once and not at every tick.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <vector>

#include "counter/base/time.h"

namespace throng {

class News {
 public:
  // Onto standard error, each of `notes` that was not told within the last hour: a camera that
  // comes and goes does not fill a log. `now` is steady time.
  void Tell(const std::vector<std::string>& notes, Duration now);

 private:
  std::map<std::string, Duration> told_;
};

}  // namespace throng
