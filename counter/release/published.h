// The only record that leaves the machine. This file lists what may leave it.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <tuple>

#include "counter/base/anonymous.h"
#include "counter/base/ids.h"
#include "counter/base/time.h"
#include "counter/occupancy/estimate.h"

namespace throng {

// Who may see a number. Only the operator's own staff, for now.
enum class Policy : std::uint32_t { kInternal = 1 };

// Whole persons with the 90% interval: low <= persons <= high.
struct WholeCount {
  std::uint16_t persons;
  std::uint16_t low;
  std::uint16_t high;
  friend bool operator==(const WholeCount&, const WholeCount&) = default;
};

// One zone in one window, as it may be stored, served and shown. Made by Releaser only.
class Published {
 public:
  ZoneIndex zone() const { return zone_; }
  const Window& window() const { return window_; }
  // Nothing exactly if the zone is blind: blind is not zero.
  std::optional<WholeCount> count() const {
    if (freshness_ == Freshness::kBlind) return std::nullopt;
    return count_;
  }
  // Percent of the zone's area that was seen, 0..100, rounded down.
  int coverage_percent() const { return coverage_percent_; }
  Freshness freshness() const { return freshness_; }
  Policy policy() const { return policy_; }

 private:
  friend class Releaser;
  friend struct FieldsOf<Published>;
  Published(ZoneIndex zone, Window window, WholeCount count, std::uint16_t coverage_percent,
            Freshness freshness, Policy policy)
      : window_(window),
        zone_(zone),
        count_(count),
        coverage_percent_(coverage_percent),
        freshness_(freshness),
        policy_(policy) {}

  Window window_;
  ZoneIndex zone_;
  WholeCount count_;
  std::uint16_t coverage_percent_;
  Freshness freshness_;
  Policy policy_;
};

// The window is ours, not the camera's: it carries no bits from a picture.
template <>
inline constexpr bool kMayLeave<Window> = true;
// A place; fixed by the site file.
template <>
inline constexpr bool kMayLeave<ZoneIndex> = true;
// At most 3 x 10 bits per zone and window, of which the interval repeats the count.
template <>
inline constexpr bool kMayLeave<WholeCount> = true;
// Coverage: under 7 bits per zone and window; changes only when a camera goes blind.
template <>
inline constexpr bool kMayLeave<std::uint16_t> = true;
// Under 2 bits per zone and window.
template <>
inline constexpr bool kMayLeave<Freshness> = true;
// Fixed by the configuration.
template <>
inline constexpr bool kMayLeave<Policy> = true;

template <>
struct FieldsOf<Published> {
  static constexpr auto kMembers =
      std::tuple(&Published::window_, &Published::zone_, &Published::count_,
                 &Published::coverage_percent_, &Published::freshness_, &Published::policy_);
};
static_assert(Anonymous<Published>, "a published record holds nothing but listed fields");

}  // namespace throng
