// What a drawn camera sees where: the product's camera, a window of its picture.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <opencv2/core.hpp>
#include <optional>

#include "counter/drawn/shape.h"
#include "counter/site/camera.h"

namespace throng {

struct Projected {
  float x_px;
  float y_px;
  float depth_m;   // along the view direction, > 0
  float px_per_m;  // of what faces the camera there
};

// A window of `size_px` out of a camera's picture, enlarged by `zoom`. Immutable.
class View {
 public:
  // `left_top` is where the window begins in the camera's picture.
  View(const Camera& camera, cv::Point2f left_top_px, cv::Size size_px, float zoom);

  cv::Size size_px() const { return size_px_; }
  float focal_px() const { return focal_px_; }

  // Nothing if it is behind the camera.
  std::optional<Projected> Project(const Place& place) const;

  // From the camera through a pixel of the window; 1 m along the view direction.
  Place RayThrough(float x_px, float y_px) const;

  Place position() const { return position_; }
  Place InCamera(const Place& direction) const { return rotation_ * direction; }

  // Pixels per metre of what faces the camera, `height_m` above the ground, at a point of the
  // window; <= 0 above that plane's horizon. Through a pinhole it is affine in the point.
  float ScaleAt(float x_px, float y_px, float height_m) const;

 private:
  // Of small things `r2` from the axis, in squared focal lengths, through the lens.
  float MagnificationAt(float r2) const;

  cv::Matx33f rotation_;  // camera from site
  Place translation_;
  Place position_;
  float focal_px_;
  cv::Point2f centre_px_;
  cv::Size size_px_;
  float bend_;  // of Lens, with focal lengths in place of the picture's corner
};

}  // namespace throng
