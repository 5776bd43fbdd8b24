// Reads at offsets of its own.
// SPDX-License-Identifier: Apache-2.0
#include "counter/eye/model_file.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

namespace throng {

Result<std::vector<std::byte>> ReadModelFile(int fd, std::size_t most_bytes) {
  struct stat status {};
  if (::fstat(fd, &status) != 0 || !S_ISREG(status.st_mode)) return Fault::kNoModel;
  const auto size = static_cast<std::size_t>(status.st_size);
  if (size == 0) return Fault::kNoModel;
  if (size > most_bytes) return Fault::kModelTooLarge;
  std::vector<std::byte> file(size);
  std::size_t got = 0;
  while (got < size) {
    const ssize_t n = ::pread(fd, file.data() + got, size - got, static_cast<off_t>(got));
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return Fault::kNoModel;
    got += static_cast<std::size_t>(n);
  }
  return file;
}

}  // namespace throng
