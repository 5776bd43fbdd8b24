// Writes beside, then renames or exchanges.
// SPDX-License-Identifier: Apache-2.0
#include "counter/link/whole_files.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <system_error>

#include "counter/base/descriptor.h"
#include "counter/base/file_fault.h"

namespace throng {
namespace {

namespace fs = std::filesystem;

constexpr mode_t kSecret = 0600;
constexpr mode_t kPublic = 0644;

Status WriteAll(int fd, std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = ::write(fd, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return FaultOfErrno();
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  return Done{};
}

// Of what `like` describes; nothing to do for most, and nothing but root may do for the rest.
Status TakeOwner(int fd, const struct stat& like) {
  struct stat now {};
  if (::fstat(fd, &now) != 0) return FaultOfErrno();
  if (now.st_uid == like.st_uid && now.st_gid == like.st_gid) return Done{};
  if (::fchown(fd, like.st_uid, like.st_gid) != 0) return FaultOfErrno();
  return Done{};
}

void SyncFolder(const fs::path& folder) {
  const Descriptor fd(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (fd) ::fsync(fd.get());
}

// Where `path` lies, and its name without a slash at its end.
fs::path WithoutSlash(const fs::path& path) {
  fs::path plain = fs::absolute(path).lexically_normal();
  return plain.has_filename() ? plain : plain.parent_path();
}

// A name beside `path` that mkstemp and mkdtemp fill in.
std::string Beside(const fs::path& path) {
  return (path.parent_path() / ("." + path.filename().string() + ".XXXXXX")).string();
}

// `old`: what it replaces, if anything.
Status WriteFile(const fs::path& folder, const FolderFile& file, const struct stat* old) {
  const mode_t mode = file.is_secret ? kSecret : kPublic;
  const Descriptor out(::open((folder / file.name).c_str(),
                              O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode));
  if (!out) return FaultOfErrno();
  if (const Status done = WriteAll(out.get(), file.text); !done) return done;
  if (old != nullptr) {
    if (const Status done = TakeOwner(out.get(), *old); !done) return done;
  }
  if (::fchmod(out.get(), mode) != 0 || ::fsync(out.get()) != 0) return FaultOfErrno();
  return Done{};
}

// A new folder beside `folder`, with the files in it.
Status Fill(const fs::path& made, std::span<const FolderFile> files, const struct stat* old) {
  for (const FolderFile& file : files) {
    if (const Status done = WriteFile(made, file, old); !done) return done;
  }
  const Descriptor fd(::open(made.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!fd) return FaultOfErrno();
  if (old != nullptr) {
    if (const Status done = TakeOwner(fd.get(), *old); !done) return done;
    if (::fchmod(fd.get(), old->st_mode & 0777U) != 0) return FaultOfErrno();
  }
  if (::fsync(fd.get()) != 0) return FaultOfErrno();
  return Done{};
}

// What is in `old` and no one of `files`, to `made`.
void MoveOthers(const fs::path& old, const fs::path& made, std::span<const FolderFile> files) {
  std::error_code failed;
  for (const fs::directory_entry& entry : fs::directory_iterator(old, failed)) {
    const std::string name = entry.path().filename().string();
    if (std::ranges::find(files, name, &FolderFile::name) != files.end()) continue;
    std::error_code stays;
    fs::rename(entry.path(), made / name, stays);
  }
}

Status Exchange(const fs::path& made, const fs::path& folder, std::span<const FolderFile> files) {
  if (::renameat2(AT_FDCWD, made.c_str(), AT_FDCWD, folder.c_str(), RENAME_EXCHANGE) != 0) {
    return FaultOfErrno();
  }
  MoveOthers(made, folder, files);
  return Done{};
}

}  // namespace

Status PutFolder(const fs::path& folder, std::span<const FolderFile> files, Replace replace) {
  std::error_code failed;
  fs::path whole = WithoutSlash(folder);
  struct stat old {};
  if (replace == Replace::kAlways) {
    whole = fs::canonical(whole, failed);  // behind links
    if (failed || ::stat(whole.c_str(), &old) != 0 || !S_ISDIR(old.st_mode)) {
      return Fault::kNotFound;
    }
  }
  std::string made = Beside(whole);
  if (::mkdtemp(made.data()) == nullptr) return FaultOfErrno();
  Status done = Fill(made, files, replace == Replace::kAlways ? &old : nullptr);
  if (done && replace == Replace::kAlways) {
    done = Exchange(made, whole, files);
  } else if (done && ::rename(made.c_str(), whole.c_str()) != 0) {
    const bool is_there = errno == EEXIST || errno == ENOTEMPTY || errno == ENOTDIR;
    done = is_there ? Fault::kAlreadyThere : FaultOfErrno();
  }
  SyncFolder(whole.parent_path());
  fs::remove_all(made, failed);  // the old one, or what could not be put
  return done;
}

Status PutPrivateFile(const fs::path& file, std::string_view text) {
  std::error_code failed;
  struct stat old {};
  const bool is_there = ::stat(file.c_str(), &old) == 0;
  const fs::path whole = is_there ? fs::canonical(file, failed) : WithoutSlash(file);
  if (failed) return Fault::kNotPermitted;
  std::string part = Beside(whole);
  const Descriptor out(::mkostemp(part.data(), O_CLOEXEC));  // with mode 0600
  if (!out) return FaultOfErrno();
  Status done = WriteAll(out.get(), text);
  if (done && is_there) done = TakeOwner(out.get(), old);
  if (done && (::fsync(out.get()) != 0 || ::rename(part.c_str(), whole.c_str()) != 0)) {
    done = FaultOfErrno();
  }
  if (done) {
    SyncFolder(whole.parent_path());
  } else {
    ::unlink(part.c_str());
  }
  return done;
}

}  // namespace throng
