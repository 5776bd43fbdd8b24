// What an AVI's index says of its pictures, also of those that cannot be found any more.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

struct AVPacket;
struct AVStream;

namespace throng {

// AVI has no timestamps: pictures are counted. Where damaged bytes hide some, all later ones would
// come too early; the index, which names each by its place in the file, puts that right.
class AviIndex {
 public:
  AviIndex() = default;  // knows nothing: other containers, or an AVI without its index
  explicit AviIndex(const AVStream& stream);

  // Gives the packet its time, in ticks of the stream. Returns the times of the pictures that
  // should have come since the last call; the latest first.
  std::vector<std::int64_t> Place(AVPacket& packet);

  // The same for pictures that should have come before the end.
  std::vector<std::int64_t> PlaceEnd();

 private:
  struct Entry {
    std::int64_t position;
    std::int64_t ticks;
  };
  std::vector<std::int64_t> PassTo(std::size_t entry);

  std::vector<Entry> entries_;
  std::size_t next_ = 0;
};

}  // namespace throng
