// CameraIndex, ZoneIndex, PatchIndex: names of places, never of people.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <compare>
#include <cstdint>

namespace throng {

// Position of a place in its Site's list, 0-based. Indices of different places do not mix.
template <class Place>
class PlaceIndex {
 public:
  constexpr explicit PlaceIndex(std::uint16_t value) : value_(value) {}
  constexpr std::uint16_t value() const { return value_; }
  friend constexpr auto operator<=>(PlaceIndex, PlaceIndex) = default;

 private:
  std::uint16_t value_;
};

using CameraIndex = PlaceIndex<struct CameraPlace>;
using ZoneIndex = PlaceIndex<struct ZonePlace>;
using PatchIndex = PlaceIndex<struct PatchPlace>;

}  // namespace throng
