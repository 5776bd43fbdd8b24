// The product's camera and lens, in single precision.
// SPDX-License-Identifier: Apache-2.0
#include "counter/drawn/view.h"

#include <algorithm>
#include <cmath>

namespace throng {
namespace {

constexpr float kNearestM = 0.15F;
constexpr float kLeast = 0.05F;  // as of Lens

}  // namespace

View::View(const Camera& camera, cv::Point2f left_top_px, cv::Size size_px, float zoom)
    : focal_px_(static_cast<float>(camera.pose().focal_px) * zoom),
      centre_px_((static_cast<float>(camera.pose().picture.width_px) / 2 - left_top_px.x) * zoom,
                 (static_cast<float>(camera.pose().picture.height_px) / 2 - left_top_px.y) * zoom),
      size_px_(size_px) {
  const double corner_px =
      std::hypot(camera.pose().picture.width_px / 2.0, camera.pose().picture.height_px / 2.0);
  const double corner = corner_px / camera.pose().focal_px;
  bend_ = static_cast<float>(camera.pose().lens_bend / (corner * corner));
  for (int i = 0; i < 9; ++i) {
    rotation_.val[i] = static_cast<float>(camera.pose().camera_from_site[static_cast<size_t>(i)]);
  }
  for (int i = 0; i < 3; ++i) {
    translation_[i] = static_cast<float>(camera.pose().site_origin_m[static_cast<size_t>(i)]);
  }
  position_ = -(rotation_.t() * translation_);
}

std::optional<Projected> View::Project(const Place& place) const {
  const Place in_camera = rotation_ * place + translation_;
  if (in_camera[2] < kNearestM) return std::nullopt;
  float x = in_camera[0] / in_camera[2];
  float y = in_camera[1] / in_camera[2];
  const float under_root = 1 - 4 * bend_ * (x * x + y * y);
  if (under_root <= 0) return std::nullopt;
  const float drawn_in = 2 / (1 + std::sqrt(under_root));
  x *= drawn_in;
  y *= drawn_in;
  return Projected{.x_px = centre_px_.x + focal_px_ * x,
                   .y_px = centre_px_.y + focal_px_ * y,
                   .depth_m = in_camera[2],
                   .px_per_m = focal_px_ / in_camera[2] * MagnificationAt(x * x + y * y)};
}

Place View::RayThrough(float x_px, float y_px) const {
  const float x = (x_px - centre_px_.x) / focal_px_;
  const float y = (y_px - centre_px_.y) / focal_px_;
  const float straight = 1 / std::max(kLeast, 1 + bend_ * (x * x + y * y));
  return rotation_.t() * Place(x * straight, y * straight, 1);
}

float View::ScaleAt(float x_px, float y_px, float height_m) const {
  const Place ray = RayThrough(x_px, y_px);
  const float inverse_depth = ray[2] / (height_m - position_[2]);
  const float x = (x_px - centre_px_.x) / focal_px_;
  const float y = (y_px - centre_px_.y) / focal_px_;
  return focal_px_ * inverse_depth * MagnificationAt(x * x + y * y);
}

float View::MagnificationAt(float r2) const {
  const float around = 1 + bend_ * r2;
  const float outwards = around * around / (1 - bend_ * r2);
  return std::sqrt(std::max(0.0F, around * outwards));
}

}  // namespace throng
