// The audit trail: what was changed at a hub, each line sealed by the one behind it.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "counter/base/result.h"
#include "counter/base/time.h"

namespace throng {

// JSON lines, appended and synced: {"at": UTC, "what": ..., details, "previous": the SHA-256 of the
// line before}. No person, no address of a caller. Thread-safe.
class Trail {
 public:
  using Details = std::vector<std::pair<std::string, std::string>>;  // small letters, texts

  // Makes the file, or goes on behind its last whole line. Faults: kNotAFolder, kNotPermitted,
  // kDiskFull, kLedgerBusy if another Trail has it, kTrailBroken if a line of it was changed or cut
  // out.
  static Result<std::unique_ptr<Trail>> Open(const std::filesystem::path& file, const Clock& clock);
  ~Trail();
  Trail(const Trail&) = delete;
  Trail& operator=(const Trail&) = delete;

  // What was told survives a power cut.
  Status Note(const std::string& what, const Details& details);

 private:
  Trail(int file, std::string previous, const Clock& clock);

  const int file_;
  const Clock& clock_;
  std::mutex mutex_;
  std::string previous_;  // GUARDED_BY mutex_
};

// SHA-256 in hexadecimal digits, as trails name lines and files.
std::string HexDigestOf(std::string_view text);

// What a trail says of itself.
struct TrailCheck {
  std::size_t lines;        // that follow each other, from the first on
  bool is_whole;            // all of them do
  std::size_t bad_line;     // else the first that does not, from 1
  std::size_t whole_bytes;  // of `lines`
  std::string last;         // SHA-256 of the last of them: noted elsewhere, it shows a cut end
  bool is_torn;             // behind them is half a line
  // What the last of them said whose `what` was "started"; empty if none did.
  std::vector<std::pair<std::string, std::string>> last_start;
};
// Faults: kNotFound, kNotPermitted.
Result<TrailCheck> CheckTrail(const std::filesystem::path& file);

}  // namespace throng
