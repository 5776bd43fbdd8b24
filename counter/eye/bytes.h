// Compressed bytes from a file descriptor, as FFmpeg asks for them.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

struct AVIOContext;

namespace throng {

// Reads `fd` from its beginning where it can be rewound, else from where it stands. Reads in chunks
// of kChunk, because whoever shares the descriptor shows progress from its position. The descriptor
// stays the caller's. Not movable: FFmpeg holds its address.
class ByteReader {
 public:
  static constexpr int kChunk = 64 * 1024;

  explicit ByteReader(int fd);
  ~ByteReader();
  ByteReader(const ByteReader&) = delete;
  ByteReader& operator=(const ByteReader&) = delete;

  AVIOContext* io() const { return io_; }
  bool read_any() const { return read_any_; }        // at least one byte came
  bool read_failed() const { return read_failed_; }  // the system refused to read on

 private:
  static int Read(void* self, std::uint8_t* into, int most);
  static std::int64_t Seek(void* self, std::int64_t offset, int whence);

  int fd_;
  std::int64_t size_ = -1;  // only asked for by Seek, which FFmpeg only has where it is known
  bool read_any_ = false;
  bool read_failed_ = false;
  AVIOContext* io_;
};

}  // namespace throng
