// Which windows of one site an archive takes: each once, none that overlaps.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <utility>

#include "counter/base/time.h"
#include "counter/release/entry.h"

namespace throng {

// No window is longer, so none reaches further into what comes after it.
inline constexpr std::chrono::hours kLongestWindow{24};
inline constexpr std::chrono::milliseconds kShortestWindow{1};

// Knows what is stored near the windows that it judges; whoever makes one tells it.
class Admission {
 public:
  enum class Verdict : std::uint8_t { kWrite, kKnown, kRefused };

  // Of a site with so many zones, of which what began before `kept_since` was forgotten.
  Admission(std::size_t zones, Instant kept_since) : zones_(zones), kept_since_(kept_since) {}

  // Whether any edge could have released it, and its day is not forgotten.
  bool CanBe(const Entry& entry) const;

  // One that is stored. Stored windows of a zone do not overlap.
  void Know(const Entry& stored);

  // What becomes of `entry`. All that are stored and overlap it must be known. What is to be
  // written is known from then on, so the same twice in one batch is written once.
  Verdict Judge(const Entry& entry);

 private:
  struct Stored {
    Instant end;
    std::optional<WholeCount> count;
  };

  std::size_t zones_;
  Instant kept_since_;
  std::map<std::pair<std::uint16_t, Instant>, Stored> stored_;  // by zone and start
};

}  // namespace throng
