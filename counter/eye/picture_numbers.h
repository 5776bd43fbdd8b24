// Numbers the pictures of a stream in the order of showing, those that cannot be decoded included.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <set>

#include "counter/base/time.h"

namespace throng {

// Packets come in the order of decoding, pictures in the order of showing, and some never come. A
// picture's number is how many packets are to be shown before it. Packets without a time cannot be
// placed: pictures are then numbered as they come.
class PictureNumbers {
 public:
  // The stream holds a picture, to be shown at `shown`.
  void Expect(std::optional<Duration> shown);

  // The 0-based number of a picture that came out of the decoder. Ascending from call to call.
  std::uint64_t Take(std::optional<Duration> shown);

  // A packet without a time gave no picture.
  void Lose() { ++next_; }

  // How many pictures the stream has had so far.
  std::uint64_t count() const { return next_ + expected_.size(); }

 private:
  std::uint64_t next_ = 0;
  std::set<Duration> expected_;  // two fields of one picture have one time, and count once
};

}  // namespace throng
