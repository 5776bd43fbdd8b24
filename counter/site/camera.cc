// A point goes through R, t, the focal length and the lens; a ray meets the ground at z = 0.
// SPDX-License-Identifier: Apache-2.0
#include "counter/site/camera.h"

#include <Eigen/Core>
#include <Eigen/LU>
#include <algorithm>
#include <cmath>
#include <numbers>
#include <optional>

namespace throng {
namespace {

using RowMatrix = Eigen::Matrix<double, 3, 3, Eigen::RowMajor>;

constexpr double kFarthestM = 1000;  // beyond it a pixel means nothing
constexpr double kNearestM = 0.01;   // in front of the lens
constexpr double kRotationSlip = 1e-6;

Eigen::Map<const RowMatrix> RotationOf(const CameraPose& pose) {
  return Eigen::Map<const RowMatrix>(pose.camera_from_site.data());
}

Eigen::Vector3d CentreInSite(const CameraPose& pose) {
  const Eigen::Map<const Eigen::Vector3d> origin(pose.site_origin_m.data());
  return -(RotationOf(pose).transpose() * origin);
}

Eigen::Vector2d MiddleOf(ImageSize picture) {
  return {picture.width_px / 2.0, picture.height_px / 2.0};
}

}  // namespace

Camera::Camera(const CameraPose& pose) : pose_(pose), lens_(pose.picture, pose.lens_bend) {}

Result<Camera> Camera::Make(const CameraPose& pose) {
  const auto rotation = RotationOf(pose);
  const Eigen::Map<const Eigen::Vector3d> origin(pose.site_origin_m.data());
  if (!rotation.allFinite() || !origin.allFinite()) return Fault::kNoCamera;
  if (!std::isfinite(pose.focal_px) || pose.focal_px <= 0) return Fault::kNoCamera;
  if (pose.picture.width_px == 0 || pose.picture.height_px == 0) return Fault::kNoCamera;
  if (!(pose.lens_bend >= Lens::kMostBarrel && pose.lens_bend <= Lens::kMostCushion)) {
    return Fault::kNoCamera;
  }
  const Eigen::Matrix3d should_be_one = rotation * rotation.transpose();
  if (!should_be_one.isIdentity(kRotationSlip)) return Fault::kNoCamera;
  if (rotation.determinant() < 0) return Fault::kNoCamera;  // a mirror
  if (CentreInSite(pose).z() <= 0) return Fault::kNoCamera;
  return Camera(pose);
}

Metres Camera::HeightAboveGround() const { return Metres(CentreInSite(pose_).z()); }

double Camera::TiltDegrees() const {
  const double down = -RotationOf(pose_)(2, 2);  // of the view direction
  return std::asin(std::clamp(down, -1.0, 1.0)) * 180 / std::numbers::pi;
}

Result<GroundPoint> Camera::GroundFromImage(ImagePoint point, Metres height) const {
  const Eigen::Vector2d middle = MiddleOf(pose_.picture);
  const std::optional<ImagePoint> straight = lens_.Straight(point);
  if (!straight) return Fault::kAboveHorizon;
  const Eigen::Vector3d ray_in_camera((straight->x_px - middle.x()) / pose_.focal_px,
                                      (straight->y_px - middle.y()) / pose_.focal_px, 1);
  const Eigen::Vector3d ray = RotationOf(pose_).transpose() * ray_in_camera;
  const Eigen::Vector3d centre = CentreInSite(pose_);
  const double drop_m = centre.z() - height.value();
  if (!(ray.z() < 0) || !(drop_m > 0)) return Fault::kAboveHorizon;
  const Eigen::Vector2d reach = ray.head<2>() * (drop_m / -ray.z());
  if (!(reach.norm() <= kFarthestM)) return Fault::kAboveHorizon;
  return GroundPoint{centre.x() + reach.x(), centre.y() + reach.y()};
}

Result<ImagePoint> Camera::ImageFromGround(GroundPoint ground, Metres height) const {
  const Eigen::Map<const Eigen::Vector3d> origin(pose_.site_origin_m.data());
  const Eigen::Vector3d in_site(ground.x_m, ground.y_m, height.value());
  const Eigen::Vector3d in_camera = RotationOf(pose_) * in_site + origin;
  if (!(in_camera.z() >= kNearestM)) return Fault::kBehindCamera;
  const Eigen::Vector2d in_image =
      MiddleOf(pose_.picture) + in_camera.head<2>() * (pose_.focal_px / in_camera.z());
  if (!in_image.allFinite()) return Fault::kBehindCamera;
  const std::optional<ImagePoint> seen = lens_.Seen({in_image.x(), in_image.y()});
  if (!seen) return Fault::kBehindCamera;
  return *seen;
}

std::array<double, 12> Camera::PixelFromSite() const {
  const Eigen::Vector2d middle = MiddleOf(pose_.picture);
  Eigen::Matrix3d pixel_from_camera;
  pixel_from_camera << pose_.focal_px, 0, middle.x(), 0, pose_.focal_px, middle.y(), 0, 0, 1;
  Eigen::Matrix<double, 3, 4> camera_from_site;
  camera_from_site << RotationOf(pose_),
      Eigen::Map<const Eigen::Vector3d>(pose_.site_origin_m.data());
  std::array<double, 12> rows{};
  Eigen::Map<Eigen::Matrix<double, 3, 4, Eigen::RowMajor>>(rows.data()) =
      pixel_from_camera * camera_from_site;
  return rows;
}

Result<double> Camera::PersonHeightPx(ImagePoint foot, Metres height) const {
  const Result<GroundPoint> ground = GroundFromImage(foot);
  if (!ground) return ground.error();
  const Result<ImagePoint> head = ImageFromGround(*ground, height);
  if (!head) return head.error();
  return std::hypot(head->x_px - foot.x_px, head->y_px - foot.y_px);
}

}  // namespace throng
