// One quadratic equation, along the line from the picture's middle.
// SPDX-License-Identifier: Apache-2.0
#include "counter/site/lens.h"

#include <cmath>

namespace throng {
namespace {

// Both below 0 and above: farther out the model says nothing about any lens.
constexpr double kLeast = 0.05;

}  // namespace

Lens::Lens(ImageSize picture, double bend)
    : x_middle_px_(picture.width_px / 2.0), y_middle_px_(picture.height_px / 2.0) {
  bend_per_px2_ = bend / (x_middle_px_ * x_middle_px_ + y_middle_px_ * y_middle_px_);
}

std::optional<ImagePoint> Lens::Straight(ImagePoint seen) const {
  const double x = seen.x_px - x_middle_px_;
  const double y = seen.y_px - y_middle_px_;
  const double bent = bend_per_px2_ * (x * x + y * y);
  if (!(1 + bent > kLeast) || !(1 - bent > kLeast)) return std::nullopt;
  return ImagePoint{x_middle_px_ + x / (1 + bent), y_middle_px_ + y / (1 + bent)};
}

std::optional<ImagePoint> Lens::Seen(ImagePoint straight) const {
  const double x = straight.x_px - x_middle_px_;
  const double y = straight.y_px - y_middle_px_;
  // r = R (1 + b r^2), for the smaller root r; written so that b = 0 is no special case.
  const double under_root = 1 - 4 * bend_per_px2_ * (x * x + y * y);
  if (!(under_root > 0)) return std::nullopt;
  const double drawn_in = 2 / (1 + std::sqrt(under_root));
  return ImagePoint{x_middle_px_ + x * drawn_in, y_middle_px_ + y * drawn_in};
}

double Lens::Magnification(ImagePoint seen) const {
  const double x = seen.x_px - x_middle_px_;
  const double y = seen.y_px - y_middle_px_;
  const double bent = bend_per_px2_ * (x * x + y * y);
  if (!(1 + bent > kLeast) || !(1 - bent > kLeast)) return 0;
  const double around = 1 + bent;
  const double outwards = (1 + bent) * (1 + bent) / (1 - bent);
  return std::sqrt(around * outwards);
}

}  // namespace throng
