// Compressed bytes from a file descriptor, as FFmpeg asks for them.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

struct AVIOContext;

namespace throng {

// Reads `fd` from its beginning where it can be rewound, else from where it stands. Reads in chunks
// of kChunk, because whoever shares the descriptor shows progress from its position. The descriptor
// stays the caller's. Not movable: FFmpeg holds its address.
class ByteReader {
 public:
  static constexpr int kChunk = 64 * 1024;
  static constexpr std::size_t kHead = 4;
  static constexpr std::int64_t kMostHeader = 4096;  // more bytes of a pipe hold some of a picture
  static constexpr int kStallMs = 1500;              // of the 2 s that a frame may live

  explicit ByteReader(int fd);
  ~ByteReader();
  ByteReader(const ByteReader&) = delete;
  ByteReader& operator=(const ByteReader&) = delete;

  AVIOContext* io() const { return io_; }

  // Called when no picture has come for kStallMs, before a read waits on or reads more of something
  // else: whoever holds pictures lets them go. What was read and used is overwritten then. Empty:
  // nobody can, and where nothing at all has come for kStallMs after kMostHeader bytes, reading
  // fails.
  std::function<void()> when_stalled;

  // A packet of the video was read.
  void NotePicture();
  std::string_view head() const { return head_; }    // the first bytes that came, up to kHead
  bool read_failed() const { return read_failed_; }  // the system, or when_stalled, refused more
  bool can_rewind() const { return size_ >= 0; }

 private:
  static int Read(void* self, std::uint8_t* into, int most);
  static std::int64_t Seek(void* self, std::int64_t offset, int whence);
  void WaitForBytes();
  bool Come(std::chrono::milliseconds within) const;

  int fd_;
  std::int64_t size_ = -1;  // only asked for by Seek, which FFmpeg only has where it is known
  std::string head_;
  std::int64_t got_ = 0;  // bytes so far
  bool read_failed_ = false;
  std::chrono::steady_clock::time_point last_picture_ = std::chrono::steady_clock::now();
  bool stalled_ = false;  // since the last picture
  AVIOContext* io_;
};

}  // namespace throng
