// Means over time, and how far the part of a window that nobody saw may be from them.
// SPDX-License-Identifier: Apache-2.0
#include "counter/occupancy/window_mean.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numeric>
#include <utility>

#include "counter/base/check.h"

namespace throng {
namespace {

Window WindowAround(Instant at, Duration length) {
  const std::int64_t since = at.utc_ns() % length.count();
  const Instant start = at + -Duration(since < 0 ? since + length.count() : since);
  return {.start = start, .end = start + length};
}

}  // namespace

WindowMeans::WindowMeans(std::size_t zones, Duration length) : length_(length), sums_(zones) {
  COUNTER_CHECK(length > Duration(0));
}

std::vector<WindowOfZones> WindowMeans::Take(const Window& tick,
                                             std::span<const ZoneOccupancy> zones) {
  COUNTER_CHECK(zones.size() == sums_.size());
  std::vector<WindowOfZones> over;
  for (Instant from = tick.start; from < tick.end;) {
    if (open_ && from >= open_->end) over.push_back(Close());
    if (!open_) open_ = WindowAround(from, length_);
    const Instant until = std::min(tick.end, open_->end);
    const double lasts_s = std::chrono::duration<double>(until - from).count();
    for (std::size_t i = 0; i < zones.size(); ++i) {
      sums_[i].trouble_s.at(static_cast<std::size_t>(zones[i].trouble)) += lasts_s;
      if (!zones[i].estimate) continue;
      const double persons = zones[i].estimate->mean().value();
      sums_[i].seen_s += lasts_s;
      if (zones[i].freshness == Freshness::kFresh) sums_[i].fresh_s += lasts_s;
      sums_[i].persons += lasts_s * persons;
      sums_[i].squares += lasts_s * persons * persons;
      sums_[i].sigma += lasts_s * zones[i].estimate->sigma().value();
      sums_[i].coverage += lasts_s * zones[i].coverage;
    }
    from = until;
    if (from == open_->end) over.push_back(Close());
  }
  return over;
}

std::optional<WindowOfZones> WindowMeans::TakeRest() {
  if (!open_) return std::nullopt;
  return Close();
}

WindowOfZones WindowMeans::Close() {
  WindowOfZones over{.window = *open_, .zones = {}};
  for (std::size_t i = 0; i < sums_.size(); ++i) over.zones.push_back(MeanOf(i));
  open_.reset();
  std::ranges::fill(sums_, Sums());
  return over;
}

ZoneTrouble WindowMeans::TroubleOf(const Sums& sums, Freshness freshness) const {
  const double lasts_s = std::chrono::duration<double>(length_).count();
  std::array<double, kZoneTroubles> seconds = sums.trouble_s;
  const double counted_s = std::accumulate(seconds.begin(), seconds.end(), 0.0);
  seconds[static_cast<std::size_t>(ZoneTrouble::kNone)] = 0;
  // A nanosecond that is missing is no trouble.
  seconds[static_cast<std::size_t>(ZoneTrouble::kNotCounted)] = lasts_s - counted_s - 1e-6;
  const auto longest = std::ranges::max_element(seconds);
  const double least_s = freshness == Freshness::kFresh ? 0.5 * lasts_s : 0.0;
  if (*longest <= least_s) return ZoneTrouble::kNone;
  return static_cast<ZoneTrouble>(longest - seconds.begin());
}

ZoneOccupancy WindowMeans::MeanOf(std::size_t zone) const {
  ZoneOccupancy mean{.zone = ZoneIndex(static_cast<std::uint16_t>(zone)),
                     .estimate = std::nullopt,
                     .coverage = 0,
                     .freshness = Freshness::kBlind};
  const Sums& sums = sums_[zone];
  mean.trouble = TroubleOf(sums, mean.freshness);
  if (sums.seen_s <= 0) return mean;
  const double lasts_s = std::chrono::duration<double>(length_).count();
  const double persons = sums.persons / sums.seen_s;
  const double sigma = sums.sigma / sums.seen_s;
  // People come and go: at another moment there are as many, give or take how much they changed
  // while they were seen, and the root of their number (as if each came by himself), and one more,
  // so that an empty place is not sure to have stayed empty.
  const double changed = std::max(sums.squares / sums.seen_s - persons * persons, 0.0);
  const double unseen = std::max(1 - sums.seen_s / lasts_s, 0.0);
  const double unknown = unseen * std::sqrt(changed + persons + 1);
  mean.estimate = Estimate(Persons(persons), Persons(std::hypot(sigma, unknown)));
  mean.coverage = std::min(sums.coverage / sums.seen_s, 1.0);
  // A nanosecond is no reason to call a half less than a half.
  mean.freshness = sums.fresh_s >= 0.5 * lasts_s - 1e-6 ? Freshness::kFresh : Freshness::kStale;
  mean.trouble = TroubleOf(sums, mean.freshness);
  return mean;
}

}  // namespace throng
