// Ranks pictures by their time of showing.
// SPDX-License-Identifier: Apache-2.0
#include "counter/eye/picture_numbers.h"

#include <cstddef>

namespace throng {
namespace {

// No codec reorders over more than 16 pictures; the rest is waiting for a decoder that is stuck.
constexpr std::size_t kMostExpected = 64;

}  // namespace

void PictureNumbers::Expect(std::optional<Duration> shown) {
  if (!shown) return;
  expected_.insert(*shown);
  if (expected_.size() > kMostExpected) {
    expected_.erase(expected_.begin());
    ++next_;
  }
}

std::uint64_t PictureNumbers::Take(std::optional<Duration> shown) {
  if (shown) {
    while (!expected_.empty() && *expected_.begin() < *shown) {
      expected_.erase(expected_.begin());
      ++next_;
    }
    expected_.erase(*shown);
  } else if (!expected_.empty()) {
    expected_.erase(expected_.begin());
  }
  return next_++;
}

}  // namespace throng
