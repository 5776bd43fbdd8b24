// A ledger in a temporary folder, and what tests of the outbox put into it.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <unistd.h>

#include <cstdint>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "counter/alert/alarm.h"
#include "counter/release/releaser.h"
#include "counter/site/site.h"

namespace throng {

inline constexpr std::int64_t kSecondNs = 1'000'000'000;
inline constexpr Instant kFuture(9'000'000'000 * kSecondNs);

// So many seconds after 2026-11-24T00:00:00Z.
constexpr Instant AtS(std::int64_t second) { return Instant((1'795'478'400 + second) * kSecondNs); }

// With zones "zone 0", "zone 1", ... of 100 m2.
inline Site SiteOfZones(int zones) {
  Site site{.name = "arena", .cameras = {}, .zones = {}, .patches = {}};
  for (int i = 0; i < zones; ++i) {
    site.zones.push_back({.name = "zone " + std::to_string(i),
                          .kind = ZoneKind::kQueue,
                          .outline = {},
                          .area = SquareMetres(100),
                          .free_area = SquareMetres(100),
                          .capacity = Persons(40),
                          .capacity_rule = "given"});
  }
  return site;
}

// `persons` of a zone in [from, to); fewer than none: blind.
inline Published Counted(int zone, std::int64_t from_s, std::int64_t to_s, int persons) {
  ZoneOccupancy occupancy{.zone = ZoneIndex(static_cast<std::uint16_t>(zone)),
                          .estimate = std::nullopt,
                          .coverage = 0.5,
                          .freshness = Freshness::kBlind};
  if (persons >= 0) {
    occupancy.estimate = Estimate(Persons(persons), Persons(1));
    occupancy.freshness = Freshness::kFresh;
  }
  return Releaser(Policy::kInternal).Release(occupancy, {AtS(from_s), AtS(to_s)});
}

// The k-th tick of 15 s, with a count that says which it is.
inline std::vector<Published> Tick(int zones, std::int64_t k) {
  std::vector<Published> windows;
  for (int zone = 0; zone < zones; ++zone) {
    windows.push_back(Counted(zone, 15 * k, 15 * k + 15, static_cast<int>(k % 60'000)));
  }
  return windows;
}

// Those of [from, until), the oldest first.
inline std::vector<Published> Ticks(int zones, std::int64_t from, std::int64_t until) {
  std::vector<Published> windows;
  for (std::int64_t k = from; k < until; ++k) {
    for (const Published& window : Tick(zones, k)) windows.push_back(window);
  }
  return windows;
}

inline AlarmEvent EventOf(std::int64_t alarm, int sequence) {
  return {.alarm = alarm,
          .sequence = sequence,
          .change = sequence == 1 ? AlarmChange::kRaise : AlarmChange::kEscalate,
          .kind = AlarmKind::kCrowding,
          .rule = "too full",
          .place = "zone 0",
          .band = Band::kBusy,
          .at = AtS(alarm * 15 + sequence),
          .count = WholeCount{40, 30, 50},
          .reason = "40 persons",
          .by = ""};
}

// Gone at its end.
class LedgerFolder {
 public:
  explicit LedgerFolder(const char* of)
      : folder_(std::filesystem::temp_directory_path() /
                (std::string("throng_") + of + "." + std::to_string(::getpid()))) {
    std::filesystem::create_directories(folder_);
  }
  ~LedgerFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }
  LedgerFolder(const LedgerFolder&) = delete;
  LedgerFolder& operator=(const LedgerFolder&) = delete;

  const std::filesystem::path& folder() const { return folder_; }
  std::filesystem::path ledger() const { return folder_ / "counts.ledger"; }

 private:
  std::filesystem::path folder_;
};

}  // namespace throng
