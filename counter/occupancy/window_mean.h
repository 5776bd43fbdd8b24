// The ticks of a window to one mean per zone: what planners get, in place of ticks.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "counter/base/time.h"
#include "counter/occupancy/estimate.h"

namespace throng {

// All zones, at ZoneIndex, over the same window.
struct WindowOfZones {
  Window window;
  std::vector<ZoneOccupancy> zones;
};

// Adds up what zones were while a window lasts. Windows begin at whole multiples of their length
// since 1970 (of 15 minutes: at the quarters of each hour, in UTC) and are told whole: no window is
// ever shorter, however little of it was seen.
//
// Of each zone: the mean over the time that was seen. Errors of ticks repeat each other (the same
// model, the same camera), so they do not shrink with the number of ticks: sigma is the mean of the
// ticks', and more by what the rest of the window may have been (see window_mean.cc). Coverage is
// the share of the area, over the time that was seen, so that density is right. Fresh: at least
// half of the window was seen fresh; else stale; blind if nothing was seen. Its trouble is the one
// that lasted longest, kNotCounted being that of the time without ticks; of a fresh window only one
// that lasted for half of it.
class WindowMeans {
 public:
  // `length` > 0.
  WindowMeans(std::size_t zones, Duration length);

  // What the zones were for all of `tick`, which begins where the last one ended or later. A tick
  // that lies in several windows is part of each. The windows that are over with it, in order.
  std::vector<WindowOfZones> Take(const Window& tick, std::span<const ZoneOccupancy> zones);

  // The window under way, as it would be if nothing more were seen of it, which is then forgotten;
  // nothing if nothing was taken since the last one was over.
  std::optional<WindowOfZones> TakeRest();

  // The window under way.
  std::optional<Window> open() const { return open_; }

 private:
  // Of one zone; times in seconds, sums over time.
  struct Sums {
    double seen_s = 0;
    double fresh_s = 0;
    double persons = 0;
    double squares = 0;  // of persons
    double sigma = 0;
    double coverage = 0;
    std::array<double, kZoneTroubles> trouble_s = {};  // at ZoneTrouble
  };
  WindowOfZones Close();
  ZoneOccupancy MeanOf(std::size_t zone) const;
  ZoneTrouble TroubleOf(const Sums& sums, Freshness freshness) const;

  Duration length_;
  std::optional<Window> open_;
  std::vector<Sums> sums_;  // at ZoneIndex; all zero unless open_
};

}  // namespace throng
