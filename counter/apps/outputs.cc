// Writes what a ledger holds into files.
// SPDX-License-Identifier: Apache-2.0
#include "counter/apps/outputs.h"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <memory>

#include "counter/base/check.h"
#include "counter/base/file_fault.h"
#include "counter/meaning/gather.h"
#include "counter/serve/lines.h"

namespace throng {
namespace {

using File = std::unique_ptr<std::FILE, int (*)(std::FILE*)>;

Status Flushed(std::FILE* out) {
  errno = ENOSPC;  // stdio keeps the fact of an earlier error, not its number
  if (std::ferror(out) != 0 || std::fflush(out) != 0) return FaultOfErrno();
  return Done{};
}

// The file appears whole or not at all.
Status WriteWhole(const std::filesystem::path& file, const std::function<Status(std::FILE*)>& put) {
  std::filesystem::path part = file;
  part += ".part";
  File out(std::fopen(part.c_str(), "wbe"), &std::fclose);
  if (!out) return FaultOfErrno();
  const Status done = put(out.get());
  out.reset();
  std::error_code failed;
  if (done) std::filesystem::rename(part, file, failed);
  if (done && !failed) return Done{};
  std::error_code ignored;
  std::filesystem::remove(part, ignored);
  return done ? Fault::kNotPermitted : done.error();
}

Status PutLines(const Ledger& ledger, const Span& span, std::span<const Group> groups,
                LineFormat format, const std::function<bool(const WatchedPlace&)>& wanted,
                std::FILE* out) {
  const auto put = [out](const std::string& line) {
    std::fwrite(line.data(), 1, line.size(), out);
  };
  if (format == LineFormat::kCsv) put(CsvHeader());
  const auto visit = [&](std::span<const WatchedPlace> places,
                         std::span<const Situation> situations) {
    for (std::size_t i = 0; i < places.size(); ++i) {
      if (!wanted(places[i])) continue;
      put(format == LineFormat::kCsv ? CsvLine(places[i], situations[i])
                                     : JsonLine(places[i], situations[i]) + "\n");
    }
  };
  const Status read = ForEachWindow(ledger, span, groups, visit);
  if (!read) return read.error();
  return Flushed(out);
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

Status WriteText(const std::filesystem::path& file, std::string_view text) {
  return WriteWhole(file, [text](std::FILE* out) {
    std::fwrite(text.data(), 1, text.size(), out);
    return Flushed(out);
  });
}

Status ForEachWindow(
    const Ledger& ledger, const Span& span, std::span<const Group> groups,
    const std::function<void(std::span<const WatchedPlace>, std::span<const Situation>)>& visit) {
  Result<std::vector<ZoneFacts>> zones = ledger.Zones();
  if (!zones) return zones.error();
  Situations situations(*std::move(zones), groups);
  Gather gather([&](const Window& window, std::span<const Entry> entries) {
    const std::vector<Situation> now = situations.Take(window, entries);
    if (!span.from || window.start >= *span.from) visit(situations.places(), now);
  });
  // The first of them have a trend too.
  Span with_past = span;
  if (span.from) with_past.from = *span.from + -Duration(TrendOptions().look_back);
  const Status read =
      ledger.ForEach(with_past, [&gather](const Entry& entry) { gather.Take(entry); });
  if (read) gather.Finish();
  return read;
}

std::vector<Group> GroupsIn(std::span<const ZoneFacts> zones, const Site& site) {
  std::vector<Group> groups = site.groups;
  for (Group& group : groups) {
    for (ZoneIndex& zone : group.zones) {
      const std::string& name = site.zones[zone.value()].name;
      const auto found = std::ranges::find(zones, name, &ZoneFacts::name);
      COUNTER_CHECK(found != zones.end());
      zone = ZoneIndex(static_cast<std::uint16_t>(found - zones.begin()));
    }
  }
  return groups;
}

Status WriteLines(const Ledger& ledger, const Span& span, std::span<const Group> groups,
                  LineFormat format, const std::function<bool(const WatchedPlace&)>& wanted,
                  const std::optional<std::filesystem::path>& file) {
  if (!file) return PutLines(ledger, span, groups, format, wanted, stdout);
  return WriteWhole(*file, [&](std::FILE* out) {
    const Status put = PutLines(ledger, span, groups, format, wanted, out);
    if (put && ::fsync(::fileno(out)) != 0) return Status(FaultOfErrno());
    return put;
  });
}

Result<std::vector<Panel>> PanelsOf(const Ledger& ledger, const Span& span) {
  const Result<std::vector<ZoneFacts>> zones = ledger.Zones();
  if (!zones) return zones.error();
  std::vector<Panel> panels;
  for (const ZoneFacts& zone : *zones) {
    panels.push_back({.zone = zone.name, .capacity = zone.capacity, .entries = {}, .known = {}});
  }
  const Status read = ledger.ForEach(
      span, [&panels](const Entry& entry) { panels[entry.zone.value()].entries.push_back(entry); });
  if (!read) return read.error();
  return panels;
}

}  // namespace throng
