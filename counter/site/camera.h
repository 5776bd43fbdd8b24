// One camera: lens and pose; image to ground and back; refuses points above the horizon.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>

#include "counter/base/result.h"
#include "counter/base/units.h"
#include "counter/site/geometry.h"
#include "counter/site/lens.h"

namespace throng {

// A standing adult, shoes included.
inline constexpr Metres kPersonHeight{1.70};

// A camera with square pixels, its principal point in the picture's middle, and a lens that may
// bend straight lines. x_in_camera = R * x_in_site + t with x right, y down, z forward; site z is
// up, 0 on the ground.
struct CameraPose {
  ImageSize picture;
  double focal_px;                         // in the picture's middle
  std::array<double, 9> camera_from_site;  // R, rows first, a rotation
  std::array<double, 3> site_origin_m;     // t: where the camera sees the site's origin
  double lens_bend = 0;                    // see Lens
};

// Immutable; stands above the ground (checked).
class Camera {
 public:
  // Fault::kNoCamera if R is no rotation, focal_px <= 0, a number is not finite, the camera stands
  // in or under the ground, or its lens bends more than Lens can.
  static Result<Camera> Make(const CameraPose& pose);

  const CameraPose& pose() const { return pose_; }
  const Lens& lens() const { return lens_; }

  // Metres above the ground, > 0.
  Metres HeightAboveGround() const;

  // Degrees below the horizontal; 90 looks straight down.
  double TiltDegrees() const;

  // The ground under the place where the ray through `point` comes down to `height` above it.
  // Fault::kAboveHorizon if it does not, or only beyond 1 km, where a pixel means nothing,
  // or if the point lies beyond what the lens can show.
  Result<GroundPoint> GroundFromImage(ImagePoint point, Metres height = Metres(0)) const;

  // Where a point `height` above `ground` appears; may lie outside the picture.
  // Fault::kBehindCamera if the camera cannot picture it.
  Result<ImagePoint> ImageFromGround(GroundPoint ground, Metres height = Metres(0)) const;

  // K [R | t] of a pinhole, rows first: takes (x, y, z, 1) in the site's metres to pixels times
  // depth (u d, v d) and the depth d, which is above 0 before the camera. The lens then bends
  // these.
  std::array<double, 12> PixelFromSite() const;

  // Pixels from foot to head of somebody `height` tall who stands at `foot`. Faults as above.
  Result<double> PersonHeightPx(ImagePoint foot, Metres height = kPersonHeight) const;

 private:
  explicit Camera(const CameraPose& pose);
  CameraPose pose_;
  Lens lens_;
};

}  // namespace throng
