// Changes a message at random places, as its own types allow: for fuzz targets.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <google/protobuf/message.h>

#include <cstddef>
#include <cstdint>
#include <random>

namespace throng {

// One change somewhere in `message`: a field set, cleared, added, swapped or made odd. The same
// `random` makes the same change.
void MutateOnce(google::protobuf::Message& message, std::minstd_rand& random);

// 1 to `most` changes.
void MutateSome(google::protobuf::Message& message, std::minstd_rand& random, std::uint32_t most);

// What LLVMFuzzerCustomMutator gets: `size` bytes at `data`, where there is room for `most`.
struct FuzzedBytes {
  std::uint8_t* data;
  std::size_t size;
  std::size_t most;
  unsigned int seed;
};

// Mostly changes the message that the bytes hold behind the first `head`, at times the bytes
// themselves, by libFuzzer's own means where that is linked. `held` is that message, and null if
// they hold none. The new size, at most `most`.
std::size_t MutateBytes(const FuzzedBytes& bytes, google::protobuf::Message* held,
                        std::size_t head = 0);

}  // namespace throng
