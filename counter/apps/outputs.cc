// Writes what a ledger holds into files.
// SPDX-License-Identifier: Apache-2.0
#include "counter/apps/outputs.h"

#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <memory>

#include "counter/serve/lines.h"

namespace throng {
namespace {

using File = std::unique_ptr<std::FILE, int (*)(std::FILE*)>;

Fault FaultOfErrno() {
  switch (errno) {
    case ENOSPC:
    case EDQUOT:
    case EFBIG:
      return Fault::kDiskFull;
    case ENOENT:
    case ENOTDIR:
      return Fault::kNotAFolder;
    default:
      return Fault::kNotPermitted;
  }
}

Status PutLines(const Ledger& ledger, const Span& span, LineFormat format,
                const std::function<bool(const Entry&)>& wanted, std::FILE* out) {
  const Result<std::vector<ZoneFacts>> zones = ledger.Zones();
  if (!zones) return zones.error();
  const auto put = [out](const std::string& line) {
    std::fwrite(line.data(), 1, line.size(), out);
  };
  if (format == LineFormat::kCsv) put(CsvHeader());
  const Status read = ledger.ForEach(span, [&](const Entry& entry) {
    if (!wanted(entry)) return;
    const ZoneFacts& zone = zones->at(entry.zone.value());
    put(format == LineFormat::kCsv ? CsvLine(entry, zone) : JsonLine(entry, zone) + "\n");
  });
  if (!read) return read.error();
  errno = ENOSPC;  // stdio keeps the fact of an earlier error, not its number
  if (std::ferror(out) != 0 || std::fflush(out) != 0) return FaultOfErrno();
  return Done{};
}

}  // namespace

Status CanMake(const std::filesystem::path& file) {
  std::error_code ignored;
  const std::filesystem::path folder = file.has_parent_path() ? file.parent_path() : ".";
  if (!std::filesystem::is_directory(folder, ignored)) return Fault::kNotAFolder;
  if (std::filesystem::is_directory(file, ignored)) return Fault::kNotPermitted;
  if (::access(folder.c_str(), W_OK) != 0) return Fault::kNotPermitted;
  return Done{};
}

Status WriteLines(const Ledger& ledger, const Span& span, LineFormat format,
                  const std::function<bool(const Entry&)>& wanted,
                  const std::optional<std::filesystem::path>& file) {
  if (!file) return PutLines(ledger, span, format, wanted, stdout);
  std::filesystem::path part = *file;
  part += ".part";
  File out(std::fopen(part.c_str(), "wbe"), &std::fclose);
  if (!out) return FaultOfErrno();
  Status put = PutLines(ledger, span, format, wanted, out.get());
  if (put && ::fsync(::fileno(out.get())) != 0) put = FaultOfErrno();
  out.reset();
  std::error_code failed;
  if (put) std::filesystem::rename(part, *file, failed);
  if (put && !failed) return Done{};
  std::error_code ignored;
  std::filesystem::remove(part, ignored);
  return put ? Fault::kNotPermitted : put.error();
}

Result<std::vector<Panel>> PanelsOf(const Ledger& ledger, const Span& span) {
  const Result<std::vector<ZoneFacts>> zones = ledger.Zones();
  if (!zones) return zones.error();
  std::vector<Panel> panels;
  for (const ZoneFacts& zone : *zones) panels.push_back({.zone = zone, .entries = {}, .known = {}});
  const Status read = ledger.ForEach(
      span, [&panels](const Entry& entry) { panels[entry.zone.value()].entries.push_back(entry); });
  if (!read) return read.error();
  return panels;
}

}  // namespace throng
