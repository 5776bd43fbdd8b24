// What this program can see of itself and of its ledger.
// SPDX-License-Identifier: Apache-2.0
#include "counter/audit/promises.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>

#include "counter/door/escape.h"
#include "counter/door/syscall_filter.h"
#include "counter/door/tally.h"
#include "counter/door/unsafe.h"

namespace throng {
namespace {

constexpr std::array<std::string_view, 10> kPictureLibraries{
    "libopencv", "libavcodec", "libavformat", "libavutil", "libswscale",
    "libdnnl",   "libjpeg",    "libpng",      "libwebp",   "libgstreamer"};

// Table.column and the type, as store/sql.cc makes them. Names and reasons come from the site file
// and released counts.
constexpr std::array<std::string_view, 70> kColumns{"zone.zone INTEGER",
                                                    "zone.name TEXT",
                                                    "zone.kind TEXT",
                                                    "zone.area_m2 REAL",
                                                    "zone.capacity INTEGER",
                                                    "zone.capacity_rule TEXT",
                                                    "occupancy.zone INTEGER",
                                                    "occupancy.window_start_ns INTEGER",
                                                    "occupancy.window_end_ns INTEGER",
                                                    "occupancy.persons INTEGER",
                                                    "occupancy.low INTEGER",
                                                    "occupancy.high INTEGER",
                                                    "occupancy.coverage_percent INTEGER",
                                                    "occupancy.freshness INTEGER",
                                                    "occupancy.policy INTEGER",
                                                    "alarm_event.alarm INTEGER",
                                                    "alarm_event.sequence INTEGER",
                                                    "alarm_event.change INTEGER",
                                                    "alarm_event.kind INTEGER",
                                                    "alarm_event.rule TEXT",
                                                    "alarm_event.place TEXT",
                                                    "alarm_event.band INTEGER",
                                                    "alarm_event.at_ns INTEGER",
                                                    "alarm_event.persons INTEGER",
                                                    "alarm_event.low INTEGER",
                                                    "alarm_event.high INTEGER",
                                                    "alarm_event.reason TEXT",
                                                    "alarm_event.by_role TEXT",
                                                    "alarm_rule.rule TEXT",
                                                    "alarm_rule.place TEXT",
                                                    "alarm_rule.state TEXT",
                                                    "acknowledgement.number INTEGER",
                                                    "acknowledgement.alarm INTEGER",
                                                    "acknowledgement.by_role TEXT",
                                                    "acknowledgement.at_ns INTEGER",
                                                    "maintenance.one INTEGER",
                                                    "maintenance.until_ns INTEGER",
                                                    "delivery.number INTEGER",
                                                    "delivery.way TEXT",
                                                    "delivery.alarm INTEGER",
                                                    "delivery.sequence INTEGER",
                                                    "delivery.state INTEGER",
                                                    "delivery.tries INTEGER",
                                                    "delivery.since_ns INTEGER",
                                                    "delivery.next_ns INTEGER",
                                                    "delivery.at_ns INTEGER",
                                                    "delivery.why TEXT",
                                                    "unsent.number INTEGER",
                                                    "unsent.zone INTEGER",
                                                    "unsent.window_start_ns INTEGER",
                                                    "unsent_event.number INTEGER",
                                                    "unsent_event.alarm INTEGER",
                                                    "unsent_event.sequence INTEGER",
                                                    "sending.one INTEGER",
                                                    "sending.most_windows INTEGER",
                                                    "sending.most_events INTEGER",
                                                    "sending.marked_from_ns INTEGER",
                                                    "sending.dropped_windows INTEGER",
                                                    "sending.dropped_events INTEGER",
                                                    "sending.refused_windows INTEGER",
                                                    "sending.refused_events INTEGER",
                                                    "refused.number INTEGER",
                                                    "refused.zone INTEGER",
                                                    "refused.window_start_ns INTEGER",
                                                    "refused.alarm INTEGER",
                                                    "refused.sequence INTEGER",
                                                    "refused.at_ns INTEGER",
                                                    "refused.why INTEGER",
                                                    "ledger.one INTEGER",
                                                    "ledger.number INTEGER"};

}  // namespace

Finding FindingOnEscape() {
  const auto allowed = std::ranges::count(SyscallRules(), Verdict::kAllowed, &SyscallRule::verdict);
  Finding finding{.promise = "An eye cannot open files, reach a network or another process",
                  .checked = fmt::format("a child locked itself as an eye does, and tried each way "
                                         "out in turn; the filter allows by {} rules",
                                         allowed),
                  .by_hand =
                      "strace -f throng count --site FILE   (as root: after seccomp(), read "
                      "0, write 3 of 8 bytes, memory, time)"};
  if (kUnsafeBuild) {
    finding.figure = "this build has no wall; it is for development only";
    finding.verdict = Outcome::kBroken;
    return finding;
  }
  std::string survived;
  std::size_t ended = 0;
  for (const EscapeAttempt& attempt : EscapeAttempts()) {
    if (EndsLockedProcess(attempt)) {
      ++ended;
    } else {
      survived += fmt::format(", {}", attempt.what);
    }
  }
  finding.figure =
      fmt::format("{} of {} attempts ended the process at once{}", ended, EscapeAttempts().size(),
                  survived.empty() ? "" : fmt::format("; not these: {}", survived.substr(2)));
  finding.verdict = survived.empty() ? Outcome::kHolds : Outcome::kBroken;
  return finding;
}

Finding FindingOnBound(double tick_s) {
  constexpr double kHigh = 100;  // TCSEC calls a covert channel above this one of high bandwidth
  return {
      .promise = "What leaves an eye is too little for a picture",
      .verdict = MostBitsPerSecond(tick_s) <= kHigh ? Outcome::kHolds : Outcome::kBroken,
      .figure = fmt::format("{:.1f} bit/s at most, per camera, at a tick of {} s; a picture of a "
                            "face (24 x 24, 6 bits) would take {:.0f} minutes",
                            MostBitsPerSecond(tick_s), tick_s,
                            24 * 24 * 6 / MostBitsPerSecond(tick_s) / 60),
      .checked = fmt::format("{} bytes per tick of this program's clock: the size of the record, "
                             "at compile time",
                             sizeof(Tally)),
      .by_hand = "counter/door/tally.h in the source; strace as above"};
}

Finding FindingOnLibraries(const std::string& maps) {
  std::string found;
  for (const std::string_view library : kPictureLibraries) {
    if (maps.find(library) != std::string::npos) found += fmt::format(" {}", library);
  }
  return {.promise = "This program, which keeps and shows the counts, cannot read a picture",
          .verdict = found.empty() ? Outcome::kHolds : Outcome::kBroken,
          .figure = found.empty()
                        ? fmt::format("none of {} libraries for pictures and video is loaded",
                                      kPictureLibraries.size())
                        : fmt::format("loaded:{}", found),
          .checked = "/proc/self/maps",
          .by_hand = "ldd $(command -v throng)"};
}

Finding FindingOnColumns(std::span<const Column> columns) {
  Finding finding{.promise = "The ledger holds counts of zones, and nothing else",
                  .checked = "every table and column of the file",
                  .by_hand = "sqlite3 LEDGER .schema"};
  std::string others;
  for (const Column& column : columns) {
    const std::string whole = fmt::format("{}.{} {}", column.table, column.name, column.type);
    if (std::ranges::find(kColumns, whole) == kColumns.end()) others += fmt::format("; {}", whole);
  }
  finding.verdict = others.empty() && !columns.empty() ? Outcome::kHolds : Outcome::kBroken;
  finding.figure = others.empty() ? fmt::format("{} columns, all known", columns.size())
                                  : fmt::format("unknown: {}", others.substr(2));
  return finding;
}

}  // namespace throng
