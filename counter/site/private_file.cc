// Looks at the owner and the mode of the file that it has opened, then reads that one.
// SPDX-License-Identifier: Apache-2.0
#include "counter/site/private_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>

#include "counter/base/descriptor.h"
#include "counter/site/guard.h"

namespace throng {

bool IsPrivate(const std::filesystem::path& file, uid_t owner, mode_t mode, uid_t reader) {
  if (owner != reader && owner != 0) return false;
  mode_t forbidden = S_IRGRP | S_IWGRP | S_IROTH | S_IWOTH;
  const std::filesystem::path folder = std::filesystem::weakly_canonical(file).parent_path();
  const bool is_credential = owner == 0 && folder.parent_path() == "/run/credentials";
  if (is_credential) forbidden &= ~static_cast<mode_t>(S_IRGRP);
  return (mode & forbidden) == 0;
}

Result<std::string> ReadPrivate(const std::filesystem::path& file, Fault if_open) {
  const Descriptor fd(::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
  if (!fd) {
    const bool absent = errno == ENOENT || errno == ENOTDIR || errno == ENAMETOOLONG;
    return absent ? Fault::kNotFound : Fault::kNotPermitted;
  }
  struct stat facts {};
  if (::fstat(fd.get(), &facts) != 0) return Fault::kInternal;
  if (!S_ISREG(facts.st_mode)) return Fault::kNotFound;
  if (!IsPrivate(file, facts.st_uid, facts.st_mode, ::geteuid())) return if_open;
  std::string text(kMostSiteBytes + 1, '\0');
  std::size_t size = 0;
  while (size < text.size()) {
    const ssize_t got = ::read(fd.get(), text.data() + size, text.size() - size);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return Fault::kNotPermitted;
    if (got == 0) break;
    size += static_cast<std::size_t>(got);
  }
  text.resize(size);
  return text;
}

}  // namespace throng
