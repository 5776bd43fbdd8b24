// Cuts a large square of ground with the five planes that bound a camera's view.
// SPDX-License-Identifier: Apache-2.0
#include "counter/site/visible.h"

#include <Eigen/Core>
#include <array>

namespace throng {
namespace {

constexpr double kHalfSquareM = 700;  // its corners are within 1 km
constexpr double kCutAheadM = 0.1;    // in front of the lens; keeps the cut away from infinity

// a * x + b * y + c >= 0, for ground points x, y.
using HalfPlane = Eigen::Vector3d;

// One step of Sutherland and Hodgman's clipping.
GroundPolygon Cut(const GroundPolygon& polygon, const HalfPlane& keep) {
  GroundPolygon kept;
  for (std::size_t i = 0; i < polygon.size(); ++i) {
    const GroundPoint& here = polygon[i];
    const GroundPoint& next = polygon[(i + 1) % polygon.size()];
    const double inside_here = keep.dot(Eigen::Vector3d(here.x_m, here.y_m, 1));
    const double inside_next = keep.dot(Eigen::Vector3d(next.x_m, next.y_m, 1));
    if (inside_here >= 0) kept.push_back(here);
    if ((inside_here >= 0) == (inside_next >= 0)) continue;
    const double share = inside_here / (inside_here - inside_next);
    kept.push_back(
        {here.x_m + share * (next.x_m - here.x_m), here.y_m + share * (next.y_m - here.y_m)});
  }
  return kept;
}

}  // namespace

GroundPolygon VisibleGround(const Camera& camera, Metres height) {
  const CameraPose& pose = camera.pose();
  const Eigen::Map<const Eigen::Matrix<double, 3, 3, Eigen::RowMajor>> rotation(
      pose.camera_from_site.data());
  const Eigen::Map<const Eigen::Vector3d> origin(pose.site_origin_m.data());
  // Each row, times (x, y, 1), is one coordinate in the camera of a point above the ground.
  Eigen::Matrix3d camera_from_ground;
  camera_from_ground << rotation.leftCols<2>(), origin + rotation.col(2) * height.value();
  const HalfPlane right = camera_from_ground.row(0).transpose() * pose.focal_px;
  const HalfPlane down = camera_from_ground.row(1).transpose() * pose.focal_px;
  const HalfPlane ahead = camera_from_ground.row(2).transpose();
  const double half_width = pose.picture.width_px / 2.0;
  const double half_height = pose.picture.height_px / 2.0;
  const std::array<HalfPlane, 5> bounds{ahead - HalfPlane(0, 0, kCutAheadM),
                                        ahead * half_width + right, ahead * half_width - right,
                                        ahead * half_height + down, ahead * half_height - down};

  const Eigen::Vector3d foot = -(rotation.transpose() * origin);
  GroundPolygon ground{{foot.x() - kHalfSquareM, foot.y() - kHalfSquareM},
                       {foot.x() + kHalfSquareM, foot.y() - kHalfSquareM},
                       {foot.x() + kHalfSquareM, foot.y() + kHalfSquareM},
                       {foot.x() - kHalfSquareM, foot.y() + kHalfSquareM}};
  for (const HalfPlane& bound : bounds) ground = Cut(ground, bound);
  if (ground.size() < 3) return {};
  return ground;
}

}  // namespace throng
