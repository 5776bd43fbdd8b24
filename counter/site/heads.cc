// Similar triangles between the lens and the plane of the heads.
// SPDX-License-Identifier: Apache-2.0
#include "counter/site/heads.h"

#include <algorithm>

namespace throng {

Result<HeadPlane> HeadPlane::Make(const Camera& camera) {
  if (camera.HeightAboveGround() < kLowestCamera) return Fault::kCameraTooLow;
  const CameraPose& pose = camera.pose();
  // A pixel's ray, followed until it is one focal length deep, has fallen by an affine function of
  // x and y. It meets the plane once it has fallen by `above_m`: depth / focal = above_m / fall.
  const double above_m = (camera.HeightAboveGround() - kHeadHeight).value();
  const double per_x = -pose.camera_from_site[2] / above_m;  // R's third column: site's up
  const double per_y = -pose.camera_from_site[5] / above_m;
  const double ahead = -pose.camera_from_site[8] * pose.focal_px / above_m;
  const double middle_x = pose.picture.width_px / 2.0;
  const double middle_y = pose.picture.height_px / 2.0;
  return HeadPlane(
      camera,
      {.per_x = per_x, .per_y = per_y, .at_origin = ahead - per_x * middle_x - per_y * middle_y});
}

double HeadPlane::PixelsPerMetre(ImagePoint head) const {
  const std::optional<ImagePoint> straight = camera_.lens().Straight(head);
  if (!straight) return 0;
  const double scale =
      scale_.per_x * straight->x_px + scale_.per_y * straight->y_px + scale_.at_origin;
  return scale * camera_.lens().Magnification(head);
}

Result<ImagePoint> HeadPlane::FootFromHead(ImagePoint head) const {
  const Result<GroundPoint> ground = camera_.GroundFromImage(head, kHeadHeight);
  if (!ground) return ground.error();
  return camera_.ImageFromGround(*ground);
}

Result<ImagePoint> HeadPlane::HeadFromFoot(ImagePoint foot) const {
  const Result<GroundPoint> ground = camera_.GroundFromImage(foot);
  if (!ground) return ground.error();
  return camera_.ImageFromGround(*ground, kHeadHeight);
}

std::optional<HeightsPx> PersonHeightsIn(const ImagePolygon& outline, const Camera& camera) {
  const auto [far, near] = std::ranges::minmax(outline, {}, &ImagePoint::y_px);
  const Result<double> far_px = camera.PersonHeightPx(far);
  const Result<double> near_px = camera.PersonHeightPx(near);
  if (!far_px || !near_px) return std::nullopt;
  return HeightsPx{.far = *far_px, .near = *near_px};
}

}  // namespace throng
