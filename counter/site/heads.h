// Where heads appear in a camera's picture: how large a person is there, and where he stands.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "counter/base/result.h"
#include "counter/base/units.h"
#include "counter/site/camera.h"
#include "counter/site/geometry.h"

namespace throng {

// The middle of the head of a standing adult (kPersonHeight), above the ground.
inline constexpr Metres kHeadHeight{1.60};

// Lower cameras look along the heads, not onto them: at this height, 2 cm of error in the camera's
// height are already 10% of every person's size.
inline constexpr Metres kLowestCamera{1.80};

// The plane of all heads, kHeadHeight above the ground, as one camera sees it. Immutable.
class HeadPlane {
 public:
  // Fault::kCameraTooLow if the camera stands lower than kLowestCamera.
  static Result<HeadPlane> Make(const Camera& camera);

  // Across the view, at a head that appears at `head`. Zero or less above the plane's horizon, and
  // beyond what the lens can show, where nobody can be.
  double PixelsPerMetre(ImagePoint head) const;

  // Where somebody stands whose head appears at `head`; may lie outside the picture. Faults:
  // kAboveHorizon, kBehindCamera.
  Result<ImagePoint> FootFromHead(ImagePoint head) const;

  // Where the head of somebody appears who stands at `foot`. Faults as above.
  Result<ImagePoint> HeadFromFoot(ImagePoint foot) const;

 private:
  // Through a pinhole, pixels per metre = per_x * x_px + per_y * y_px + at_origin, exactly: there
  // 1 / depth is affine on a plane.
  struct Scale {
    double per_x;
    double per_y;
    double at_origin;
  };

  HeadPlane(const Camera& camera, const Scale& scale) : camera_(camera), scale_(scale) {}
  Camera camera_;
  Scale scale_;
};

// Pixels from foot to head of a standing adult.
struct HeightsPx {
  double far;
  double near;
};

// At the highest and at the lowest corner of `outline` (not empty) in the picture. Nothing where
// one of them lies above the horizon.
std::optional<HeightsPx> PersonHeightsIn(const ImagePolygon& outline, const Camera& camera);

}  // namespace throng
