// Reads the site file from disk, and prints complaints about it.
// SPDX-License-Identifier: Apache-2.0
#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <system_error>

#include "counter/site/guard.h"
#include "counter/site/load.h"

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

}  // namespace

Result<Site> LoadSite(const std::filesystem::path& file, std::vector<Complaint>& complaints) {
  const Result<std::string> text = ReadFile(file);
  if (!text) return text.error();
  return ParseSite(*text, complaints);
}

std::string Format(const Complaint& complaint, std::string_view file) {
  std::string line(file);
  if (complaint.line > 0) line.append(":").append(std::to_string(complaint.line));
  line += complaint.weight == Complaint::Weight::kNote ? ": note: " : ": ";
  if (!complaint.field.empty()) line += complaint.field + ": ";
  return line + complaint.text;
}

}  // namespace throng
