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
  std::error_code failed;  // then it stays relative
  const fs::path whole = fs::absolute(path, failed);
  const fs::path plain = (failed ? path : whole).lexically_normal();
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

// Puts the files into a new folder, which then looks like `old`.
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
  std::error_code stays;
  for (fs::directory_iterator at(old, failed), end; !failed && at != end; at.increment(failed)) {
    const std::string name = at->path().filename().string();
    if (std::ranges::find(files, name, &FolderFile::name) != files.end()) continue;
    fs::rename(at->path(), made / name, stays);
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
  std::string name = Beside(whole);
  if (::mkdtemp(name.data()) == nullptr || ::chmod(name.c_str(), S_IRWXU) != 0) {
    return FaultOfErrno();  // chmod: whatever the umask is
  }
  const fs::path made = name;
  Status done = Fill(made, files, replace == Replace::kAlways ? &old : nullptr);
  if (done && replace == Replace::kAlways) {
    done = Exchange(made, whole, files);
  } else if (done && ::rename(made.c_str(), whole.c_str()) != 0) {
    const bool is_there = errno == EEXIST || errno == ENOTEMPTY || errno == ENOTDIR;
    done = is_there ? Fault::kAlreadyThere : FaultOfErrno();
  }
  SyncFolder(whole.parent_path());
  for (const FolderFile& file : files) fs::remove(made / file.name, failed);
  fs::remove(made, failed);  // the old one, or what could not be put; not with files of others
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
