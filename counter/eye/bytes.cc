// read() and lseek() behind FFmpeg's input/output context.
// SPDX-License-Identifier: Apache-2.0
#include "counter/eye/bytes.h"

#include <poll.h>
#include <string.h>  // explicit_bzero
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>

#include "counter/base/check.h"
#include "counter/eye/libav.h"

namespace throng {

ByteReader::ByteReader(int fd) : fd_(fd), size_(::lseek(fd, 0, SEEK_END)) {
  // A pipe has no end to seek. A descriptor left elsewhere by an earlier eye starts over.
  const bool seekable = size_ >= 0 && ::lseek(fd, 0, SEEK_SET) == 0;
  auto* const buffer = static_cast<unsigned char*>(av_malloc(kChunk));
  COUNTER_CHECK(buffer != nullptr);
  io_ = avio_alloc_context(buffer, kChunk, 0, this, Read, nullptr, seekable ? Seek : nullptr);
  COUNTER_CHECK(io_ != nullptr);
}

ByteReader::~ByteReader() {
  av_freep(&io_->buffer);
  avio_context_free(&io_);
}

int ByteReader::Read(void* self, std::uint8_t* into, int most) {
  auto& reader = *static_cast<ByteReader*>(self);
  const auto chunk = static_cast<std::size_t>(most < kChunk ? most : kChunk);
  reader.WaitForBytes();
  if (reader.read_failed_) return AVERROR(EIO);
  while (true) {
    const ssize_t got = ::read(reader.fd_, into, chunk);
    if (got > 0) {
      const std::size_t wanted = kHead - reader.head_.size();
      reader.got_ += got;
      reader.head_.append(into, into + std::min(wanted, static_cast<std::size_t>(got)));
      return static_cast<int>(got);
    }
    if (got == 0) return AVERROR_EOF;
    if (errno == EINTR) continue;
    reader.read_failed_ = true;
    return AVERROR(EIO);
  }
}

void ByteReader::NotePicture() {
  last_picture_ = std::chrono::steady_clock::now();
  stalled_ = false;
}

bool ByteReader::Come(std::chrono::milliseconds within) const {
  pollfd bytes{.fd = fd_, .events = POLLIN, .revents = 0};
  const timespec pause{.tv_sec = within.count() / 1000,
                       .tv_nsec = within.count() % 1000 * 1'000'000L};
  return ::ppoll(&bytes, 1, &pause, nullptr) != 0;
}

void ByteReader::WaitForBytes() {
  using std::chrono::milliseconds;
  if (!when_stalled) {
    if (!can_rewind() && got_ > kMostHeader) read_failed_ = !Come(milliseconds(kStallMs));
    return;
  }
  if (stalled_) return;
  const auto waited = std::chrono::steady_clock::now() - last_picture_;
  const auto left =
      std::max(milliseconds(kStallMs) - std::chrono::ceil<milliseconds>(waited), milliseconds(0));
  if (left > milliseconds(0) && Come(left)) return;
  stalled_ = true;
  // FFmpeg reads on when it has used all of its buffer. It may look back into it, but not over a
  // pause like this.
  ::explicit_bzero(io_->buffer, static_cast<std::size_t>(io_->buffer_size));
  if (when_stalled) when_stalled();
}

std::int64_t ByteReader::Seek(void* self, std::int64_t offset, int whence) {
  const auto& reader = *static_cast<ByteReader*>(self);
  if ((whence & AVSEEK_SIZE) != 0) return reader.size_;
  const off_t at = ::lseek(reader.fd_, offset, whence & ~AVSEEK_FORCE);
  return at >= 0 ? at : AVERROR(EINVAL);
}

}  // namespace throng
