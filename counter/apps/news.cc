// Remembers what was told when.
// SPDX-License-Identifier: Apache-2.0
#include "counter/apps/news.h"

#include <fmt/format.h>

#include <chrono>
#include <cstdio>

namespace throng {

void News::Tell(const std::vector<std::string>& notes, Duration now) {
  std::erase_if(told_, [&](const auto& one) { return now - one.second >= std::chrono::hours(1); });
  for (const std::string& note : notes) {
    if (told_.emplace(note, now).second) fmt::print(stderr, "throng: {}\n", note);
  }
}

}  // namespace throng
