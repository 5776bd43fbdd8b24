// The memory of one reply after another.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <google/protobuf/arena.h>

#include <array>
#include <cstddef>
#include <memory>

namespace throng {

// A message that is made again and again in one piece of memory: a row of history has
// three messages in it, and to allocate and free each takes longer than to fill it.
template <class Message>
class ReplyInPlace {
 public:
  ReplyInPlace() : arena_(Options(*first_)) {}

  Message& message() { return *message_; }
  void Clear() {
    arena_.Reset();
    message_ = google::protobuf::Arena::CreateMessage<Message>(&arena_);
  }

 private:
  static constexpr std::size_t kFirstBytes = 1 << 18;  // 1000 rows of history
  using Block = std::array<char, kFirstBytes>;

  static google::protobuf::ArenaOptions Options(Block& first) {
    google::protobuf::ArenaOptions options;
    options.initial_block = first.data();
    options.initial_block_size = first.size();
    return options;
  }

  std::unique_ptr<Block> first_ = std::make_unique_for_overwrite<Block>();  // outlives Reset
  google::protobuf::Arena arena_;
  Message* message_ = google::protobuf::Arena::CreateMessage<Message>(&arena_);
};

}  // namespace throng
