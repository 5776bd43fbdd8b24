// A lens that bends straight lines: from a picture's points to those of a pinhole, and back.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "counter/site/geometry.h"

namespace throng {

// The division model with one number (Fitzgibbon 2001), told by what it does to the picture's
// corners, so that it means the same for any focal length: a point that appears at a distance r
// from the picture's middle would, through a pinhole, appear at r / (1 + bend * (r / corner)^2).
// 0 is a pinhole; below 0 a barrel, as wide lenses are: at -0.3 straight lines bow outwards and the
// corners appear at 0.7 of where they would. Immutable.
class Lens {
 public:
  static constexpr double kMostBarrel = -0.75;
  static constexpr double kMostCushion = 0.3;

  // `bend` from kMostBarrel to kMostCushion, which show all of the picture.
  Lens(ImageSize picture, double bend);

  // Where a pinhole would show what appears at `seen`. Nothing beyond what the lens can show.
  std::optional<ImagePoint> Straight(ImagePoint seen) const;

  // Where something appears that a pinhole would show at `straight`. Nothing where it cannot.
  std::optional<ImagePoint> Seen(ImagePoint straight) const;

  // How large something small appears at `seen`, along a side, in parts of its size through a
  // pinhole: the root of the ratio of areas. 0 beyond what the lens can show.
  double Magnification(ImagePoint seen) const;

 private:
  double x_middle_px_;
  double y_middle_px_;
  double bend_per_px2_;
};

}  // namespace throng
