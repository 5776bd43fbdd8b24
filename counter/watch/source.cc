// Opens video files, pipes and models.
// SPDX-License-Identifier: Apache-2.0
#include "counter/watch/source.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <string>

namespace throng {

namespace {

// Of the last call that opened nothing.
Fault WhyNotOpen() {
  return errno == ENOENT || errno == ENOTDIR ? Fault::kNotFound : Fault::kNotPermitted;
}

}  // namespace

Result<OpenedSource> OpenSource(const std::filesystem::path& path) {
  Descriptor fd(path == "-" ? ::fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 3)
                            : ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (!fd) return WhyNotOpen();
  struct stat status {};
  if (::fstat(fd.get(), &status) != 0) return Fault::kInternal;
  if (S_ISDIR(status.st_mode)) return Fault::kNotVideo;
  // Non-blocking was for the opening only: the eye waits for its bytes.
  const int flags = ::fcntl(fd.get(), F_GETFL);
  if (flags < 0 || ::fcntl(fd.get(), F_SETFL, flags & ~O_NONBLOCK) != 0) return Fault::kInternal;
  OpenedSource source{.fd = std::move(fd), .size_bytes = std::nullopt};
  if (!S_ISREG(status.st_mode)) return source;
  if (status.st_size == 0) return Fault::kEmptySource;
  source.size_bytes = static_cast<std::uint64_t>(status.st_size);
  return source;
}

Result<Descriptor> OpenCamera(const std::filesystem::path& device) {
  constexpr unsigned kVideoMajor = 81;  // the kernel's manual, "Linux allocated devices"
  Descriptor fd(::open(device.c_str(), O_RDWR | O_CLOEXEC | O_NONBLOCK));
  if (!fd) {
    const bool refused = errno == EACCES || errno == EPERM;
    return refused ? Fault::kDeviceRefuses : Fault::kDeviceGone;
  }
  struct stat status {};
  if (::fstat(fd.get(), &status) != 0) return Fault::kInternal;
  if (!S_ISCHR(status.st_mode) || major(status.st_rdev) != kVideoMajor) return Fault::kNotVideo;
  return fd;
}

Result<OpenedSource> OpenAgain(const OpenedSource& source) {
  return OpenSource("/proc/self/fd/" + std::to_string(source.fd.get()));
}

Result<Descriptor> OpenModel(const std::filesystem::path& path) {
  Descriptor fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (!fd) return WhyNotOpen();
  return fd;
}

std::optional<double> ShareRead(const OpenedSource& source) {
  if (!source.size_bytes) return std::nullopt;
  const off_t offset = ::lseek(source.fd.get(), 0, SEEK_CUR);
  if (offset < 0) return std::nullopt;
  return std::min(static_cast<double>(offset) / static_cast<double>(*source.size_bytes), 1.0);
}

}  // namespace throng
