// Appends lines, each with the digest of the one before.
// SPDX-License-Identifier: Apache-2.0
#include "counter/hub/trail.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <fstream>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>

#include "counter/base/file_fault.h"
#include "counter/link/token_list.h"

namespace throng {
namespace {

const std::string kBeforeTheFirst(64, '0');

// The line, if it says that it follows the line of this digest.
std::optional<nlohmann::ordered_json> Following(const std::string& line,
                                                const std::string& previous) {
  auto json = nlohmann::ordered_json::parse(line, nullptr, false);
  if (!json.is_object()) return std::nullopt;
  const auto named = json.find("previous");
  if (named == json.end() || *named != previous) return std::nullopt;
  return json;
}

Trail::Details DetailsOf(const nlohmann::ordered_json& line) {
  Trail::Details details;
  for (const auto& [name, value] : line.items()) {
    if (value.is_string()) details.emplace_back(name, value.get<std::string>());
  }
  return details;
}

int OpenFile(const std::filesystem::path& file) {
  return ::open(file.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, S_IRUSR | S_IWUSR);
}

}  // namespace

std::string HexDigestOf(std::string_view text) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string hex;
  for (const std::uint8_t byte : DigestOf(text)) {
    hex += kDigits[byte >> 4U];
    hex += kDigits[byte & 15U];
  }
  return hex;
}

Result<TrailCheck> CheckTrail(const std::filesystem::path& file) {
  std::error_code failed;
  if (!std::filesystem::is_regular_file(file, failed)) return Fault::kNotFound;
  std::ifstream in(file, std::ios::binary);
  if (!in) return Fault::kNotPermitted;
  TrailCheck check{.lines = 0,
                   .is_whole = true,
                   .bad_line = 0,
                   .whole_bytes = 0,
                   .last = kBeforeTheFirst,
                   .is_torn = false,
                   .last_start = {}};
  for (std::string line; std::getline(in, line);) {
    if (in.eof()) {  // without an end of line
      check.is_torn = true;
      break;
    }
    const auto json = Following(line, check.last);
    if (!json) {
      check.is_whole = false;
      check.bad_line = check.lines + 1;
      break;
    }
    const auto what = json->find("what");
    if (what != json->end() && *what == "started") check.last_start = DetailsOf(*json);
    ++check.lines;
    check.whole_bytes += line.size() + 1;
    check.last = HexDigestOf(line);
  }
  return check;
}

Result<std::unique_ptr<Trail>> Trail::Open(const std::filesystem::path& file, const Clock& clock) {
  const int opened = OpenFile(file);
  if (opened < 0) return FaultOfErrno();
  // Of two who write, each would cut the other's line out of its own.
  if (::flock(opened, LOCK_EX | LOCK_NB) != 0) {
    const Fault fault = errno == EWOULDBLOCK ? Fault::kLedgerBusy : FaultOfErrno();
    ::close(opened);
    return fault;
  }
  const Result<TrailCheck> check = CheckTrail(file);
  if (!check || !check->is_whole) {
    ::close(opened);
    return check ? Fault::kTrailBroken : check.error();
  }
  // Half a line is one that a power cut kept from being noted.
  if (check->is_torn && ::ftruncate(opened, static_cast<off_t>(check->whole_bytes)) != 0) {
    const Fault fault = FaultOfErrno();
    ::close(opened);
    return fault;
  }
  return std::unique_ptr<Trail>(new Trail(opened, check->last, clock));
}

Trail::Trail(int file, std::string previous, const Clock& clock)
    : file_(file), clock_(clock), previous_(std::move(previous)) {}

Trail::~Trail() { ::close(file_); }

Status Trail::Note(const std::string& what, const Details& details) {
  const std::scoped_lock lock(mutex_);
  nlohmann::ordered_json json = {{"at", FormatUtc(clock_.Now())}, {"what", what}};
  for (const auto& [name, text] : details) json[name] = text;
  json["previous"] = previous_;
  const std::string line = json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
  const std::string written = line + "\n";
  const off_t end = ::lseek(file_, 0, SEEK_END);
  const ssize_t done = ::write(file_, written.data(), written.size());
  if (done != static_cast<ssize_t>(written.size()) || ::fdatasync(file_) != 0) {
    const Fault fault = done < 0 || done == static_cast<ssize_t>(written.size()) ? FaultOfErrno()
                                                                                 : Fault::kDiskFull;
    const int ignored = ::ftruncate(file_, end);  // half a line would break the next
    static_cast<void>(ignored);
    return fault;
  }
  previous_ = HexDigestOf(line);
  return Done{};
}

}  // namespace throng
