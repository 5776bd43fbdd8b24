// Reads the site file from disk, adds moments to it, and prints complaints about it.
// SPDX-License-Identifier: Apache-2.0
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string>
#include <system_error>

#include "counter/base/descriptor.h"
#include "counter/site/guard.h"
#include "counter/site/load.h"
#include "counter/site/wording.h"

namespace throng {
namespace {

struct CloseFile {
  void operator()(std::FILE* file) const { std::fclose(file); }
};

// At most one byte more than a site file may have: enough to see that it is too long.
Result<std::string> ReadFile(const std::filesystem::path& file) {
  std::error_code unknown;
  if (std::filesystem::is_directory(file, unknown)) return Fault::kNotFound;
  const std::unique_ptr<std::FILE, CloseFile> stream(std::fopen(file.c_str(), "rbe"));
  if (!stream) {
    const bool absent = errno == ENOENT || errno == ENOTDIR || errno == ENAMETOOLONG;
    return absent ? Fault::kNotFound : Fault::kNotPermitted;
  }
  std::string text(kMostSiteBytes + 1, '\0');
  text.resize(std::fread(text.data(), 1, text.size(), stream.get()));
  if (std::ferror(stream.get()) != 0) return Fault::kNotPermitted;
  return text;
}

Fault FaultOfWriting() {
  return errno == ENOSPC || errno == EDQUOT || errno == EFBIG ? Fault::kDiskFull
                                                              : Fault::kNotPermitted;
}

Status WriteAll(int fd, std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = ::write(fd, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return FaultOfWriting();
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  return Done{};
}

// `text` in place of the file's, whole or not at all, with the same mode.
Status Replace(const std::filesystem::path& file, std::string_view text) {
  struct stat facts {};
  if (::stat(file.c_str(), &facts) != 0) return Fault::kNotFound;
  if (::access(file.c_str(), W_OK) != 0) return Fault::kNotPermitted;
  std::string part = file.string() + ".XXXXXX";
  const Descriptor out(::mkostemp(part.data(), O_CLOEXEC));
  if (!out) return FaultOfWriting();
  Status done = WriteAll(out.get(), text);
  if (done && (::fchmod(out.get(), facts.st_mode & 07777U) != 0 || ::fsync(out.get()) != 0 ||
               std::rename(part.c_str(), file.c_str()) != 0)) {
    done = FaultOfWriting();
  }
  if (!done) ::unlink(part.c_str());
  const Descriptor folder(::open(file.parent_path().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (done && folder) ::fsync(folder.get());
  return done;
}

std::string Escaped(std::string_view text) {
  std::string escaped;
  for (const char c : text) {
    if (c == '"' || c == '\\') escaped += '\\';
    escaped += c;
  }
  return escaped;
}

}  // namespace

Result<Site> LoadSite(const std::filesystem::path& file, std::vector<Complaint>& complaints) {
  const Result<std::string> text = ReadFile(file);
  if (!text) return text.error();
  return ParseSite(*text, complaints);
}

Status AppendMoment(const std::filesystem::path& file, std::string_view camera,
                    const Moment& moment) {
  std::error_code failed;
  const std::filesystem::path whole = std::filesystem::canonical(file, failed);  // behind links
  if (failed) return Fault::kNotFound;
  Result<std::string> text = ReadFile(whole);
  if (!text) return text.error();
  if (!text->empty() && text->back() != '\n') *text += '\n';
  *text += "\n[[moment]]\ncamera = \"" + Escaped(camera) + "\"\nmodel = \"" +
           Escaped(moment.model) + "\"\ncounted = " + Number(moment.counted.value(), 0) +
           "\nknown = " + Number(moment.known.value(), 0) + "\n";
  std::vector<Complaint> complaints;
  const Result<Site> site = ParseSite(*text, complaints);
  if (!site) return site.error();
  return Replace(whole, *text);
}

std::string Format(const Complaint& complaint, std::string_view file) {
  std::string line(file);
  if (complaint.line > 0) line.append(":").append(std::to_string(complaint.line));
  line += complaint.weight == Complaint::Weight::kNote ? ": note: " : ": ";
  if (!complaint.field.empty()) line += complaint.field + ": ";
  return line + complaint.text;
}

}  // namespace throng
